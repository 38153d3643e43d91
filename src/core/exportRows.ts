import type { Message } from "../api/schemas.js";
import { countSegments } from "../sms/segments.js";
import { csvLine, type Cell } from "./csv.js";

/** The forms in which messages are exported. */
export const EXPORT_FORMATS = ["csv", "json"] as const;

/** See `EXPORT_FORMATS`. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The country that a number tells, as ISO 3166-1 alpha-2; `undefined` where it is not certain. */
export type CountryOf = (to: string) => string | undefined;

/** How messages are written as a text, which is UTF-8 in the file: `begin`, then any number of rows, then `end`. */
export interface ExportText {
  readonly begin: string;
  readonly end: string;
  /** @param isFirst no row stands before it */
  row(message: Message, isFirst: boolean): string;
}

/** One message as a flat row; the names are the header of a CSV file and the keys of a JSON object. */
interface ExportRow {
  readonly id: string;
  readonly status: string | undefined;
  readonly to: string | undefined;
  /** See `CountryOf`. */
  readonly country: string | undefined;
  readonly sender_id: string | undefined;
  readonly body: string | undefined;
  /** Counted by us: the service does not tell it. */
  readonly segments: number | undefined;
  /** US dollars. */
  readonly price_usd: number | undefined;
  /** ISO 8601 in UTC, like the other times. */
  readonly created_at: string | undefined;
  readonly updated_at: string | undefined;
  readonly delivered_at: string | undefined;
  readonly error: string | undefined;
}

const COLUMNS = [
  "id",
  "status",
  "to",
  "country",
  "sender_id",
  "body",
  "segments",
  "price_usd",
  "created_at",
  "updated_at",
  "delivered_at",
  "error",
] as const satisfies readonly (keyof ExportRow)[];

/** The text of an export in one of the forms. */
export function exportText(format: ExportFormat, countryOf: CountryOf): ExportText {
  return format === "csv" ? csvText(countryOf) : jsonText(countryOf);
}

/**
 * One line per message (RFC 4180), cells safe to open in a spreadsheet. It begins with a byte order mark, without
 * which Excel takes UTF-8 for the system's encoding; other readers skip it. What is not known is an empty cell.
 */
function csvText(countryOf: CountryOf): ExportText {
  return {
    begin: `\ufeff${csvLine(COLUMNS)}`,
    end: "",
    row: (message) => {
      const row = exportRow(message, countryOf);
      return csvLine(COLUMNS.map((column) => csvCell(row, column)));
    },
  };
}

function csvCell(row: ExportRow, column: (typeof COLUMNS)[number]): Cell {
  // With all six decimals, for a spreadsheet to line them up; tiny amounts would be written as 1e-6.
  if (column === "price_usd") return row.price_usd?.toFixed(6) ?? "";
  return row[column] ?? "";
}

/**
 * An array with one object per message, each on a line of its own. Every key is always there, and `null` if it is
 * not known; `raw` is what the server sent, untouched. No byte order mark: RFC 8259, section 8.1 forbids it.
 */
function jsonText(countryOf: CountryOf): ExportText {
  return {
    begin: "[",
    end: "\n]\n",
    row: (message, isFirst) => {
      const row = exportRow(message, countryOf);
      const known = Object.fromEntries(COLUMNS.map((column) => [column, row[column] ?? null]));
      return `${isFirst ? "" : ","}\n${JSON.stringify({ ...known, raw: message.raw })}`;
    },
  };
}

function exportRow(message: Message, countryOf: CountryOf): ExportRow {
  const { id, status, to, senderId, body, price, createdAt, updatedAt, deliveredAt, error } = message;
  return {
    id,
    status,
    to,
    country: to === undefined ? undefined : countryOf(to),
    sender_id: senderId,
    body,
    segments: body === undefined ? undefined : countSegments(body).segments,
    price_usd: price === undefined ? undefined : price / 1e6,
    created_at: isoTime(createdAt),
    updated_at: isoTime(updatedAt),
    delivered_at: isoTime(deliveredAt),
    error,
  };
}

/** @param time ms since the epoch, within what a Date holds (api/fields.ts) */
function isoTime(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

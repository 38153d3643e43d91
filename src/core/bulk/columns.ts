import { placeholderName } from "../../sms/template.js";
import type { Table, TableRow } from "./table.js";

/** A column of a table. */
export interface Column {
  /** From 0. */
  readonly index: number;
  /** What the header calls it; `undefined` without a header, or with an empty cell there. */
  readonly name: string | undefined;
  /** Its first value, to be shown. */
  readonly sample: string;
}

/** What a table holds where. */
export interface Layout {
  /** The first row has names. */
  readonly hasHeader: boolean;
  readonly columns: readonly Column[];
  /** The column that holds the numbers, as far as words and content tell. */
  readonly numberColumn: number | undefined;
  /** The rows without the header. */
  readonly rows: readonly TableRow[];
}

/** Rows that are looked at to tell what a column holds. */
const LOOKED_AT = 200;

/** What headers call a column of phone numbers, in lower case without spaces and marks; the surest first. */
const NUMBER_WORDS = [
  /^(mobile|mobil|cell|handy|movil|portable|celular|sms|whatsapp)/,
  /^(phone|tel|msisdn|rufnummer|e164|recipient|empfanger|destinataire)/,
  /(phone|telefon|telephone|mobile|mobil|handy)/,
  /^(number|nummer|numero|to)$/,
];

/** Recognises header, columns, and the one with the numbers. */
export function layoutOf({ rows }: Table): Layout {
  const [first, ...others] = rows;
  const width = rows.slice(0, LOOKED_AT).reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const indexes = Array.from({ length: width }, (_, index) => index);
  const sample = (others.length > 0 ? others : rows).slice(0, LOOKED_AT);
  const scored = indexes.map((index) => {
    const cells = sample.map(({ cells }) => cells[index] ?? "").filter((cell) => cell.trim() !== "");
    const likeness = cells.reduce((sum, cell) => sum + numberLikeness(cell), 0) / Math.max(1, cells.length);
    const word = wordRank(first?.cells[index] ?? "");
    return { index, likeness, word, score: likeness + (word === undefined ? 0 : 0.6 - word / 10) };
  });
  const hasHeader =
    first !== undefined &&
    first.cells.every((cell) => numberLikeness(cell) === 0) &&
    (others.length > 0 ? scored.some(({ likeness, word }) => likeness > 0.3 || word !== undefined) : false);
  const [best] = scored
    .filter(({ likeness, word }) => likeness > 0.3 || (hasHeader && word !== undefined))
    .sort((a, b) => b.score - a.score);
  const body = hasHeader ? others : rows;
  return {
    hasHeader,
    columns: indexes.map((index) => {
      const name = hasHeader ? (first.cells[index] ?? "").trim() : "";
      return {
        index,
        name: name === "" ? undefined : name,
        sample: body.find(({ cells }) => (cells[index] ?? "").trim() !== "")?.cells[index] ?? "",
      };
    }),
    numberColumn: best?.index ?? (width === 1 ? 0 : undefined),
    rows: body,
  };
}

/**
 * The column that a placeholder means: the one of this name, else the one that differs in case alone; the first if
 * there are several.
 */
export function columnNamed(columns: readonly Column[], placeholder: string): Column | undefined {
  const named = columns.map((column) => ({ column, name: placeholderName(column.name ?? "") }));
  const lower = placeholder.toLowerCase();
  return (
    named.find(({ name }) => name === placeholder) ?? named.find(({ name }) => name?.toLowerCase() === lower)
  )?.column;
}

/** The columns' names that a placeholder can have, each once: others cannot be filled in. */
export function fillableNames(columns: readonly Column[]): string[] {
  return [...new Set(columns.flatMap(({ name }) => placeholderName(name ?? "") ?? []))];
}

/** How much a cell looks like a phone number: 1 with `+` and a fitting length, less for digits alone, 0 for none. */
function numberLikeness(cell: string): number {
  if (cell.length > 60) return 0;
  const digits = cell
    .normalize("NFKC")
    .replace(/^tel:|[\s().\-/\u2010-\u2015\u200e\u200f\u202a-\u202e\u2060]/gi, "");
  if (/^\+\d{7,15}$/.test(digits)) return 1;
  return /^\d{7,15}$/.test(digits) ? 0.6 : 0;
}

function wordRank(header: string): number | undefined {
  const word = header
    .slice(0, 60)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
  const rank = NUMBER_WORDS.findIndex((words) => words.test(word));
  return rank === -1 ? undefined : rank;
}

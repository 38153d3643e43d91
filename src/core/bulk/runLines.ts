import * as z from "zod/mini";
import { entryAccount, type EntryAccount } from "../journal/entry.js";

/** What a run is about: the first line of its journal. Times are ms since the epoch. */
export interface RunHeader {
  readonly id: string;
  readonly createdAt: number;
  readonly account: EntryAccount;
  /** The text, with its placeholders if it has any; empty once the run has ended. */
  readonly template: string;
  /** Empty for none. */
  readonly senderId: string;
  /** What the recipients came from, for people. */
  readonly source: string;
  /** Where the results are written, as an address; `undefined` for nowhere. */
  readonly results?: string | undefined;
  /** The ids of the messages that the server listed before the run, and how far its clock was ahead in ms. */
  readonly baseline?: readonly string[] | undefined;
  readonly clockOffset?: number | undefined;
  /** How many rows there are: as many lines follow. */
  readonly rows: number;
}

/** One text of a run. */
export interface RunRow {
  /** Its row in the source. */
  readonly row: number;
  /** E.164; empty once nobody needs it. */
  readonly to: string;
  /** The text, where it is not the template itself. */
  readonly body?: string | undefined;
  /** As `TextHash` gives it. */
  readonly hash: string;
  /** The estimate, in millionths of a US dollar. */
  readonly cost?: number | undefined;
}

/** What became of a request, in its journal's words. */
export type RowOutcome =
  | {
      readonly k: "sent";
      readonly id: string;
      readonly status?: string | undefined;
      /** Millionths of a US dollar. */
      readonly price?: number | undefined;
      readonly error?: string | undefined;
    }
  /** It was certainly not sent, and trying again would not help. */
  | { readonly k: "failed"; readonly code: string; readonly error?: string | undefined }
  /** It was certainly not sent, and waits for another try. */
  | { readonly k: "back"; readonly code: string }
  | { readonly k: "unknown"; readonly code: string };

/** A line after the rows. */
export type RunEvent =
  /** About to be requested. */
  | { readonly i: number; readonly at: number }
  | ({ readonly o: number } & RowOutcome)
  /** The outbox has taken over what is unknown. */
  | { readonly a: number }
  /** A person, or the server's list, has settled what was unknown. */
  | { readonly s: number; readonly how: "sent" | "discarded"; readonly id?: string | undefined }
  /** Nothing is sent any more. */
  | { readonly end: "done" | "discarded"; readonly at: number };

const header = z.object({
  run: z.object({
    id: z.string(),
    createdAt: z.number(),
    account: entryAccount,
    template: z.string(),
    senderId: z.string(),
    source: z.string(),
    results: z.optional(z.string()),
    baseline: z.optional(z.array(z.string())),
    clockOffset: z.optional(z.number()),
    rows: z.int(),
  }),
});

const row = z.object({
  row: z.int(),
  to: z.string(),
  body: z.optional(z.string()),
  hash: z.string(),
  cost: z.optional(z.number()),
});

const event = z.union([
  z.object({ i: z.int(), at: z.number() }),
  z.object({
    o: z.int(),
    k: z.literal("sent"),
    id: z.string(),
    status: z.optional(z.string()),
    price: z.optional(z.number()),
    error: z.optional(z.string()),
  }),
  z.object({ o: z.int(), k: z.literal("failed"), code: z.string(), error: z.optional(z.string()) }),
  z.object({ o: z.int(), k: z.literal("back"), code: z.string() }),
  z.object({ o: z.int(), k: z.literal("unknown"), code: z.string() }),
  z.object({ a: z.int() }),
  z.object({ s: z.int(), how: z.enum(["sent", "discarded"]), id: z.optional(z.string()) }),
  z.object({ end: z.enum(["done", "discarded"]), at: z.number() }),
]);

/** A line as it is written, with its line feed. What a line is about comes first, so that half of one still tells. */
export function toLine(value: { readonly run: RunHeader } | RunRow | RunEvent): string {
  return `${JSON.stringify(value)}\n`;
}

/** The header in the first line of a journal, or `undefined` if it is none. */
export function parseHeader(line: string): RunHeader | undefined {
  const parsed = header.safeParse(parseJson(line));
  return parsed.success ? parsed.data.run : undefined;
}

/** A row, or `undefined` if the line is none. */
export function parseRow(line: string): RunRow | undefined {
  const parsed = row.safeParse(parseJson(line));
  return parsed.success ? parsed.data : undefined;
}

/** An event, or `undefined` if the line is none. */
export function parseEvent(line: string): RunEvent | undefined {
  const parsed = event.safeParse(parseJson(line));
  return parsed.success ? parsed.data : undefined;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

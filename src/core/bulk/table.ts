import Papa from "papaparse";
import { unguarded } from "../csv.js";

/** Rows of cells, as a CSV file or a selection has them. */
export interface Table {
  readonly rows: readonly TableRow[];
}

/** A row that is not blank. */
export interface TableRow {
  /** Its place among all rows of the source, blank ones included, from 1: what a spreadsheet shows at its side. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** Why a source is no table. */
export type TableProblem =
  | "empty"
  /** More than `MAX_LENGTH`. */
  | "tooLarge"
  | "tooManyRows"
  /** A line of more than `MAX_LINE`: hardly a table, and slow to read as one. */
  | "lineTooLong"
  /** A quote that does not end, or goes on behind its end: rows could have been swallowed. */
  | "badQuotes";

/** A table, or why there is none and in which row (from 1) it was found. */
export type TableResult =
  | { readonly ok: true; readonly table: Table }
  | { readonly ok: false; readonly problem: TableProblem; readonly row: number | undefined };

/** UTF-16 units of a source and of one of its lines. */
export const MAX_LENGTH = 32 * 1024 * 1024;
export const MAX_LINE = 100_000;

/** Rows of a source. */
export const MAX_ROWS = 200_000;

/** What may stand between two cells; the first of those that occur equally often wins. */
const DELIMITERS = [";", "\t", ",", "|"] as const;

/** UTF-16 units at the beginning of a source by which its delimiter is told. */
const SAMPLE = 16 * 1024;

/** Reads a CSV file, or lines that are one cell each. */
export function readTable(source: string): TableResult {
  const refused = (problem: TableProblem, row?: number): TableResult => ({ ok: false, problem, row });
  if (source.length > MAX_LENGTH) return refused("tooLarge");
  const { text, delimiter } = withoutPreamble(source);
  const newline = text.includes("\n") ? "\n" : "\r";
  const longest = firstLongLine(text, newline);
  if (longest !== undefined) return refused(longest.problem, longest.line);
  const { data, errors } = Papa.parse<string[]>(text, {
    newline,
    delimiter: delimiter ?? delimiterOf(text.slice(0, SAMPLE)),
  });
  const bad = errors.find(({ type }) => type === "Quotes");
  if (bad !== undefined) return refused("badQuotes", (bad.row ?? 0) + 1);
  const rows = data.flatMap((cells, index) => {
    const clean = cells.map((cell, column) =>
      // Of `\r\n` the first half is left at the end of a line.
      unguarded(column === cells.length - 1 ? cell.replace(/\r$/, "") : cell),
    );
    return clean.every((cell) => cell.trim() === "") ? [] : [{ row: index + 1, cells: clean }];
  });
  return rows.length === 0 ? refused("empty") : { ok: true, table: { rows } };
}

/** Drops a byte order mark and the `sep=;` line that spreadsheets understand. */
function withoutPreamble(source: string): { text: string; delimiter: string | undefined } {
  const text = source.replace(/^\ufeff/, "");
  const told = /^sep=([;,\t|])\r?\n/.exec(text);
  // The line stays as a blank one, so that rows keep their numbers.
  return told === null
    ? { text, delimiter: undefined }
    : { text: text.slice(told[0].length - 1), delimiter: told[1] };
}

function firstLongLine(
  text: string,
  newline: string,
): { readonly problem: "lineTooLong" | "tooManyRows"; readonly line: number } | undefined {
  let line = 1;
  for (let start = 0; start <= text.length; line++) {
    const found = text.indexOf(newline, start);
    const end = found === -1 ? text.length : found;
    if (end - start > MAX_LINE) return { problem: "lineTooLong", line };
    if (line > MAX_ROWS) return { problem: "tooManyRows", line };
    start = end + 1;
  }
  return undefined;
}

/** The delimiter that the lines of a sample have in common, or else the one that occurs most. */
function delimiterOf(sample: string): string {
  const lines = sample
    .replace(/"(?:[^"]|"")*"/g, "")
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== "");
  // The sample may have cut its last line.
  if (lines.length > 1 && sample.length >= SAMPLE) lines.pop();
  const scores = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const least = counts.reduce((min, count) => Math.min(min, count), Infinity);
    const sum = counts.reduce((total, count) => total + count, 0);
    return { delimiter, inEveryLine: least > 0, sum };
  }).filter(({ sum }) => sum > 0);
  const [best] = scores.sort(
    (a, b) => Number(b.inEveryLine) - Number(a.inEveryLine) || (b.inEveryLine ? 0 : b.sum - a.sum),
  );
  return best?.delimiter ?? ",";
}

/** A cell of a CSV file: a text as it is, or a figure. */
export type Cell = string | number;

/** What spreadsheets read as the beginning of a formula, with the marks of `guarded` before it. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** Cells that begin like a formula and are none: a number in E.164, a plain decimal. */
const HARMLESS = /^(?:\+[1-9]\d{1,14}|[+-]?\d+(?:\.\d+)?)$/;

/** What has to stand in quotes: any delimiter that a reader might guess, quotes, and whatever could be trimmed off. */
const QUOTED = /[",;|\t\r\n]|^[\s\ufeff]|[\s\ufeff]$/;

/**
 * A line of a CSV file (RFC 4180) with its line break, safe to open in a spreadsheet: a cell that would be read as
 * a formula begins with `'`.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map((cell) => quoted(guarded(String(cell)))).join(",")}\r\n`;
}

/** A cell that no spreadsheet takes for a formula. A text that looks like a marked one is marked once more. */
export function guarded(text: string): string {
  return FORMULA.test(text) && !HARMLESS.test(text) ? `'${text}` : text;
}

/** Undoes `guarded`. Spreadsheets mark their texts like this too, so it is right for files of others. */
export function unguarded(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

function quoted(text: string): string {
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Figures for reading: medians, units, and tables of plain aligned text. */

/** One row of a table: what it is about, and its figures. */
export type Row = readonly [label: string, ...figures: string[]];

/** A title, and below it, indented, what belongs to it. */
export function printSection(title: string, lines: readonly string[]): void {
  console.log(`\n${title}`);
  for (const line of lines) console.log(line === "" ? "" : `  ${line}`);
}

/** Rows as lines: labels flush left, figures flush right, each column as wide as its widest cell. */
export function table(rows: readonly Row[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("   ")
      .trimEnd(),
  );
}

/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}

/** `12.3 ms`. */
export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} ms`;
}

/** `12,345 B`. */
export function bytes(value: number): string {
  return `${whole(value)} B`;
}

/** `12,345`. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** `× 0.25`. */
export function ratio(value: number, of: number): string {
  return `× ${(value / of).toFixed(2)}`;
}

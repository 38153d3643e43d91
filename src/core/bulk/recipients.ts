import type { PhoneNumber, PhoneNumberProblem, PhoneNumbers } from "../../sms/phoneNumber.js";
import { Breather } from "./breather.js";
import type { TableRow } from "./table.js";

/** A row that can be texted. */
export interface Recipient {
  /** As in `TableRow`. */
  readonly row: number;
  readonly number: PhoneNumber;
  readonly cells: readonly string[];
}

/** A row whose number cannot be texted. */
export interface InvalidRow {
  readonly row: number;
  /** What stands where the number should be. */
  readonly text: string;
  readonly problem: PhoneNumberProblem;
}

/** A row with a number that an earlier one has. */
export interface DuplicateRow {
  readonly row: number;
  readonly number: PhoneNumber;
  readonly firstRow: number;
}

/** What the rows of a table are as recipients; each row is in one of the lists. */
export interface Recipients {
  readonly valid: readonly Recipient[];
  readonly invalid: readonly InvalidRow[];
  readonly duplicates: readonly DuplicateRow[];
}

/** How numbers are read. */
export interface RecipientOptions {
  readonly column: number;
  readonly numbers: PhoneNumbers;
  /** ISO 3166-1 alpha-2 of the numbers that do not tell it; without it, those are invalid. */
  readonly country?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The longest text that is looked at as a number, in UTF-16 units. */
const LONGEST = 100;

/**
 * Reads the numbers of all rows. The first row of a number counts.
 * @throws the signal's reason
 */
export async function readRecipients(
  rows: readonly TableRow[],
  { column, numbers, country, signal }: RecipientOptions,
): Promise<Recipients> {
  const valid: Recipient[] = [];
  const invalid: InvalidRow[] = [];
  const duplicates: DuplicateRow[] = [];
  const firstRows = new Map<string, number>();
  const breather = new Breather();
  for (const { row, cells } of rows) {
    await breather.breathe(signal);
    const text = cells[column] ?? "";
    const parsed =
      text.length > LONGEST ? ({ ok: false, problem: "tooLong" } as const) : numbers.parse(text, country);
    if (!parsed.ok) {
      invalid.push({ row, text: text.slice(0, LONGEST), problem: parsed.problem });
      continue;
    }
    const { number } = parsed;
    const firstRow = firstRows.get(number.e164);
    if (firstRow === undefined) {
      firstRows.set(number.e164, row);
      valid.push({ row, number, cells });
    } else {
      duplicates.push({ row, number, firstRow });
    }
  }
  return { valid, invalid, duplicates };
}

import * as z from "zod/mini";

/** Millionths of a US dollar: the API's six decimals as an exact integer. */
export type MicroUsd = number;

/** A field that may be missing, null or of another type: what cannot be read is `undefined`, never an error. */
export function tolerant<T>(read: (value: unknown) => T | undefined) {
  return z.optional(z.pipe(z.unknown(), z.transform(read)));
}

/** A text. */
export const text = tolerant((value) => (typeof value === "string" ? value : undefined));
/** An amount, as a number or as a string of decimals. */
export const money = tolerant(parseMicroUsd);
/** A time, in ms since the epoch. */
export const time = tolerant(parseTime);
/** The same where nothing makes sense without the amount. */
export const requiredMoney = z.pipe(z.pipe(z.unknown(), z.transform(parseMicroUsd)), z.number());

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Amounts that are no exact integer of millionths (beyond nine billion dollars) are not understood. */
function parseMicroUsd(value: unknown): MicroUsd | undefined {
  const isDecimal = typeof value === "string" && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value);
  if (typeof value !== "number" && !isDecimal) return undefined;
  const amount = Math.round(Number(value) * 1e6);
  return Number.isSafeInteger(amount) ? amount : undefined;
}

/** The last time that a Date holds (ECMA-262, Time Values), in ms since the epoch. */
const LATEST_TIME = 8.64e15;

/** ISO 8601, `YYYY-MM-DD hh:mm:ss` (meant as UTC), or an epoch in seconds or ms; `undefined` for anything else. */
function parseTime(value: unknown): number | undefined {
  if (typeof value === "number") {
    const ms = value > 1e11 ? value : value * 1000;
    return Math.abs(ms) <= LATEST_TIME ? ms : undefined;
  }
  // Date.parse makes a date of almost any text with a number in it.
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined;
  const withoutZone = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(value);
  const parsed = Date.parse(withoutZone ? `${value.replace(" ", "T")}Z` : value);
  return Number.isNaN(parsed) ? undefined : parsed;
}

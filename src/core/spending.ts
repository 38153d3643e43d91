import type { Message, MicroUsd } from "../api/schemas.js";
import { Breather } from "./bulk/breather.js";
import type { CountryOf } from "./exportRows.js";

/** What some messages come to. */
export interface Tally {
  readonly messages: number;
  readonly delivered: number;
  readonly failed: number;
  /** Sent, and not known to have arrived or failed. */
  readonly pending: number;
  /** A status that is not documented, or none. */
  readonly other: number;
  /** Of those that have a price; an exact sum up to nine billion dollars. */
  readonly cost: MicroUsd;
  /** Those that have no price. */
  readonly unpriced: number;
}

/** One line of a breakdown. */
export interface SpendingLine {
  /** A day as `YYYY-MM-DD`, or a country as ISO 3166-1 alpha-2. */
  readonly key: string;
  readonly tally: Tally;
}

/** What messages come to, in all and broken down. Nothing is guessed: what cannot be placed is counted apart. */
export interface Spending {
  readonly total: Tally;
  /** The newest first. */
  readonly days: readonly SpendingLine[];
  /** Those that have no date. */
  readonly undated: Tally;
  /** The dearest first. */
  readonly countries: readonly SpendingLine[];
  /** Those whose number does not tell its country. */
  readonly unplaced: Tally;
  /** When the oldest and the newest were created, ms since the epoch; `undefined` if none has a date. */
  readonly range: { readonly from: number; readonly to: number } | undefined;
}

/** What the breakdown depends on, and how to end it. */
export interface SpendingOptions {
  readonly countryOf: CountryOf;
  /** The day of a time (ms since the epoch) as `YYYY-MM-DD`; that of this machine's time zone if left out. */
  readonly dayOf?: (time: number) => string;
  readonly signal?: AbortSignal | undefined;
}

type Counts = { -readonly [Key in keyof Tally]: Tally[Key] };

/**
 * Adds messages up, in slices, so that a hundred thousand hold up nobody.
 * @throws the signal's reason
 */
export async function spendingOf(
  messages: readonly Message[],
  { countryOf, dayOf = localDay, signal }: SpendingOptions,
): Promise<Spending> {
  const total = noCounts();
  const days = new Map<string | undefined, Counts>();
  const countries = new Map<string | undefined, Counts>();
  const breather = new Breather();
  let from = Infinity;
  let to = -Infinity;
  for (const message of messages) {
    await breather.breathe(signal);
    const { createdAt, to: number } = message;
    count(total, message);
    count(countsOf(days, createdAt === undefined ? undefined : dayOf(createdAt)), message);
    count(countsOf(countries, number === undefined ? undefined : countryOf(number)), message);
    if (createdAt === undefined) continue;
    from = Math.min(from, createdAt);
    to = Math.max(to, createdAt);
  }
  return {
    total,
    days: linesOf(days).sort((one, other) => compare(other.key, one.key)),
    undated: days.get(undefined) ?? noCounts(),
    countries: linesOf(countries).sort(
      (one, other) =>
        other.tally.cost - one.tally.cost ||
        other.tally.messages - one.tally.messages ||
        compare(one.key, other.key),
    ),
    unplaced: countries.get(undefined) ?? noCounts(),
    range: from > to ? undefined : { from, to },
  };
}

/** `2026-11-22` for a time in ms since the epoch, as it was on this machine's clock. */
function localDay(time: number): string {
  const date = new Date(time);
  const part = (value: number): string => String(value).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}

function countsOf(groups: Map<string | undefined, Counts>, key: string | undefined): Counts {
  const known = groups.get(key);
  if (known !== undefined) return known;
  const counts = noCounts();
  groups.set(key, counts);
  return counts;
}

function linesOf(groups: ReadonlyMap<string | undefined, Tally>): SpendingLine[] {
  return [...groups].flatMap(([key, tally]) => (key === undefined ? [] : [{ key, tally }]));
}

function noCounts(): Counts {
  return { messages: 0, delivered: 0, failed: 0, pending: 0, other: 0, cost: 0, unpriced: 0 };
}

function count(counts: Counts, { status, price }: Message): void {
  counts.messages++;
  counts[statusKey(status)]++;
  if (price === undefined) counts.unpriced++;
  else counts.cost += price;
}

function statusKey(status: string | undefined): "delivered" | "failed" | "pending" | "other" {
  switch (status) {
    case "delivered":
    case "failed":
      return status;
    case "sent":
      return "pending";
    default:
      return "other";
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

import type { CountryPrice, MicroUsd } from "../../api/schemas.js";
import { estimateCost } from "../../sms/cost.js";
import { countSegments } from "../../sms/segments.js";
import { fillTemplate, placeholders } from "../../sms/template.js";
import type { PhoneNumber } from "../../sms/phoneNumber.js";
import { preflight } from "../sending.js";
import { priceOf } from "../prices.js";
import { Breather } from "./breather.js";
import { columnNamed, type Column } from "./columns.js";
import type { Recipient } from "./recipients.js";

/** A text that a run will send. */
export interface PlannedText {
  /** As in `TableRow`. */
  readonly row: number;
  readonly number: PhoneNumber;
  readonly body: string;
  readonly segments: number;
  /** The estimate; `undefined` without a price. */
  readonly cost: MicroUsd | undefined;
  /** The country is not certain: the cost is the highest that it can be. */
  readonly unsure: boolean;
}

/** Why a row's own text cannot be sent. */
export type TextProblem =
  | "emptyText"
  | "textTooLong"
  /** NUL, or half of a surrogate pair: no such text can be sent and come out the same. */
  | "brokenText";

/** A recipient whose text cannot be sent. */
export interface UnsendableText {
  readonly row: number;
  readonly number: PhoneNumber;
  readonly problem: TextProblem;
}

/** What goes to a country. */
export interface CountryTotal {
  /** ISO 3166-1 alpha-2; `undefined` where the numbers do not tell it. */
  readonly country: string | undefined;
  readonly texts: number;
  readonly segments: number;
  /** Of the texts that have a price. */
  readonly cost: MicroUsd;
  /** Texts without a price. */
  readonly unpriced: number;
}

/** All texts of a run, and what they come to. */
export interface Plan {
  readonly texts: readonly PlannedText[];
  readonly unsendable: readonly UnsendableText[];
  /** Placeholders that no column fills: nothing can be sent with one. */
  readonly withoutColumn: readonly string[];
  /** Rows in which a placeholder's value is blank. */
  readonly blankValues: readonly { readonly row: number; readonly names: readonly string[] }[];
  readonly countries: readonly CountryTotal[];
  readonly segments: number;
  /** The estimate for the texts that have a price. */
  readonly cost: MicroUsd;
  /** Texts without a price, and texts whose price is only the highest possible. */
  readonly unpriced: number;
  readonly unsure: number;
  /** The number of segments of the texts: the smallest and the largest. */
  readonly segmentRange: readonly [number, number];
}

/** What a plan is made of. */
export interface PlanOptions {
  readonly recipients: readonly Recipient[];
  readonly columns: readonly Column[];
  /** A text, which may have placeholders. */
  readonly template: string;
  readonly prices: readonly CountryPrice[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fills the texts in and adds up what they cost.
 * @throws the signal's reason
 */
export async function makePlan(options: PlanOptions): Promise<Plan> {
  const { recipients, columns, template, prices, signal } = options;
  const used = placeholders(template).map((name) => ({ name, column: columnNamed(columns, name) }));
  const texts: PlannedText[] = [];
  const unsendable: UnsendableText[] = [];
  const blankValues: { row: number; names: readonly string[] }[] = [];
  const breather = new Breather();
  const count = counter();
  for (const { row, number, cells } of recipients) {
    await breather.breathe(signal);
    const values = Object.fromEntries(
      used.flatMap(({ name, column }) => (column === undefined ? [] : [[name, cells[column.index] ?? ""]])),
    );
    const body = used.length === 0 ? template : fillTemplate(template, values).text.replace(/\r\n?/g, "\n");
    const problem = textProblem(number, body);
    if (problem !== undefined) {
      unsendable.push({ row, number, problem });
      continue;
    }
    const names = Object.keys(values).filter((name) => values[name]?.trim() === "");
    if (names.length > 0) blankValues.push({ row, names });
    const segments = count(body);
    const found = prices && priceOf(prices, number.e164, number.country);
    const cost = found && estimateCost(segments, found.price.price);
    texts.push({ row, number, body, segments, cost, unsure: found?.unsure === true });
  }
  return {
    texts,
    unsendable,
    withoutColumn: used.flatMap(({ name, column }) => (column === undefined ? [name] : [])),
    blankValues,
    ...totals(texts),
  };
}

/** The plan without some of its rows, such as those that were sent lately. */
export function withoutRows(plan: Plan, rows: ReadonlySet<number>): Plan {
  const texts = plan.texts.filter(({ row }) => !rows.has(row));
  return {
    ...plan,
    texts,
    blankValues: plan.blankValues.filter(({ row }) => !rows.has(row)),
    ...totals(texts),
  };
}

function textProblem(number: PhoneNumber, body: string): TextProblem | undefined {
  if (body.includes("\0") || !body.isWellFormed()) return "brokenText";
  const problem = preflight({ to: number.e164, body, senderId: "" });
  return problem === "badNumber" ? undefined : problem;
}

/** Counts segments; the same text is counted once. */
function counter(): (body: string) => number {
  let last: string | undefined;
  let segments = 0;
  return (body) => {
    if (body !== last) {
      last = body;
      segments = countSegments(body).segments;
    }
    return segments;
  };
}

function totals(
  texts: readonly PlannedText[],
): Pick<Plan, "countries" | "segments" | "cost" | "unpriced" | "unsure" | "segmentRange"> {
  const byCountry = new Map<string | undefined, PlannedText[]>();
  for (const text of texts) {
    const { country } = text.number;
    const others = byCountry.get(country);
    if (others === undefined) byCountry.set(country, [text]);
    else others.push(text);
  }
  const countries = [...byCountry].map(([country, own]) => ({
    country,
    texts: own.length,
    segments: sum(own, ({ segments }) => segments),
    cost: sum(own, ({ cost }) => cost ?? 0),
    unpriced: sum(own, ({ cost }) => (cost === undefined ? 1 : 0)),
  }));
  return {
    countries: countries.sort((a, b) => b.texts - a.texts),
    segments: sum(countries, ({ segments }) => segments),
    cost: sum(countries, ({ cost }) => cost),
    unpriced: sum(countries, ({ unpriced }) => unpriced),
    unsure: sum(texts, ({ cost, unsure }) => (cost !== undefined && unsure ? 1 : 0)),
    segmentRange: texts.reduce(
      ([least, most], { segments }) => [Math.min(least, segments), Math.max(most, segments)],
      [texts[0]?.segments ?? 0, 0],
    ),
  };
}

function sum<T>(values: readonly T[], amount: (value: T) => number): number {
  return values.reduce((total, value) => total + amount(value), 0);
}

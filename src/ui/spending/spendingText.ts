import * as vscode from "vscode";
import type { StatusFilter } from "../../api/statusFilter.js";
import type { Account } from "../../core/accounts.js";
import type { Spending, Tally } from "../../core/spending.js";
import { formatUsd } from "../../sms/cost.js";
import { accountLine, countryName, fullTime, statusText } from "../words.js";

/** What a spending document is about. */
export interface SpendingFacts {
  readonly account: Account;
  readonly filter: StatusFilter | undefined;
  readonly spending: Spending;
  /** When the messages were last asked for, ms since the epoch. */
  readonly at: number;
  /** Older messages are not loaded. */
  readonly hasMore: boolean;
  /** Some of the messages may be missing between those that are loaded. */
  readonly uncertain: boolean;
}

/** One line of a table: what it is about, its figures, and at its end words that may be as wide as they like. */
interface Row {
  readonly label: string;
  readonly tally: Tally;
  readonly words?: string;
}

interface Column {
  readonly title: string;
  readonly cell: (tally: Tally) => string;
}

/** The line above which the document's actions stand, from 0: above the first one they would be out of sight. */
export const ACTIONS_LINE = 2;

/** What the loaded messages come to, as plain text: lines of facts, then tables with aligned columns. */
export function spendingText(facts: SpendingFacts): string {
  const { spending } = facts;
  const all: Row = { label: vscode.l10n.t("All"), tally: spending.total };
  const days = [...dayRows(spending), all];
  const countries = [...countryRows(spending), all];
  const titles = [vscode.l10n.t("Day"), vscode.l10n.t("Country")] as const;
  const table = tableOf(columnsFor(spending), titles, [...days, ...countries]);
  return [
    vscode.l10n.t("What the loaded messages cost"),
    "",
    ...head(facts),
    "",
    ...table(titles[0], days),
    "",
    ...table(titles[1], countries),
    "",
  ].join("\n");
}

/** What is counted, and what is not. */
function head({ account, filter, spending, at, hasMore, uncertain }: SpendingFacts): string[] {
  const { total, undated, unplaced, range } = spending;
  return [
    accountLine(account),
    vscode.l10n.t("Messages counted: {0}", whole(total.messages)),
    hasMore
      ? vscode.l10n.t("Older messages are not loaded, and not counted.")
      : vscode.l10n.t("There are no older ones."),
    ...(uncertain
      ? [vscode.l10n.t("Some may be missing: the list changed while it was read. Refresh it to be sure.")]
      : []),
    filter === undefined
      ? vscode.l10n.t("Filter: none")
      : vscode.l10n.t("Filter: {0}; others are not counted", statusText(filter)),
    ...(range === undefined
      ? []
      : [
          vscode.l10n.t("From: {0}", fullTime(range.from)),
          vscode.l10n.t("To: {0}", fullTime(range.to)),
          vscode.l10n.t("Time zone: {0}", new Intl.DateTimeFormat().resolvedOptions().timeZone),
        ]),
    vscode.l10n.t("Last refresh: {0}", fullTime(at)),
    ...unless(undated.messages, () => vscode.l10n.t("Without a date: {0}", whole(undated.messages))),
    ...unless(total.unpriced, () =>
      vscode.l10n.t("Without a price, so not in the cost: {0}", whole(total.unpriced)),
    ),
    ...unless(unplaced.messages, () =>
      vscode.l10n.t("Without a certain country: {0}", whole(unplaced.messages)),
    ),
    ...unless(total.other, () => vscode.l10n.t("With another status, or none: {0}", whole(total.other))),
  ];
}

/** A line, unless there is nothing that it is about. */
function unless(count: number, line: () => string): string[] {
  return count === 0 ? [] : [line()];
}

function dayRows({ days, undated }: Spending): Row[] {
  const rows: Row[] = days.map(({ key, tally }) => ({ label: key, tally }));
  if (undated.messages > 0) rows.push({ label: vscode.l10n.t("no date"), tally: undated });
  return rows;
}

function countryRows({ countries, unplaced }: Spending): Row[] {
  const rows: Row[] = countries.map(({ key, tally }) => ({ label: key, tally, words: countryName(key) }));
  if (unplaced.messages > 0) rows.push({ label: vscode.l10n.t("not certain"), tally: unplaced });
  return rows;
}

/** Those that are always there, and those that are rarely needed. */
function columnsFor({ total, days, countries, undated, unplaced }: Spending): Column[] {
  const tallies = [total, undated, unplaced, ...[...days, ...countries].map(({ tally }) => tally)];
  const decimals = Math.max(...tallies.map(({ cost }) => decimalsOf(formatUsd(cost))));
  const columns: (Column | undefined)[] = [
    { title: vscode.l10n.t("Messages"), cell: ({ messages }) => whole(messages) },
    { title: vscode.l10n.t("Delivered"), cell: ({ delivered }) => whole(delivered) },
    { title: vscode.l10n.t("Failed"), cell: ({ failed }) => whole(failed) },
    { title: vscode.l10n.t("Pending"), cell: ({ pending }) => whole(pending) },
    total.other === 0 ? undefined : { title: vscode.l10n.t("Other"), cell: ({ other }) => whole(other) },
    total.unpriced === 0
      ? undefined
      : { title: vscode.l10n.t("No price"), cell: ({ unpriced }) => whole(unpriced) },
    { title: vscode.l10n.t("Cost"), cell: (tally) => costText(tally, decimals) },
  ];
  return columns.filter((column) => column !== undefined);
}

/** Makes tables whose columns stand below each other, from one table to the next too. */
function tableOf(
  columns: readonly Column[],
  titles: readonly string[],
  every: readonly Row[],
): (title: string, rows: readonly Row[]) => string[] {
  const labelWidth = widest([...titles, ...every.map(({ label }) => label)]);
  const widths = columns.map(({ title, cell }) => widest([title, ...every.map(({ tally }) => cell(tally))]));
  const line = (label: string, cells: readonly string[], words = ""): string => {
    const aligned = cells.map((cell, index) => cell.padStart(widths[index] ?? 0));
    return [label.padEnd(labelWidth), ...aligned, words].join("  ").trimEnd();
  };
  return (title, rows) => [
    line(
      title,
      columns.map((column) => column.title),
    ),
    ...rows.map(({ label, tally, words }) =>
      line(
        label,
        columns.map(({ cell }) => cell(tally)),
        words,
      ),
    ),
  ];
}

/** With as many decimals as the most exact figure has, so that the points stand below each other. */
function costText({ cost, messages, unpriced }: Tally, decimals: number): string {
  if (messages > 0 && unpriced === messages) return vscode.l10n.t("unknown");
  const text = formatUsd(cost);
  return text + "0".repeat(decimals - decimalsOf(text));
}

function decimalsOf(amount: string): number {
  return amount.length - amount.indexOf(".") - 1;
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, { length }) => Math.max(width, length), 0);
}

function whole(value: number): string {
  return value.toLocaleString(vscode.env.language);
}

import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import { bodyLength } from "../../core/sending.js";
import { formatUsd } from "../../sms/cost.js";
import { countSegments } from "../../sms/segments.js";
import { visibleLine, visibleText } from "../../sms/visibleText.js";
import { estimateText, type Estimate } from "../compose/estimate.js";
import { segmentText } from "../compose/textStep.js";
import { foreignText } from "../errorText.js";
import { fullTime, statusText } from "../words.js";

/** What is known of a message beside what the server tells. */
export interface Surroundings {
  /** The server says that there is no such message any more. */
  readonly isGone: boolean;
  /** The statuses that this window has seen, the first one first; times in ms since the epoch. */
  readonly history: readonly { readonly at: number; readonly status: string | undefined }[];
  /** What the text was estimated to cost; `undefined` without prices, text or number. */
  readonly estimate: Estimate | undefined;
}

/** All that is known of a message, as YAML: facts first, then everything that the server sent. */
export function detailsText(message: Message, { isGone, history, estimate }: Surroundings): string {
  const { body, price } = message;
  const count = body === undefined ? undefined : countSegments(body);
  const facts: [string, string | undefined][] = [
    [vscode.l10n.t("ID"), message.id],
    [vscode.l10n.t("Status"), statusText(message.status)],
    [vscode.l10n.t("Error"), message.error],
    [vscode.l10n.t("To"), message.to],
    [vscode.l10n.t("From"), message.senderId],
    [vscode.l10n.t("Price"), price === undefined ? undefined : formatUsd(price)],
    [vscode.l10n.t("Estimate"), estimate && count && estimateLine(estimate, count.segments)],
    [vscode.l10n.t("Difference"), price === undefined ? undefined : differenceLine(price, estimate)],
    [vscode.l10n.t("Length"), count && segmentText(count.segments, count.encoding, bodyLength(body ?? ""))],
    [vscode.l10n.t("Created"), timeText(message.createdAt)],
    [vscode.l10n.t("Updated"), timeText(message.updatedAt)],
    [vscode.l10n.t("Delivered"), timeText(message.deliveredAt)],
  ];
  return [
    ...(isGone ? [`# ${vscode.l10n.t("The server does not know this message any more.")}`] : []),
    ...facts.flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${quoted(visibleLine(value))}`],
    ),
    ...historyLines(history),
    ...(body === undefined ? [] : [`${vscode.l10n.t("Text")}: |`, ...indented(visibleText(body))]),
    "",
    `# ${vscode.l10n.t("Everything that the server sent")}`,
    `${vscode.l10n.t("Answer")}:`,
    ...indented(visibleText(JSON.stringify(message.raw, undefined, 2))),
    "",
  ].join("\n");
}

/** `$0.0158 (2 segments at $0.0079, United States)` */
function estimateLine(estimate: Estimate, segments: number): string {
  // Which country it is decides the price: the dearest was taken.
  if (estimate.unsure) return vscode.l10n.t("{0} (country not certain)", estimateText(estimate));
  const { name, price } = estimate.price;
  const values = [estimateText(estimate), formatUsd(price), foreignText(name)] as const;
  return segments === 1
    ? vscode.l10n.t("{0} (1 segment at {1}, {2})", ...values)
    : vscode.l10n.t("{0} ({3} segments at {1}, {2})", ...values, segments);
}

/** How the price differs from the estimate, if it does. */
function differenceLine(price: number, estimate: Estimate | undefined): string | undefined {
  const difference = estimate === undefined ? 0 : price - estimate.cost;
  // Below what was "at most" is no difference.
  if (difference === 0 || (difference < 0 && estimate?.unsure === true)) return undefined;
  return difference > 0
    ? vscode.l10n.t("charged {0} more than estimated", formatUsd(difference))
    : vscode.l10n.t("charged {0} less than estimated", formatUsd(-difference));
}

/** The statuses one below the other, the first one first. */
function historyLines(history: Surroundings["history"]): string[] {
  if (history.length === 0) return [];
  const lines = history.map(
    ({ at, status }) => `  - ${quoted(`${fullTime(at)}: ${visibleLine(statusText(status))}`)}`,
  );
  return [`${vscode.l10n.t("Seen in this window")}:`, ...lines];
}

function timeText(time: number | undefined): string | undefined {
  return time === undefined ? undefined : `${fullTime(time)} (${new Date(time).toISOString()})`;
}

/** Quoted where YAML would read something else into it. */
function quoted(value: string): string {
  return /^[A-Za-z][\w .,()$/-]*$/.test(value) ? value : JSON.stringify(value);
}

function indented(text: string): string[] {
  return text.split("\n").map((line) => (line === "" ? line : `  ${line}`));
}

import * as vscode from "vscode";
import type { ActivityRecord } from "../../../agent/activity.js";
import type { Policy } from "../../../agent/policy.js";
import { areQuietHours } from "../../../agent/quietHours.js";
import type { AgentUsage } from "../../../core/journal/agentCaps.js";
import { formatUsd } from "../../../sms/cost.js";
import { firstWords, visibleLine } from "../../../sms/visibleText.js";
import { accountBadgeOf, fullTime } from "../../words.js";
import { reasonText } from "./reasonText.js";

/** What agents have used, and the session that it is counted for. */
export type Used = AgentUsage & { readonly sessionId: string };

/** What an activity document is about. */
export interface ActivityFacts {
  /** The newest first. */
  readonly records: readonly ActivityRecord[];
  readonly policy: Policy;
  /** Entries of the allowed recipients that are not understood. */
  readonly bad: readonly string[];
  /** `undefined` if it could not be read. */
  readonly used: Used | undefined;
}

/** The most lines that are shown, and the longest entry of a list. */
const MOST = 2000;
const MAX_ENTRY = 60;

/** What agents did, as plain text: limits and what is used of them, then a table, the newest line first. */
export function activityText(facts: ActivityFacts): string {
  const { records, used } = facts;
  const shown = records.slice(0, MOST);
  return [
    vscode.l10n.t("What agents sent, and what they were refused"),
    "",
    ...limitLines(facts),
    "",
    ...(shown.length === 0
      ? [vscode.l10n.t("No agent has tried to send anything so far.")]
      : table([headings(), ...shown.map((record) => cells(record, used?.sessionId))])),
    ...(records.length > MOST
      ? ["", vscode.l10n.t("Older lines that are not shown: {0}", records.length - MOST)]
      : []),
    "",
  ].join("\n");
}

function limitLines({ policy, bad, used }: ActivityFacts): string[] {
  const { allowedRecipients, quietHours, dryRun } = policy;
  const allowed = allowedRecipients.filter((entry) => !bad.includes(entry));
  return [
    vscode.l10n.t("Limits for accounts that can cost money (settings: {0})", "smsForAi.agent.*"),
    ...(used === undefined
      ? [vscode.l10n.t("What is used of them could not be read: nothing goes until it can.")]
      : [
          vscode.l10n.t("This window: {0} of {1} messages", used.session, policy.maxMessagesPerSession),
          vscode.l10n.t("Last 24 hours: {0} of {1} messages", used.day, policy.maxMessagesPerDay),
          vscode.l10n.t(
            "Cost of the last 24 hours: {0} of {1}",
            formatUsd(used.cost),
            formatUsd(policy.maxCostPerDay),
          ),
        ]),
    vscode.l10n.t("Segments of a message: {0} at most", policy.maxSegments),
    quietHours.trim() === ""
      ? vscode.l10n.t("Quiet hours: none")
      : areQuietHours(quietHours)
        ? vscode.l10n.t("Quiet hours: {0}", firstWords(quietHours, MAX_ENTRY))
        : vscode.l10n.t(
            "⚠ Quiet hours are not understood, so nothing goes: {0}",
            firstWords(quietHours, MAX_ENTRY),
          ),
    allowed.length === 0
      ? vscode.l10n.t("Allowed recipients: none, so a dialog asks for each")
      : vscode.l10n.t("Allowed recipients: {0}", listText(allowed)),
    ...(bad.length === 0
      ? []
      : [vscode.l10n.t("⚠ Not understood, so nobody is allowed by them: {0}", listText(bad))]),
    ...(dryRun ? [vscode.l10n.t("⚠ Dry run is on: nothing is sent")] : []),
  ];
}

function listText(entries: readonly string[]): string {
  return entries.map((entry) => firstWords(entry, MAX_ENTRY)).join(", ");
}

function headings(): string[] {
  return [
    vscode.l10n.t("Time"),
    vscode.l10n.t("Outcome"),
    vscode.l10n.t("To"),
    vscode.l10n.t("Segments"),
    vscode.l10n.t("Cost"),
    vscode.l10n.t("Account"),
    vscode.l10n.t("Message"),
    vscode.l10n.t("Window"),
  ];
}

function cells(record: ActivityRecord, sessionId: string | undefined): string[] {
  const { time, to, country, segments, cost, account, messageId, session } = record;
  const place = country === undefined ? "" : ` (${visibleLine(country)})`;
  return [
    fullTime(time),
    outcomeText(record),
    to === undefined ? "" : `${visibleLine(to)}${place}`,
    segments === undefined ? "" : String(segments),
    cost === undefined ? "" : formatUsd(cost),
    account === undefined
      ? ""
      : `${accountBadgeOf(account.kind)} ${firstWords(account.label, MAX_ENTRY)}`.trim(),
    messageId === undefined ? "" : firstWords(messageId, MAX_ENTRY),
    session === sessionId ? vscode.l10n.t("this one") : "",
  ];
}

/** `refused: quiet hours` */
function outcomeText({ outcome, reason }: ActivityRecord): string {
  const words = outcomeWords(outcome);
  return reason === undefined ? words : `${words}: ${reasonText(reason)}`;
}

function outcomeWords(outcome: ActivityRecord["outcome"]): string {
  switch (outcome) {
    case "sent":
      return vscode.l10n.t("sent");
    case "unknown":
      return vscode.l10n.t("may have been sent");
    case "notSent":
      return vscode.l10n.t("not sent");
    case "dryRun":
      return vscode.l10n.t("dry run");
    case "refused":
      return vscode.l10n.t("refused");
  }
}

/** Rows with their columns below each other. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

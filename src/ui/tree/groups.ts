import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import {
  groupByDay,
  groupByRecipient,
  type GroupSubject,
  type MessageGroup,
} from "../../core/messageGroups.js";
import { isolate, visibleLine } from "../../sms/visibleText.js";
import type { Grouping } from "./groupingChoice.js";
import type { GroupRow } from "./rows.js";

/** Messages in groups. */
export function groupMessages(
  messages: readonly Message[],
  grouping: Exclude<Grouping, "none">,
  now: number,
): readonly MessageGroup[] {
  return grouping === "day" ? groupByDay(messages, now) : groupByRecipient(messages);
}

/** A group as a row of the tree. */
export function groupItem({ id, group }: GroupRow, collapsed: boolean): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const title = subjectText(group.subject);
  const count = group.messages.length.toLocaleString(vscode.env.language);
  const failed = group.failed === 0 ? [] : [vscode.l10n.t("{0} failed", group.failed)];
  const item = new vscode.TreeItem(title, collapsed ? Collapsed : Expanded);
  // The same on all days: the row stays the one that a person has folded.
  item.id = `group:${id}`;
  item.description = [count, ...failed].join(" · ");
  item.contextValue = "group";
  item.tooltip = [title, item.description].join("\n");
  const messages =
    group.messages.length === 1 ? vscode.l10n.t("1 message") : vscode.l10n.t("{0} messages", count);
  item.accessibilityInformation = { label: [title, messages, ...failed].join(", ") };
  return item;
}

function subjectText(subject: GroupSubject): string {
  switch (subject.kind) {
    case "day":
      return dayText(subject.start, subject.daysAgo);
    case "recipient":
      return isolate(visibleLine(subject.to));
    case "noDay":
      return vscode.l10n.t("No date");
    case "noRecipient":
      return vscode.l10n.t("No recipient");
  }
}

function dayText(start: number, daysAgo: number): string {
  if (daysAgo === 0) return vscode.l10n.t("Today");
  if (daysAgo === 1) return vscode.l10n.t("Yesterday");
  return new Date(start).toLocaleDateString(vscode.env.language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  });
}

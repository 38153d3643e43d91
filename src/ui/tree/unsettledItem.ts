import * as vscode from "vscode";
import type { UnsettledSend } from "../../core/unsettled.js";
import { firstWords, isolate, visibleText } from "../../sms/visibleText.js";
import { nextText, unsettledText } from "../unsettled/unsettledText.js";
import { accountBadge, fullTime, relativeTime } from "../words.js";
import { openRow } from "./openRow.js";

/** How many characters of a text a row shows. */
const ROW_CHARACTERS = 60;

/** A text that may have been sent as a row of the tree, above the messages. */
export function unsettledItem(send: UnsettledSend, activeAccount: string, now: number): vscode.TreeItem {
  const { entry } = send;
  const badge = entry.account.id === activeAccount ? "" : accountBadge(entry.account);
  const state = unsettledText(send);
  const next = nextText(send);
  const age = relativeTime(entry.requestedAt, now);
  const words = isolate(firstWords(entry.body, ROW_CHARACTERS));
  const item = new vscode.TreeItem(entry.to);
  item.id = `unsettled:${entry.id}`;
  item.description = [badge, state, age, words].filter((part) => part !== "").join(" · ");
  item.iconPath = icon(send);
  item.tooltip = [
    vscode.l10n.t("This text may have been sent: its answer was lost."),
    ...(next === undefined ? [] : [next]),
    `${vscode.l10n.t("Account")}: ${accountBadge(entry.account)}`,
    `${vscode.l10n.t("To")}: ${entry.to}`,
    `${vscode.l10n.t("Tried")}: ${fullTime(entry.requestedAt)}`,
    "",
    visibleText(entry.body),
  ].join("\n");
  item.contextValue = send.candidates.length > 0 ? "unsettled choose" : "unsettled";
  item.command = openRow(vscode.l10n.t("What to Do…"));
  item.accessibilityInformation = {
    label: [entry.to, badge, state, age, words].filter((part) => part !== "").join(", "),
  };
  return item;
}

function icon({ looking }: UnsettledSend): vscode.ThemeIcon {
  return looking
    ? new vscode.ThemeIcon("sync~spin")
    : new vscode.ThemeIcon("question", new vscode.ThemeColor("list.warningForeground"));
}

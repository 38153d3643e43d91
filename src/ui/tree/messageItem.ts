import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import { formatUsd } from "../../sms/cost.js";
import { firstWords, isolate, visibleLine, visibleText } from "../../sms/visibleText.js";
import type { CommandId } from "../commandIds.js";
import { fullTime, relativeTime, statusText } from "../words.js";

/** How many characters of a text a row shows. */
const ROW_CHARACTERS = 60;

/** A message as a row of the tree. It may lack everything but its id. */
export function messageItem(message: Message, now: number): vscode.TreeItem {
  const words = message.body === undefined ? "" : isolate(firstWords(message.body, ROW_CHARACTERS));
  const age = message.createdAt === undefined ? "" : relativeTime(message.createdAt, now);
  const item = new vscode.TreeItem(visibleLine(message.to ?? vscode.l10n.t("Message {0}", message.id)));
  // A server may call a message what another row is called.
  item.id = `message:${message.id}`;
  // The age first: a narrow side bar cuts the end off.
  item.description = [age, words].filter((part) => part !== "").join(" · ");
  item.iconPath = statusIcon(message.status);
  item.tooltip = tooltip(message);
  item.contextValue = ["message", ...(message.to ? ["to"] : []), ...(message.body ? ["text"] : [])].join(" ");
  const open: CommandId = "smsForAi.openMessage";
  item.command = { command: open, title: vscode.l10n.t("Open Details"), arguments: [message.id] };
  item.accessibilityInformation = {
    label: [message.to ?? message.id, statusText(message.status), age, words]
      .filter((part) => part !== "")
      .join(", "),
  };
  return item;
}

/** One tick for sent, two for delivered, as messaging apps have it; the shape tells as much as the colour. */
function statusIcon(status: string | undefined): vscode.ThemeIcon {
  switch (status) {
    case "sent":
      return new vscode.ThemeIcon("check");
    case "delivered":
      return new vscode.ThemeIcon("check-all", new vscode.ThemeColor("testing.iconPassed"));
    case "failed":
      return new vscode.ThemeIcon("error", new vscode.ThemeColor("testing.iconFailed"));
    default:
      return new vscode.ThemeIcon("question");
  }
}

/** Plain text, never Markdown: no word of a message can become a link. */
function tooltip(message: Message): string {
  const facts: [string, string | undefined][] = [
    [vscode.l10n.t("To"), message.to],
    [vscode.l10n.t("From"), message.senderId],
    [vscode.l10n.t("Status"), statusText(message.status)],
    [vscode.l10n.t("Error"), message.error],
    [vscode.l10n.t("Price"), message.price === undefined ? undefined : formatUsd(message.price)],
    [vscode.l10n.t("Created"), message.createdAt === undefined ? undefined : fullTime(message.createdAt)],
    [
      vscode.l10n.t("Delivered"),
      message.deliveredAt === undefined ? undefined : fullTime(message.deliveredAt),
    ],
    [vscode.l10n.t("ID"), message.id],
  ];
  const lines = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${visibleLine(value)}`],
  );
  return [...lines, ...(message.body === undefined ? [] : ["", visibleText(message.body)])].join("\n");
}

import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import { STATUS_FILTERS } from "../../api/statusFilter.js";
import { formatUsd } from "../../sms/cost.js";
import { firstWords, isolate, visibleLine, visibleText } from "../../sms/visibleText.js";
import { fullTime, statusText } from "../words.js";
import { openRow } from "./openRow.js";

/** How many characters of a text a row shows. */
const ROW_CHARACTERS = 60;

/**
 * A message as a row of the tree, but for the pop-up over it. It may lack everything but its id.
 * @param age how old it is, in words; empty where that is not known
 * @param hasCode whether a one-time code is in its text
 * @param below whether it stands below its recipient, which it then need not repeat
 */
export function messageItem(
  message: Message,
  age: string,
  hasCode: boolean,
  below: boolean,
): vscode.TreeItem {
  const words = message.body === undefined ? "" : isolate(firstWords(message.body, ROW_CHARACTERS));
  const name = isolate(visibleLine(message.to ?? vscode.l10n.t("Message {0}", message.id)));
  const status = isolate(visibleLine(statusText(message.status)));
  const [label, rest] = below && words !== "" ? [words, ""] : [name, words];
  const item = new vscode.TreeItem(label);
  // A server may call a message what another row is called.
  item.id = `message:${message.id}`;
  // The age first: a narrow side bar cuts the end off. A status without an icon of its own is said.
  const said = message.status === undefined || isUsual(message.status) ? "" : status;
  item.description = [said, age, rest].filter((part) => part !== "").join(" · ");
  item.iconPath = statusIcon(message.status);
  item.contextValue = [
    "message",
    ...(message.to ? ["to"] : []),
    ...(message.body ? ["text"] : []),
    ...(hasCode ? ["code"] : []),
  ].join(" ");
  item.command = openRow(vscode.l10n.t("Open Details"));
  item.accessibilityInformation = {
    label: [name, status, age, words].filter((part) => part !== "").join(", "),
  };
  return item;
}

function isUsual(status: string): boolean {
  return (STATUS_FILTERS as readonly string[]).includes(status);
}

/** One tick for sent, two for delivered, as messaging apps have it; the shape tells as much as the colour. */
export function statusIcon(status: string | undefined): vscode.ThemeIcon {
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

/** The pop-up over a row. Plain text, never Markdown: no word of a message can become a link. */
export function messageTooltip(message: Message): string {
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
    value === undefined ? [] : [`${name}: ${isolate(visibleLine(value))}`],
  );
  return [...lines, ...(message.body === undefined ? [] : ["", visibleText(message.body)])].join("\n");
}

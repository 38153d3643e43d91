import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import { bodyLength } from "../../core/sending.js";
import { formatUsd } from "../../sms/cost.js";
import { countSegments } from "../../sms/segments.js";
import { visibleLine, visibleText } from "../../sms/visibleText.js";
import { segmentText } from "../compose/textStep.js";
import { fullTime, statusText } from "../words.js";

/** All that is known of a message, as YAML: facts first, then everything that the server sent. */
export function detailsText(message: Message): string {
  const { body } = message;
  const count = body === undefined ? undefined : countSegments(body);
  const facts: [string, string | undefined][] = [
    [vscode.l10n.t("ID"), message.id],
    [vscode.l10n.t("Status"), statusText(message.status)],
    [vscode.l10n.t("Error"), message.error],
    [vscode.l10n.t("To"), message.to],
    [vscode.l10n.t("From"), message.senderId],
    [vscode.l10n.t("Price"), message.price === undefined ? undefined : formatUsd(message.price)],
    [vscode.l10n.t("Length"), count && segmentText(count.segments, count.encoding, bodyLength(body ?? ""))],
    [vscode.l10n.t("Created"), timeText(message.createdAt)],
    [vscode.l10n.t("Updated"), timeText(message.updatedAt)],
    [vscode.l10n.t("Delivered"), timeText(message.deliveredAt)],
  ];
  return [
    ...facts.flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${quoted(visibleLine(value))}`],
    ),
    ...(body === undefined ? [] : [`${vscode.l10n.t("Text")}: |`, ...indented(visibleText(body))]),
    "",
    `# ${vscode.l10n.t("Everything that the server sent")}`,
    `${vscode.l10n.t("Answer")}:`,
    ...indented(visibleText(JSON.stringify(message.raw, undefined, 2))),
    "",
  ].join("\n");
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

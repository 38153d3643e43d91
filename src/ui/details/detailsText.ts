import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import { bodyLength } from "../../core/outbox.js";
import { formatUsd } from "../../sms/cost.js";
import { countSegments } from "../../sms/segments.js";
import { visibleLine, visibleText } from "../../sms/visibleText.js";
import { segmentText } from "../compose/textStep.js";
import { fullTime, statusText } from "../words.js";

/** All that is known of a message, as YAML: facts first, then everything that the server sent. */
export function detailsText(message: Message): string {
  const { t } = vscode.l10n;
  const { body } = message;
  const count = body === undefined ? undefined : countSegments(body);
  const facts: [string, string | undefined][] = [
    [t("ID"), message.id],
    [t("Status"), statusText(message.status)],
    [t("Error"), message.error],
    [t("To"), message.to],
    [t("From"), message.senderId],
    [t("Price"), message.price === undefined ? undefined : formatUsd(message.price)],
    [t("Length"), count && segmentText(count.segments, count.encoding, bodyLength(body ?? ""))],
    [t("Created"), timeText(message.createdAt)],
    [t("Updated"), timeText(message.updatedAt)],
    [t("Delivered"), timeText(message.deliveredAt)],
  ];
  return [
    ...facts.flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${quoted(visibleLine(value))}`],
    ),
    ...(body === undefined ? [] : [`${t("Text")}: |`, ...indented(visibleText(body))]),
    "",
    `# ${t("Everything that the server sent")}`,
    `${t("Answer")}:`,
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

import * as vscode from "vscode";
import { bodyLength, MAX_BODY } from "../../core/sending.js";
import { countSegments } from "../../sms/segments.js";
import { askLine, type Remark, type StepOptions, type StepResult } from "./step.js";

/** Characters that can stand for a line break in a box of one line; the first that the text does not have. */
const STAND_INS = ["⏎", "↵", "¶", "␤"];

/** Asks for the text. The box has one line, so line breaks are shown, and can be typed, as `⏎`. */
export async function askText(options: StepOptions): Promise<StepResult<string>> {
  const standIn = STAND_INS.find((character) => !options.value.includes(character)) ?? "⏎";
  const toText = (line: string): string => line.replaceAll(standIn, "\n");
  const result = await askLine({
    ...options,
    value: normalizeLineBreaks(options.value).replaceAll("\n", standIn),
    prompt: vscode.l10n.t("{0} stands for a line break.", standIn),
    placeholder: vscode.l10n.t("Text of the message"),
    onType: (line) => {
      options.onType(toText(line));
    },
    remark: (line) => textRemark(toText(line), standIn),
  });
  return result.kind === "next" ? { kind: "next", value: toText(result.value) } : result;
}

/** Editors on CRLF files hand over two characters where one is meant (SMS_FACTS: `\r\n` costs two septets). */
export function normalizeLineBreaks(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

function textRemark(text: string, standIn: string): Remark {
  if (text.trim() === "") return { level: "error", text: vscode.l10n.t("Type the text of the message.") };
  const length = bodyLength(text);
  if (length > MAX_BODY) {
    const over = length - MAX_BODY;
    return {
      level: "error",
      text: vscode.l10n.t("Too long by {0}: at most {1} characters.", over, MAX_BODY),
    };
  }
  const { segments, encoding } = countSegments(text);
  const lineBreak = vscode.l10n.t("{0} stands for a line break.", standIn);
  return { level: "info", text: `${segmentText(segments, encoding, length)}. ${lineBreak}` };
}

/** `1 segment (GSM-7, 24 characters)` */
export function segmentText(segments: number, encoding: string, characters: number): string {
  return segments === 1
    ? vscode.l10n.t("1 segment ({0}, {1} characters)", encoding, characters)
    : vscode.l10n.t("{0} segments ({1}, {2} characters)", segments, encoding, characters);
}

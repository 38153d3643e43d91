import * as vscode from "vscode";
import { bodyLength, MAX_BODY } from "../../core/sending.js";
import type { Event } from "../../core/emitter.js";
import type { PhoneNumber } from "../../sms/phoneNumber.js";
import { plainSaving } from "../../sms/plainSaving.js";
import { forcingCharacters } from "../../sms/plainText.js";
import { countSegments } from "../../sms/segments.js";
import { characterText } from "../check/forcingWords.js";
import { estimateOf, estimateText } from "./estimate.js";
import type { AccountFacts } from "./facts.js";
import { askLine, type Remark, type StepOptions, type StepResult } from "./step.js";

/** Characters that can stand for a line break in a box of one line; the first that the text does not have. */
const STAND_INS = ["⏎", "↵", "¶", "␤"];

/** How many of the characters that force UCS-2 are named in the line under the box. */
const MAX_NAMED = 3;

/** What the step needs beside the common options. */
export interface TextStepOptions extends StepOptions {
  readonly number: PhoneNumber | undefined;
  /** What is known of prices now. */
  readonly facts: () => AccountFacts;
  readonly onDidChangeFacts: Event<void>;
}

/** Asks for the text. The box has one line, so line breaks are shown, and can be typed, as `⏎`. */
export async function askText(options: TextStepOptions): Promise<StepResult<string>> {
  const standIn = STAND_INS.find((character) => !options.value.includes(character)) ?? "⏎";
  const toText = (line: string): string => line.replaceAll(standIn, "\n");
  const result = await askLine({
    ...options,
    value: normalizeLineBreaks(options.value).replaceAll("\n", standIn),
    prompt: lineBreakText(standIn),
    placeholder: vscode.l10n.t("Text of the message"),
    onType: (line) => {
      options.onType(toText(line));
    },
    remark: (line) => textRemark(toText(line), standIn, options),
    onDidChangeRemark: options.onDidChangeFacts,
  });
  return result.kind === "next" ? { kind: "next", value: toText(result.value) } : result;
}

/** Editors on CRLF files hand over two characters where one is meant (SMS_FACTS: `\r\n` costs two septets). */
export function normalizeLineBreaks(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

/** What the text comes to, on one line, or what keeps it from being sent. */
function textRemark(text: string, standIn: string, { number, facts }: TextStepOptions): Remark {
  if (text.trim() === "") return { level: "error", text: vscode.l10n.t("Type the text of the message.") };
  const length = bodyLength(text);
  if (length > MAX_BODY) return { level: "error", text: tooLongText(length) };
  const { segments, encoding } = countSegments(text);
  const estimate = number && estimateOf(facts(), number, segments);
  return {
    level: plainSaving(text) !== undefined ? "warning" : "info",
    text: [
      lengthText(text),
      ...(estimate === undefined ? [] : [estimateText(estimate)]),
      ...(encoding === "UCS-2" ? [forcedText(text)] : []),
      ...(text.includes("\n") ? [lineBreakText(standIn)] : []),
    ].join(" · "),
  };
}

/** `UCS-2 because of ’ “ …` */
function forcedText(text: string): string {
  const names = [...new Set(forcingCharacters(text).map((found) => characterText(found.text)))];
  const named = names.slice(0, MAX_NAMED).join(" ");
  return names.length > MAX_NAMED
    ? vscode.l10n.t("UCS-2 because of {0} and others", named)
    : vscode.l10n.t("UCS-2 because of {0}", named);
}

function lineBreakText(standIn: string): string {
  return vscode.l10n.t("{0} stands for a line break", standIn);
}

/**
 * What is wrong with a text that is longer than the API takes.
 * @param length in characters
 */
export function tooLongText(length: number): string {
  return vscode.l10n.t("Too long by {0}: at most {1} characters.", length - MAX_BODY, MAX_BODY);
}

/** `1 segment (GSM-7, 24 characters), 136 left` */
export function lengthText(text: string): string {
  const { segments, encoding, room } = countSegments(text);
  return vscode.l10n.t("{0}, {1} left", segmentText(segments, encoding, bodyLength(text)), room);
}

/** `1 segment (GSM-7, 24 characters)` */
export function segmentText(segments: number, encoding: string, characters: number): string {
  return segments === 1
    ? vscode.l10n.t("1 segment ({0}, {1} characters)", encoding, characters)
    : vscode.l10n.t("{0} segments ({1}, {2} characters)", segments, encoding, characters);
}

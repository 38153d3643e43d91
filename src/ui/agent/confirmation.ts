import * as vscode from "vscode";
import type { AgentQuestion } from "../../agent/question.js";
import { accountBadge } from "../words.js";
import { bodyText, factLines, warningLines } from "./questionText.js";

/** What VS Code asks before an agent's send to an allowed recipient, or in the sandbox. */
export function confirmationOf(question: AgentQuestion): { title: string; message: vscode.MarkdownString } {
  const badge = accountBadge(question.signedIn.account);
  return {
    title: vscode.l10n.t("{0}: send this text to {1}?", badge, question.number.formatted),
    message: new vscode.MarkdownString(confirmationMarkdown(question)),
  };
}

/** What VS Code says while the tool runs. */
export function sendingText({ number, dryRun }: AgentQuestion): string {
  return dryRun
    ? vscode.l10n.t("Trying an SMS to {0}, without sending it", number.formatted)
    : vscode.l10n.t("Sending an SMS to {0}", number.formatted);
}

/** The facts, one a line, and the text in a fence that it cannot end. Nothing of it is a link, HTML or a command. */
export function confirmationMarkdown(question: AgentQuestion): string {
  const warnings = warningLines(question).map((line) => `⚠ ${line}`);
  const groups = [warnings, factLines(question)].filter((lines) => lines.length > 0);
  // Two spaces at the end of a line break it (CommonMark): outside the chat no list would stay one line each.
  const paragraphs = groups.map((lines) => lines.map(literalMarkdown).join("  \n"));
  // Without Markdown the fence is not seen: this line tells where the text begins.
  const heading = vscode.l10n.t("Text:");
  return `${[...paragraphs, heading, fenced(bodyText(question.body))].join("\n\n")}\n`;
}

/** What Markdown could take for something else than characters: marks, HTML, entities, addresses. */
const MARKUP = /[\\`*_[\]<>~|&$]|:\/\/|www\.|@/i;

/**
 * A line that Markdown shows as it is. What could be markup goes into a code span: outside the chat VS Code shows
 * the message without Markdown, and would show the backslashes of escapes.
 */
function literalMarkdown(line: string): string {
  if (!MARKUP.test(line.replaceAll(/ \$\d/g, " "))) return line;
  const ticks = "`".repeat(longestRun(line) + 1);
  return `${ticks} ${line} ${ticks}`;
}

/** A code block whose fence is longer than any run of backticks in it. */
function fenced(text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

/** The longest run of backticks in a text. */
function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}

import * as vscode from "vscode";
import type { AgentQuestion } from "../../agent/question.js";
import { visibleText } from "../../sms/visibleText.js";
import { accountBadge } from "../words.js";
import { factLines, warningLines } from "./questionText.js";

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
  const lines = [...warningLines(question).map((line) => `⚠ ${line}`), ...factLines(question)];
  return `${lines.map((line) => `- ${literalMarkdown(line)}`).join("\n")}\n\n${fenced(visibleText(question.body))}\n`;
}

/** Text that Markdown shows as it is: CommonMark takes a backslash before any ASCII punctuation. */
export function literalMarkdown(line: string): string {
  return line.replace(/[!-/:-@[-`{-~]/g, "\\$&");
}

/** A code block whose fence is longer than any run of backticks in it. */
export function fenced(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}text\n${text}\n${fence}`;
}

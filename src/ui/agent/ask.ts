import * as vscode from "vscode";
import type { AgentAnswer, AgentQuestion } from "../../agent/question.js";
import { accountBadge } from "../words.js";
import { bodyText, factLines, warningLines } from "./questionText.js";

/**
 * How soon a yes is no answer, in ms: the dialog comes while the person types, and the Enter that was meant for
 * something else must not send.
 */
const REFLEX = 700;

/**
 * Asks in a dialog of our own, which no mode of the chat can answer. It cannot be closed from here: it stands until
 * the person answers.
 * @throws whatever keeps a dialog from being shown, as under tests
 */
export async function askInDialog(question: AgentQuestion, signal: AbortSignal): Promise<AgentAnswer> {
  const { signedIn, number, dryRun } = question;
  const send = dryRun ? vscode.l10n.t("Dry Run") : vscode.l10n.t("Send");
  const allow = vscode.l10n.t("Allow for Session");
  // The sandbox asks because of a text that went already: there is nobody to allow.
  const buttons = signedIn.account.kind === "sandbox" ? [send] : [send, allow];
  const badge = accountBadge(signedIn.account);
  for (;;) {
    const shown = performance.now();
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t("{0}: an agent wants to send this text to {1}", badge, number.formatted),
      { modal: true, detail: dialogDetail(question) },
      ...buttons,
    );
    if (answer === undefined || signal.aborted) return "cancel";
    if (performance.now() - shown >= REFLEX) return answer === allow ? "allowForSession" : "send";
  }
}

/** The facts, one a line, then the text. What comes from outside cannot add a line of its own above it. */
export function dialogDetail(question: AgentQuestion): string {
  const warnings = warningLines(question).map((line) => `⚠ ${line}`);
  return [
    ...warnings,
    ...(warnings.length === 0 ? [] : [""]),
    ...factLines(question),
    "",
    bodyText(question.body),
  ].join("\n");
}

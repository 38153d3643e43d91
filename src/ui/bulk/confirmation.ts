import * as vscode from "vscode";
import { visibleLine } from "../../sms/visibleText.js";
import { accountBadge, accountLine } from "../words.js";
import { balanceText, costText, type Preview } from "./previewText.js";

/** What a person says to a preview. */
export type BulkAnswer = "send" | "edit" | "cancel";

/**
 * Asks for the yes to all of it. Above some number of texts that number is typed back.
 * @param typeAbove the most texts that a click is enough for
 */
export async function confirmRun(preview: Preview, typeAbove: number, results: string): Promise<BulkAnswer> {
  const { signedIn, plan } = preview;
  const badge = accountBadge(signedIn.account);
  const texts = plan.texts.length;
  const isTyped = texts > typeAbove;
  const yes = isTyped ? vscode.l10n.t("Continue…") : vscode.l10n.t("Send");
  const edit = vscode.l10n.t("Edit");
  const harmless = signedIn.account.kind === "sandbox";
  const ask = harmless ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const answer = await ask(
    texts === 1
      ? vscode.l10n.t("{0}: send 1 text?", badge)
      : vscode.l10n.t("{0}: send {1} texts?", badge, texts),
    { modal: true, detail: detailOf(preview, results) },
    yes,
    edit,
  );
  if (answer === edit) return "edit";
  if (answer !== yes) return "cancel";
  return !isTyped || (await typeBack(badge, texts)) ? "send" : "cancel";
}

/**
 * Asks whether texts that went lately are to be sent once more; `undefined` if it was dismissed.
 * @param isListed they stand in a preview that is open
 */
export async function askAboutRecent(
  badge: string,
  recent: number,
  isListed: boolean,
): Promise<"leave out" | "send" | undefined> {
  const leave = vscode.l10n.t("Leave Them Out");
  const send = vscode.l10n.t("Send Once More");
  const answer = await vscode.window.showWarningMessage(
    recent === 1
      ? vscode.l10n.t("{0}: 1 of these texts went to its number lately, or may have.", badge)
      : vscode.l10n.t("{0}: {1} of these texts went to their numbers lately, or may have.", badge, recent),
    {
      modal: true,
      detail: isListed
        ? vscode.l10n.t("The preview lists them. Leave them out unless they are to go twice.")
        : vscode.l10n.t("Leave them out unless they are to go twice."),
    },
    leave,
    send,
  );
  if (answer === leave) return "leave out";
  return answer === send ? "send" : undefined;
}

function detailOf(preview: Preview, results: string): string {
  const { signedIn, plan, recipients, recent, senderId, balance, source } = preview;
  const { account } = signedIn;
  const left = [
    [recipients.invalid.length, vscode.l10n.t("numbers that are not right")],
    [plan.unsendable.length, vscode.l10n.t("texts that cannot be sent")],
    [recipients.duplicates.length, vscode.l10n.t("duplicates")],
  ] as const;
  const leftOut = left.filter(([count]) => count > 0).map(([count, what]) => `${what}: ${count}`);
  const warnings = [
    ...(recent.size === 0 ? [] : [vscode.l10n.t("Sent lately, and now once more: {0}", recent.size)]),
    ...(plan.blankValues.length === 0
      ? []
      : [vscode.l10n.t("Texts in which a column is blank: {0}", plan.blankValues.length)]),
    ...(balance !== undefined && plan.cost > balance
      ? [vscode.l10n.t("The balance is not enough for all of them: it will pause when it is used up.")]
      : []),
  ];
  return [
    ...warnings.map((warning) => `⚠ ${warning}`),
    ...(warnings.length === 0 ? [] : [""]),
    accountLine(account),
    vscode.l10n.t("From: {0}", visibleLine(source)),
    senderId === "" ? vscode.l10n.t("Sender ID: none") : vscode.l10n.t("Sender ID: {0}", senderId),
    vscode.l10n.t("Texts: {0}, segments: {1}", plan.texts.length, plan.segments),
    costText(plan),
    balanceText(plan, balance),
    ...(leftOut.length === 0 ? [] : [vscode.l10n.t("Left out – {0}", leftOut.join(", "))]),
    results,
  ].join("\n");
}

async function typeBack(badge: string, texts: number): Promise<boolean> {
  const total = String(texts);
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t("Send to Many – {0}", badge),
    prompt: vscode.l10n.t("Type {0}, the number of texts, to send them.", total),
    placeHolder: total,
    ignoreFocusOut: true,
    validateInput: (value) =>
      value.trim() === total || total.startsWith(value.trim())
        ? undefined
        : vscode.l10n.t("This is not the number of texts: {0}.", total),
  });
  if (typed === undefined) return false;
  return typed.trim() === total || typeBack(badge, texts);
}

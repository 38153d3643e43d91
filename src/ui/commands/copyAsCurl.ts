import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import { curlCommand, type Shell } from "../../code/curl.js";
import { senderIdProblem } from "../../sms/senderId.js";
import { foreignText } from "../errorText.js";
import { messageTarget, type MessageTarget } from "../messageArgument.js";
import type { Parts } from "../parts.js";
import { accountBadge } from "../words.js";

/** Copies the request that sends a message's text, for a shell: running it sends the text again. */
export async function copyAsCurl(parts: Parts, argument: unknown): Promise<void> {
  const target = await messageTarget(parts, argument);
  if (target === undefined) return;
  const account = await accountOf(parts, target);
  const { to, body, senderId } = await complete(parts, target);
  if (account === undefined || to === undefined || body === undefined) {
    void parts.notifier.offer("warning", missingText(account === undefined, to === undefined), []);
    return;
  }
  const shell = await askShell();
  if (shell === undefined) return;
  // A server may tell a sender of its own that nobody could choose.
  const chosen = senderId !== undefined && senderIdProblem(senderId) === undefined ? senderId : undefined;
  const { baseUrl } = account;
  await vscode.env.clipboard.writeText(curlCommand({ baseUrl, to, body, senderId: chosen }, shell));
  const variable = shell === "posix" ? "SMSFORAI_TOKEN" : "$env:SMSFORAI_TOKEN";
  const badge = foreignText(accountBadge(account));
  void parts.notifier.offer(
    "info",
    vscode.l10n.t(
      "Copied. Running it sends the text again ({0}). It reads the token from {1}.",
      badge,
      variable,
    ),
    [],
  );
}

/** The account that a message is of: not always the window's. */
async function accountOf({ session, accounts }: Parts, { accountId }: MessageTarget) {
  const { state } = session;
  return state.kind === "signedIn" && state.account.id === accountId
    ? state.account
    : accounts.get(accountId);
}

/** The message with what lists may leave out. */
async function complete(
  { session, messages }: Parts,
  { accountId, message }: MessageTarget,
): Promise<Message> {
  const { state } = session;
  const isOwn = state.kind === "signedIn" && state.account.id === accountId;
  const isLean = message.to === undefined || message.body === undefined;
  return isLean && isOwn ? messages.loadOne(message.id) : message;
}

function missingText(isAccountGone: boolean, isNumberMissing: boolean): string {
  if (isAccountGone) return vscode.l10n.t("The account of this message was signed out.");
  return isNumberMissing
    ? vscode.l10n.t("No command can be made of it: the server does not tell the number of this message.")
    : vscode.l10n.t("No command can be made of it: the server does not tell the text of this message.");
}

async function askShell(): Promise<Shell | undefined> {
  const items: (vscode.QuickPickItem & { readonly shell: Shell })[] = [
    { label: vscode.l10n.t("POSIX shell"), description: "sh, bash, zsh, fish", shell: "posix" },
    {
      label: vscode.l10n.t("PowerShell"),
      description: vscode.l10n.t("Windows PowerShell 5.1 and newer"),
      shell: "powershell",
    },
  ];
  const chosen = await vscode.window.showQuickPick(isPowerShell(vscode.env.shell) ? items.reverse() : items, {
    title: vscode.l10n.t("Copy as curl"),
    placeHolder: vscode.l10n.t("Shell that the command is for"),
  });
  return chosen?.shell;
}

/** Whether the terminal's shell is PowerShell, or of Windows and no POSIX one. */
function isPowerShell(shell: string): boolean {
  return /(?:pwsh|powershell|cmd)(?:\.exe)?$/i.test(shell);
}

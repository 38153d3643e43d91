import * as vscode from "vscode";
import { curlCommand, type Shell } from "../../code/curl.js";
import { foreignText } from "../errorText.js";
import { messageTarget, type MessageTarget } from "../messageArgument.js";
import type { Parts } from "../parts.js";
import { wholeText } from "../sentText.js";
import { accountBadge } from "../words.js";

/** Copies the request that sends a message's text, for a shell: running it sends the text again. */
export async function copyAsCurl(parts: Parts, argument: unknown): Promise<void> {
  const target = await messageTarget(parts, argument);
  if (target === undefined) return;
  const account = await accountOf(parts, target);
  const { to, body, senderId } = await wholeText(parts, target);
  if (account === undefined || to === undefined || body === undefined) {
    void parts.notifier.offer("warning", missingText(account === undefined, to === undefined), []);
    return;
  }
  const shell = await askShell();
  if (shell === undefined) return;
  const { baseUrl } = account;
  await vscode.env.clipboard.writeText(curlCommand({ baseUrl, to, body, senderId }, shell));
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
      description: vscode.l10n.t("on Windows, 5.1 and newer: it runs curl.exe"),
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

import * as vscode from "vscode";
import { SANDBOX_ACCOUNT_ID, type Account } from "../../core/accounts.js";
import type { CommandId } from "../commandIds.js";
import type { Parts } from "../parts.js";
import { accountBadge, accountKindText, pickText } from "../words.js";

interface Choice extends vscode.QuickPickItem {
  readonly account?: Account;
  readonly command?: CommandId;
}

/** Asks which account this window is to use. */
export async function switchAccount({ accounts, session }: Parts): Promise<void> {
  const { state } = session;
  const active = state.kind === "signedIn" ? state.account.id : undefined;
  const known = await accounts.list();
  const choices: Choice[] = known.map((account) => ({
    account,
    label: `$(${account.id === active ? "check" : "blank"}) ${accountBadge(account)}`,
    description: pickText(account.label),
    detail: `$(blank) ${accountKindText(account.kind)}`,
  }));
  const ways: Choice[] = [
    { label: vscode.l10n.t("Sign In…"), command: "smsForAi.signIn" },
    ...(known.some(({ id }) => id === SANDBOX_ACCOUNT_ID)
      ? []
      : [{ label: vscode.l10n.t("Try the Sandbox"), command: "smsForAi.trySandbox" as const }]),
  ];
  const separator = { label: "", kind: vscode.QuickPickItemKind.Separator };
  const chosen = await vscode.window.showQuickPick<Choice>(
    choices.length === 0 ? ways : [...choices, separator, ...ways],
    {
      title: vscode.l10n.t("Switch Account"),
      placeHolder: vscode.l10n.t("Account that this window uses"),
      matchOnDescription: true,
    },
  );
  if (chosen?.command !== undefined) await vscode.commands.executeCommand(chosen.command);
  if (chosen?.account === undefined) return;
  await session.use(chosen.account);
}

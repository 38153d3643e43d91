import * as vscode from "vscode";
import type { Parts } from "../parts.js";

/** Empties the sandbox, after asking. */
export async function clearSandbox({ sandbox, session, messages, balance, prices }: Parts): Promise<void> {
  const clear = vscode.l10n.t("Clear Sandbox");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Remove all messages from the sandbox?"),
    { modal: true, detail: vscode.l10n.t("Its credits start again. Other accounts are not touched.") },
    clear,
  );
  if (answer !== clear) return;
  await sandbox.clear();
  if (session.state.kind !== "signedIn" || session.state.account.kind !== "sandbox") return;
  prices.reset();
  await Promise.all([messages.restart(), balance.refresh()]);
}

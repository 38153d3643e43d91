import * as vscode from "vscode";
import { SANDBOX_ACCOUNT_ID } from "../../core/accounts.js";
import type { Parts } from "../parts.js";

/** Empties the sandbox, after asking. */
export async function clearSandbox(parts: Parts): Promise<void> {
  const { sandbox, session, messages, balance, prices, journal, runs, activeRuns } = parts;
  const clear = vscode.l10n.t("Clear Sandbox");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Remove all messages from the sandbox?"),
    { modal: true, detail: vscode.l10n.t("Its credits start again. Other accounts are not touched.") },
    clear,
  );
  if (answer !== clear) return;
  await activeRuns.stop(SANDBOX_ACCOUNT_ID);
  await sandbox.clear();
  // Its messages count from 1 again: what is remembered of the old ones would be taken for the new.
  await (await runs()).clear(SANDBOX_ACCOUNT_ID);
  await (await journal()).clear(SANDBOX_ACCOUNT_ID);
  if (session.state.kind !== "signedIn" || session.state.account.kind !== "sandbox") return;
  prices.reset();
  await Promise.all([messages.restart(), balance.refresh()]);
}

import * as vscode from "vscode";
import type { Balance } from "../core/balance.js";
import type { SessionReader } from "../core/session.js";
import { formatUsd } from "../sms/cost.js";
import { runnable, type Notifier } from "./notifier.js";
import type { Settings } from "./settings.js";
import { accountBadge } from "./words.js";

/**
 * Warns once when the balance falls below the threshold, and again only after it was above.
 * @returns ends the watch
 */
export function warnOfLowBalance(
  session: SessionReader,
  balance: Balance,
  settings: Settings,
  notifier: Notifier,
): { dispose(): void } {
  const warned = new Set<string>();
  return balance.onDidChange(() => {
    const { state } = session;
    if (state.kind !== "signedIn" || balance.state.kind !== "ready") return;
    const { account } = state;
    const amount = balance.state.last.value;
    const threshold = settings.balanceThreshold * 1e6;
    if (threshold === 0 || amount >= threshold) {
      warned.delete(account.id);
      return;
    }
    if (warned.has(account.id)) return;
    warned.add(account.id);
    const text = vscode.l10n.t(
      "The balance of {0} is down to {1}.",
      accountBadge(account),
      formatUsd(amount),
    );
    void notifier.offer("warning", text, [
      runnable({
        title: vscode.l10n.t("Change Threshold"),
        command: "workbench.action.openSettings",
        argument: "smsForAi.balance.warnBelow",
      }),
    ]);
  });
}

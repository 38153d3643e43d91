import * as vscode from "vscode";
import { lastOf } from "../../core/loadable.js";
import { formatUsd } from "../../sms/cost.js";
import type { CommandId } from "../commandIds.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { accountBadge } from "../words.js";

/** Asks the server for the balance now. */
export async function refreshBalance(parts: Parts): Promise<void> {
  await requireSignedIn(parts);
  const state = await parts.balance.refresh();
  if (state.kind === "failed") throw state.error;
}

/** The menu behind the status bar item. */
export async function showBalance(parts: Parts): Promise<void> {
  const { account } = await requireSignedIn(parts);
  const balance = lastOf(parts.balance.state);
  const choices: (vscode.QuickPickItem & { command: CommandId | "smsForAi.messages.focus" })[] = [
    {
      label: `$(refresh) ${vscode.l10n.t("Refresh Balance")}`,
      description: balance === undefined ? "" : formatUsd(balance.value),
      command: "smsForAi.refreshBalance",
    },
    { label: `$(send) ${vscode.l10n.t("Send SMS…")}`, command: "smsForAi.sendSms" },
    { label: `$(list-unordered) ${vscode.l10n.t("Show Messages")}`, command: "smsForAi.messages.focus" },
    { label: `$(graph) ${vscode.l10n.t("Show Spending")}`, command: "smsForAi.showSpending" },
    { label: `$(globe) ${vscode.l10n.t("Country Prices…")}`, command: "smsForAi.countryPrices" },
    { label: `$(account) ${vscode.l10n.t("Account…")}`, command: "smsForAi.showAccount" },
    { label: `$(arrow-swap) ${vscode.l10n.t("Switch Account…")}`, command: "smsForAi.switchAccount" },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: `${accountBadge(account)} · ${account.label}`,
    placeHolder: vscode.l10n.t("What to do"),
  });
  if (chosen !== undefined) await vscode.commands.executeCommand(chosen.command);
}

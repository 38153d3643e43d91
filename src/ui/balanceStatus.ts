import * as vscode from "vscode";
import { ApiError } from "../api/errors.js";
import type { Balance } from "../core/balance.js";
import { lastOf } from "../core/loadable.js";
import type { SessionReader } from "../core/session.js";
import { formatUsd } from "../sms/cost.js";
import { visibleLine } from "../sms/visibleText.js";
import type { CommandId } from "./commandIds.js";
import { FailureWords } from "./failureWords.js";
import { accountBadge, accountKindText, fullTime } from "./words.js";

/** Credits and account in the status bar. Quiet when the server cannot be reached. */
export class BalanceStatus implements vscode.Disposable {
  readonly #session: SessionReader;
  readonly #balance: Balance;
  readonly #item: vscode.StatusBarItem;
  readonly #failures: FailureWords;
  readonly #subscriptions: readonly { dispose(): unknown }[];

  constructor(session: SessionReader, balance: Balance) {
    this.#session = session;
    this.#balance = balance;
    this.#item = vscode.window.createStatusBarItem("balance", vscode.StatusBarAlignment.Left);
    this.#item.name = vscode.l10n.t("SMS for AI: Balance");
    const command: CommandId = "smsForAi.showBalance";
    this.#item.command = command;
    const update = (): void => {
      this.#update();
    };
    this.#failures = new FailureWords(update);
    this.#subscriptions = [this.#item, session.onDidChange(update), balance.onDidChange(update)];
    update();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #update(): void {
    const { state } = this.#session;
    if (state.kind !== "signedIn") {
      this.#item.hide();
      return;
    }
    const balance = this.#balance.state;
    const last = lastOf(balance);
    const badge = accountBadge(state.account);
    const amount = last === undefined ? "" : formatUsd(last.value, "short");
    const failed = balance.kind === "failed";
    const icon = failed ? (needsSignIn(balance.error) ? "$(key)" : "$(debug-disconnect)") : "$(comment)";
    this.#item.text = [icon, badge, amount].filter((part) => part !== "").join(" ");
    this.#item.tooltip = this.#tooltip(state.account.kind === "live");
    this.#item.accessibilityInformation = {
      label: vscode.l10n.t(
        "SMS for AI, account {0}, balance {1}",
        badge,
        amount === "" ? vscode.l10n.t("unknown") : amount,
      ),
      role: "button",
    };
    this.#item.show();
  }

  /** Plain text: names come from the server. */
  #tooltip(live: boolean): string {
    const { state } = this.#session;
    if (state.kind !== "signedIn") return "";
    const { account } = state;
    const { userName, tokenName, permissions } = account.owner;
    const balance = this.#balance.state;
    const last = lastOf(balance);
    const lines = [
      `${accountBadge(account)} – ${accountKindText(account.kind)}`,
      ...(last === undefined ? [] : [vscode.l10n.t("Balance: {0}", formatUsd(last.value))]),
      ...(userName === undefined ? [] : [vscode.l10n.t("User: {0}", userName)]),
      ...(tokenName === undefined ? [] : [vscode.l10n.t("Token: {0}", tokenName)]),
      ...(permissions.length === 0 ? [] : [vscode.l10n.t("Permissions: {0}", permissions.join(", "))]),
      ...(last === undefined ? [] : [vscode.l10n.t("Refreshed: {0}", fullTime(last.at))]),
      ...(balance.kind === "failed" ? [this.#failures.of(balance.error)] : []),
      ...(live ? [vscode.l10n.t("Sending costs money.")] : []),
    ];
    return lines.map(visibleLine).join("\n");
  }
}

function needsSignIn(error: unknown): boolean {
  return error instanceof ApiError && (error.kind === "unauthorized" || error.kind === "invalidToken");
}

import * as vscode from "vscode";
import type { Balance } from "../core/balance.js";
import { lastOf, type Loadable } from "../core/loadable.js";
import type { Messages } from "../core/messages.js";
import type { Session } from "../core/session.js";
import type { Settings } from "./settings.js";
import type { Shown } from "./shown.js";

/** How old balance and messages may be before a window that gets the focus asks again, in ms. */
const STALE_BALANCE = 5 * 60_000;
const STALE_MESSAGES = 60_000;

/** What is kept fresh, and what tells when. */
export interface FreshnessParts {
  readonly session: Pick<Session, "onDidChange" | "reload">;
  readonly balance: Pick<Balance, "state" | "refresh">;
  readonly messages: Pick<Messages, "state" | "refreshIfShown">;
  readonly view: Shown;
  readonly settings: Pick<Settings, "balanceInterval" | "onDidChange">;
}

/** Keeps balance and messages fresh without asking more than somebody would look. */
export class Freshness implements vscode.Disposable {
  readonly #subscriptions: { dispose(): unknown }[];
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor({ session, balance, messages, view, settings }: FreshnessParts) {
    const refreshShown = (): void => {
      if (view.visible && isOlder(messages.state, STALE_MESSAGES)) void messages.refreshIfShown();
    };
    const schedule = (): void => {
      clearInterval(this.#timer);
      const minutes = settings.balanceInterval;
      if (minutes <= 0) return;
      this.#timer = setInterval(() => {
        if (vscode.window.state.focused) void balance.refresh();
      }, minutes * 60_000);
    };
    let account: unknown;
    this.#subscriptions = [
      session.onDidChange((state) => {
        const now = state.kind === "signedIn" ? state.api : undefined;
        if (now === account) return;
        account = now;
        if (now !== undefined) void balance.refresh();
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (!focused) return;
        // Another window may have changed the accounts, even where the secret store tells no changes.
        void session.reload();
        if (isOlder(balance.state, STALE_BALANCE)) void balance.refresh();
        refreshShown();
      }),
      view.onDidChangeVisibility(refreshShown),
      settings.onDidChange(() => {
        schedule();
        // The sandbox's address follows from its port.
        void session.reload();
      }),
    ];
    schedule();
  }

  dispose(): void {
    clearInterval(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** Whether it was loaded, but longer ago than `age` ms. */
function isOlder(state: Loadable<unknown>, age: number): boolean {
  const last = lastOf(state);
  return state.kind === "failed" || (last !== undefined && Date.now() - last.at > age);
}

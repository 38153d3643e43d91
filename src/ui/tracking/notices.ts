import * as vscode from "vscode";
import type { Messages } from "../../core/messages.js";
import type { SessionReader } from "../../core/session.js";
import type { Finished } from "../../core/tracking/reader.js";
import type { Notifier } from "../notifier.js";
import { OneAtATime } from "../oneAtATime.js";
import type { Settings } from "../settings.js";
import { noticeSteps, noticeText, type Ended } from "./noticeText.js";

/** A burst is told of once; and a failure stays on the screen, so the next ones wait for a minute, in ms. */
const TIMES = { together: 1500, life: 60_000 };

/** What telling of deliveries works with. */
export interface NoticeParts {
  readonly session: SessionReader;
  readonly messages: Messages;
  readonly settings: Settings;
  readonly notifier: Notifier;
}

/** Tells how deliveries ended, as the setting wants it: never more than one notification for a burst. */
export class DeliveryNotices implements vscode.Disposable {
  readonly #parts: NoticeParts;
  readonly #notices: OneAtATime<Ended>;
  readonly #subscription: vscode.Disposable;

  constructor(parts: NoticeParts) {
    this.#parts = parts;
    const { window } = vscode;
    this.#notices = new OneAtATime((ended) => this.#show(ended), window.state.focused, TIMES);
    this.#subscription = window.onDidChangeWindowState(({ focused }) => {
      this.#notices.setFocused(focused);
    });
  }

  add({ account, messages }: Finished): void {
    if (this.#parts.settings.deliveryNotices === "none") return;
    for (const message of messages) this.#notices.add({ account, message });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#notices.dispose();
  }

  async #show(ended: readonly Ended[]): Promise<void> {
    const { settings, session, messages, notifier } = this.#parts;
    const failed = ended.filter(({ message }) => message.status === "failed");
    const { deliveryNotices: wanted } = settings;
    if (wanted === "none" || (wanted === "failures" && failed.length === 0)) return;
    // Of one failure its reason matters more than how many others went well.
    const told = wanted === "failures" && failed.length === 1 ? failed : ended;
    const active = session.state.kind === "signedIn" ? session.state.account.id : undefined;
    const level = failed.length > 0 ? "error" : "info";
    await notifier.offer(level, noticeText(told, active), noticeSteps(told, active, messages));
  }
}

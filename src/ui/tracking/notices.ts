import type { Messages } from "../../core/messages.js";
import type { SessionReader } from "../../core/session.js";
import type { Finished } from "../../core/tracking/reader.js";
import type { Notifier } from "../notifier.js";
import type { Settings } from "../settings.js";
import { noticeSteps, noticeText, type Ended } from "./noticeText.js";

/** How long after the first end others are waited for, in ms: a burst is told of once. */
const GATHERING = 1500;

/** The least time between two notices while the last one is still there, in ms. */
const PAUSE = 60_000;

/** What telling of deliveries works with. */
export interface NoticeParts {
  readonly session: SessionReader;
  readonly messages: Messages;
  readonly settings: Settings;
  readonly notifier: Notifier;
}

/** Tells how deliveries ended, as the setting wants it: never more than one notification for a burst. */
export class DeliveryNotices {
  readonly #parts: NoticeParts;
  #ended: Ended[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** ms since the epoch. */
  #notBefore = 0;

  constructor(parts: NoticeParts) {
    this.#parts = parts;
  }

  add({ account, messages }: Finished): void {
    if (this.#parts.settings.deliveryNotices === "none") return;
    this.#ended.push(...messages.map((message) => ({ account, message })));
    if (this.#timer !== undefined) return;
    const pause = Math.max(GATHERING, this.#notBefore - Date.now());
    this.#timer = setTimeout(() => void this.#tell(), pause);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  async #tell(): Promise<void> {
    const ended = this.#ended;
    this.#ended = [];
    this.#timer = undefined;
    const { settings, session, messages, notifier } = this.#parts;
    const { deliveryNotices } = settings;
    const failed = ended.filter(({ message }) => message.status === "failed");
    if (deliveryNotices === "none" || (deliveryNotices === "failures" && failed.length === 0)) return;
    this.#notBefore = Date.now() + PAUSE;
    // Of one failure its reason matters more than how many others went well.
    const told = deliveryNotices === "failures" && failed.length === 1 ? failed : ended;
    const active = session.state.kind === "signedIn" ? session.state.account.id : undefined;
    const level = failed.length > 0 ? "error" : "info";
    await notifier.offer(level, noticeText(told, active), noticeSteps(told, active, messages));
    this.#notBefore = 0;
  }
}

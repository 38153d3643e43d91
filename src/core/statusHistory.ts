import type { Message } from "../api/schemas.js";
import { isFinal } from "./messageList.js";

/** A status that a message was seen to have. */
export interface StatusChange {
  /** When this window learned of it, ms since the epoch. */
  readonly at: number;
  readonly status: string;
}

/** How many messages are remembered; the oldest are forgotten first. */
const MOST = 10_000;

/** The statuses that this window saw messages take: of those alone that arrived or changed while it watched. */
export class StatusHistory {
  readonly #changes = new Map<string, readonly StatusChange[]>();

  /** Takes a message that has this status by now. A word that is overtaken by a final status changes nothing. */
  add({ id, status }: Message, at = Date.now()): void {
    if (status === undefined) return;
    const changes = this.#changes.get(id) ?? [];
    const last = changes.at(-1);
    if (last?.status === status || (last !== undefined && isFinal(last) && !isFinal({ status }))) return;
    this.#changes.set(id, [...changes, { at, status }]);
    const [oldest] = this.#changes.keys();
    if (this.#changes.size > MOST && oldest !== undefined) this.#changes.delete(oldest);
  }

  /** What is known of a message, oldest first; empty for one that did not change. */
  of(id: string): readonly StatusChange[] {
    return this.#changes.get(id) ?? [];
  }

  clear(): void {
    this.#changes.clear();
  }
}

import type { Message } from "../../api/schemas.js";
import type { KeptMessage } from "./kept.js";

/** A message without a final status. */
export interface FollowedMessage extends KeptMessage {
  /** When it is to be asked for. */
  readonly due: number;
  /** From when on it is looked for on a page that is asked for another one. */
  readonly soonest: number;
  /** The page of the list to look for it, from 1; `undefined` if the list does not show it. */
  readonly page: number | undefined;
  /** What is known of it; nothing after a restart. */
  readonly message: Message | undefined;
}

/** The messages that a window follows, by account and id: ids are unique on their own server only. */
export class FollowedMessages {
  readonly #accounts = new Map<string, Map<string, FollowedMessage>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The ids of the accounts that they were sent from. */
  get accounts(): string[] {
    return [...this.#accounts.keys()];
  }

  of(accountId: string): ReadonlyMap<string, FollowedMessage> {
    return this.#accounts.get(accountId) ?? new Map<string, FollowedMessage>();
  }

  get(accountId: string, id: string): FollowedMessage | undefined {
    return this.#accounts.get(accountId)?.get(id);
  }

  set(message: FollowedMessage): void {
    const own = this.#accounts.get(message.accountId) ?? new Map<string, FollowedMessage>();
    if (!own.has(message.id)) this.#size++;
    this.#accounts.set(message.accountId, own.set(message.id, message));
  }

  delete({ accountId, id }: Pick<KeptMessage, "accountId" | "id">): void {
    if (this.#accounts.get(accountId)?.delete(id) === true) this.#size--;
  }

  deleteAccount(accountId: string): void {
    this.#size -= this.of(accountId).size;
    this.#accounts.delete(accountId);
  }

  *[Symbol.iterator](): Generator<FollowedMessage, void> {
    for (const own of this.#accounts.values()) yield* own.values();
  }
}

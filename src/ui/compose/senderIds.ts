import type { Memory } from "../../core/secrets.js";

/** The sender ID that was used last, for each account apart. */
export class SenderIds {
  readonly #memory: Memory;

  constructor(sharedMemory: Memory) {
    this.#memory = sharedMemory;
  }

  /** Empty if none was used. */
  last(accountId: string): string {
    const kept = this.#memory.get(keyOf(accountId));
    return typeof kept === "string" ? kept : "";
  }

  async keep(accountId: string, senderId: string): Promise<void> {
    if (senderId !== this.last(accountId)) await this.#memory.update(keyOf(accountId), senderId);
  }

  async forget(accountId: string): Promise<void> {
    await this.#memory.update(keyOf(accountId), undefined);
  }
}

function keyOf(accountId: string): string {
  return `senderId:${accountId}`;
}

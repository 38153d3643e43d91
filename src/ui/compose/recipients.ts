import * as z from "zod/mini";
import type { Memory } from "../../core/secrets.js";

/** How many recent recipients are offered. */
const MAX_RECENT = 10;

/** The numbers that were texted lately, for each account apart. */
export class Recipients {
  readonly #memory: Memory;

  constructor(sharedMemory: Memory) {
    this.#memory = sharedMemory;
  }

  /** Numbers in E.164, the last one first. */
  recent(accountId: string): string[] {
    const parsed = z.array(z.string()).safeParse(this.#memory.get(keyOf(accountId)));
    return parsed.success ? parsed.data : [];
  }

  async add(accountId: string, e164: string): Promise<void> {
    const others = this.recent(accountId).filter((number) => number !== e164);
    await this.#memory.update(keyOf(accountId), [e164, ...others].slice(0, MAX_RECENT));
  }

  async forget(accountId: string): Promise<void> {
    await this.#memory.update(keyOf(accountId), undefined);
  }
}

function keyOf(accountId: string): string {
  return `recipients:${accountId}`;
}

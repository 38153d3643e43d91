import type { Memory } from "../../core/secrets.js";

const KEY = "bulkText";

/** The text that was typed for many and not sent, kept for this window so that closing a box does not lose it. */
export class TypedText {
  readonly #memory: Memory;

  constructor(windowMemory: Memory) {
    this.#memory = windowMemory;
  }

  /** Empty if there is none. */
  get kept(): string {
    const kept = this.#memory.get(KEY);
    return typeof kept === "string" ? kept : "";
  }

  async keep(text: string): Promise<void> {
    await this.#memory.update(KEY, text.trim() === "" ? undefined : text);
  }

  async clear(): Promise<void> {
    await this.#memory.update(KEY, undefined);
  }
}

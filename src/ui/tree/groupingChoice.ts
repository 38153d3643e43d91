import type { Memory } from "../../core/secrets.js";
import { Emitter, type Disposable, type Event } from "../../core/emitter.js";

/** By what messages are grouped. */
export const GROUPINGS = ["none", "day", "recipient"] as const;

/** See `GROUPINGS`. */
export type Grouping = (typeof GROUPINGS)[number];

const KEY = "smsForAi.messageGrouping";

/** How this window groups its messages; remembered. */
export class GroupingChoice implements Disposable {
  readonly #memory: Memory;
  readonly #changed = new Emitter<void>();

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(windowMemory: Memory) {
    this.#memory = windowMemory;
  }

  get value(): Grouping {
    const kept = this.#memory.get(KEY);
    return GROUPINGS.find((grouping) => grouping === kept) ?? "none";
  }

  async choose(grouping: Grouping): Promise<void> {
    await this.#memory.update(KEY, grouping === "none" ? undefined : grouping);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

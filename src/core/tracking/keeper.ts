import { isObject } from "../../api/fields.js";
import type { Disposable } from "../emitter.js";
import type { Memory } from "../secrets.js";
import type { Clock } from "./clock.js";
import { KEPT, type KeptMessage } from "./kept.js";
import { FOLLOWED_FOR } from "./schedule.js";

/** How many a window remembers: the newest. */
const MOST_KEPT = 300;

/** The least time between two times that they are written down, in ms. */
const PAUSE = 1000;

/** What this window's last run left to follow, as far as it is not too old. */
export function readKept(memory: Memory, now: number): KeptMessage[] {
  const kept = memory.get(KEPT);
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((value: unknown) => {
    if (!isObject(value)) return [];
    const { accountId, id, sentAt } = value;
    if (typeof accountId !== "string" || typeof id !== "string" || typeof sentAt !== "number") return [];
    return now - sentAt < FOLLOWED_FOR ? [{ accountId, id, sentAt: Math.min(sentAt, now) }] : [];
  });
}

/** Writes down what is followed, at once and then now and then: ids alone, no number and no text. */
export class Keeper implements Disposable {
  readonly #memory: Memory;
  readonly #followed: Iterable<KeptMessage>;
  readonly #clock: Clock;
  #timer: Disposable | undefined;
  #isDue = false;

  constructor(memory: Memory, followed: Iterable<KeptMessage>, clock: Clock) {
    this.#memory = memory;
    this.#followed = followed;
    this.#clock = clock;
  }

  changed(): void {
    this.#isDue = true;
    if (this.#timer === undefined) this.#write();
  }

  dispose(): void {
    this.#timer?.dispose();
    if (this.#isDue) this.#keep();
  }

  #write(): void {
    if (!this.#isDue) return;
    this.#keep();
    this.#timer = this.#clock.after(PAUSE, () => {
      this.#timer = undefined;
      this.#write();
    });
  }

  #keep(): void {
    this.#isDue = false;
    const newest = [...this.#followed]
      .sort((one, other) => other.sentAt - one.sentAt)
      .slice(0, MOST_KEPT)
      .map(({ accountId, id, sentAt }) => ({ accountId, id, sentAt }));
    void this.#memory.update(KEPT, newest.length === 0 ? undefined : newest);
  }
}

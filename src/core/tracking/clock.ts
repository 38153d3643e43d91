import type { Disposable } from "../emitter.js";

/** The time and a way to wait, which tests replace. */
export interface Clock {
  /** ms since the epoch. */
  now(): number;
  /** Runs once after so many ms, unless disposed of before. */
  after(ms: number, run: () => void): Disposable;
}

/** The machine's own. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return {
      dispose: () => {
        clearTimeout(timer);
      },
    };
  },
};

const MINUTE = 60_000;

/** How many requests may go in a minute: beyond that nothing piles up, and the server's limit stays the person's. */
export class RequestBudget {
  readonly #most: number;
  readonly #now: () => number;
  /** When requests went, ms since the epoch, the oldest first; at most `#most`. */
  #times: number[] = [];

  /** @param most in any 60 seconds */
  constructor(most: number, now: () => number = Date.now) {
    this.#most = most;
    this.#now = now;
  }

  /**
   * Takes a place, or tells when there will be one, in ms since the epoch. A clock that was set back must not lock
   * it up: times of the future are dropped.
   */
  take(): number | undefined {
    const now = this.#now();
    this.#times = this.#times.filter((time) => time > now - MINUTE && time <= now);
    const [oldest] = this.#times;
    if (oldest !== undefined && this.#times.length >= this.#most) return oldest + MINUTE;
    this.#times.push(now);
    return undefined;
  }
}

/** How many requests may go at once, and how many more each minute brings. */
export interface Allowance {
  readonly burst: number;
  readonly perMinute: number;
}

/**
 * What one window may ask by itself: 98 requests in its first hour, 490 in a day. The service's limits are not
 * documented; of 60 a minute, three windows take less than a tenth over the hour. The rest is the user's.
 */
export const ALLOWANCES: readonly Allowance[] = [
  { burst: 8, perMinute: 1.5 },
  { burst: 250, perMinute: 1 / 6 },
];

const MINUTE = 60_000;

/** Counts requests against allowances that fill up with time; all times in ms since the epoch. */
export class RequestBudget {
  readonly #buckets: { readonly allowance: Allowance; level: number; at: number }[];

  constructor(now: number, allowances = ALLOWANCES) {
    this.#buckets = allowances.map((allowance) => ({ allowance, level: allowance.burst, at: now }));
  }

  /** When the next request may go: `now` or later. */
  nextAt(now: number): number {
    this.#fill(now);
    const waits = this.#buckets.map(({ level, allowance }) =>
      level >= 1 ? 0 : Math.ceil(((1 - level) / allowance.perMinute) * MINUTE),
    );
    return now + Math.max(0, ...waits);
  }

  /** Counts requests that went; more than were left are a debt. */
  take(now: number, requests = 1): void {
    this.#fill(now);
    for (const bucket of this.#buckets) bucket.level -= requests;
  }

  #fill(now: number): void {
    for (const bucket of this.#buckets) {
      const { burst, perMinute } = bucket.allowance;
      // A clock that is set back brings nothing.
      const gained = (Math.max(0, now - bucket.at) / MINUTE) * perMinute;
      bucket.level = Math.min(burst, bucket.level + gained);
      bucket.at = now;
    }
  }
}

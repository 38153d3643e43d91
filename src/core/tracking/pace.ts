import { ApiError, type ApiErrorKind } from "../../api/errors.js";

/** The least time between two requests while the window is not focused, in ms. */
const UNFOCUSED_PAUSE = 60_000;

/** Failures after which a read is tried up to two times more (api/http.ts); each try counts for the server. */
const RETRIED: ReadonlySet<ApiErrorKind | undefined> = new Set([
  "server",
  "connectionLost",
  "rateLimited",
] as const);
const RETRIES = 2;

/** When a window may ask by itself, whatever for; all times in ms since the epoch. */
export class Pace {
  readonly #isFocused: () => boolean;
  readonly #budget: RequestBudget;
  #askedAt = -Infinity;

  constructor(isFocused: () => boolean, now: number) {
    this.#isFocused = isFocused;
    this.#budget = new RequestBudget(now);
  }

  /** When the next request may go. */
  earliest(now: number): number {
    const pause = this.#isFocused() ? 0 : UNFOCUSED_PAUSE;
    return Math.max(this.#askedAt + pause, this.#budget.nextAt(now));
  }

  asked(now: number): void {
    this.#askedAt = now;
    this.#budget.take(now);
  }

  failed(error: unknown, now: number): void {
    if (RETRIED.has(error instanceof ApiError ? error.kind : undefined)) this.#budget.take(now, RETRIES);
  }
}

/** How many requests may go at once, and how many more each minute brings. */
interface Allowance {
  readonly burst: number;
  readonly perMinute: number;
}

/**
 * What one window may ask by itself: 98 requests in its first hour, 490 in a day. The service's limits are not
 * documented; of 60 a minute, three windows take less than a tenth over the hour. The rest is the user's.
 */
const ALLOWANCES: readonly Allowance[] = [
  { burst: 8, perMinute: 1.5 },
  { burst: 250, perMinute: 1 / 6 },
];

const MINUTE = 60_000;

/** Counts requests against allowances that fill up with time; all times in ms since the epoch. */
class RequestBudget {
  readonly #buckets: { readonly allowance: Allowance; level: number; at: number }[];

  constructor(now: number) {
    this.#buckets = ALLOWANCES.map((allowance) => ({ allowance, level: allowance.burst, at: now }));
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

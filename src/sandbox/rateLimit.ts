/** What a limit says to one more request. */
export interface RateVerdict {
  readonly allowed: boolean;
  /** Requests per window, and how many of them are left. */
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until the window ends. */
  readonly retryAfterSeconds: number;
}

interface Window {
  readonly lengthMs: number;
  endsAt: number;
  used: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Counts requests in fixed windows of a minute and of a day, each begun by its first request. */
export class RateLimiter {
  readonly #clock: () => number;
  readonly #minute: Window = { lengthMs: MINUTE_MS, endsAt: 0, used: 0 };
  readonly #day: Window = { lengthMs: DAY_MS, endsAt: 0, used: 0 };

  /** @param clock ms since the epoch */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /**
   * Counts one request, unless a limit refuses it. The verdict is that of the limit that refuses, else that
   * of the shorter window.
   * @param perMinute 0 = no limit, as for `perDay`
   * @returns `undefined` if there is no limit at all
   */
  take(perMinute: number, perDay: number): RateVerdict | undefined {
    const now = this.#clock();
    const windows = [
      { window: this.#minute, limit: perMinute },
      { window: this.#day, limit: perDay },
    ].filter(({ limit }) => limit > 0);
    for (const { window } of windows) {
      if (now < window.endsAt && now >= window.endsAt - window.lengthMs) continue;
      window.endsAt = now + window.lengthMs;
      window.used = 0;
    }
    // When both are used up, the day's is the one worth waiting for.
    const refusing = windows.findLast(({ window, limit }) => window.used >= limit);
    if (refusing === undefined) for (const { window } of windows) window.used++;
    const told = refusing ?? windows[0];
    if (told === undefined) return undefined;
    return {
      allowed: refusing === undefined,
      limit: told.limit,
      remaining: Math.max(0, told.limit - told.window.used),
      retryAfterSeconds: Math.max(1, Math.ceil((told.window.endsAt - now) / 1000)),
    };
  }
}

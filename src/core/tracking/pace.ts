import { ApiError, type ApiErrorKind } from "../../api/errors.js";
import { RequestBudget } from "./budget.js";
import { UNFOCUSED_PAUSE } from "./schedule.js";

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

import { sleep } from "../api/abort.js";
import { ApiError } from "../api/errors.js";
import type { MessagePage } from "../api/schemas.js";

/** How long a window of a rate limit is taken to last, in ms (API.md, "Errors": per minute). */
const WINDOW = 60_000;

/** What part of a rate limit is left to the user: one request of so many. */
const KEPT = 5;

/** How long to wait after a 429 that does not say, in ms; doubled with each one in a row. */
const BACKOFF = 5000;
const LONGEST_BACKOFF = 60_000;

/** A wait that is longer than this is not worth sitting out, in ms: it is for tomorrow. */
const LONGEST_WAIT = 15 * 60_000;

/** A clock, which tests replace. */
export interface Clock {
  /** ms since the epoch. */
  now(): number;
  /** Waits; false if the signal aborted meanwhile. */
  sleep(ms: number, signal: AbortSignal): Promise<boolean>;
}

const SYSTEM: Clock = { now: () => Date.now(), sleep };

/** How to read many pages in a row. */
export interface PacerOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told when nothing is asked until then (ms since the epoch), to be shown. */
  readonly onWait?: ((until: number) => void) | undefined;
  /** The system's unless a test has another. */
  readonly clock?: Clock | undefined;
}

/** Reads page after page, one at a time, at a pace that leaves the last fifth of the rate limit to the user. */
export class PagePacer {
  readonly #signal: AbortSignal;
  readonly #onWait: (until: number) => void;
  readonly #clock: Clock;
  #blockedUntil = 0;
  #refusals = 0;
  /** When the present window of the limit began, at the latest. */
  #windowBegan = 0;
  #left: number | undefined;
  /** The most that is known to fit into a window. */
  #fitting = 0;

  constructor({ signal, onWait, clock }: PacerOptions) {
    this.#signal = signal ?? new AbortController().signal;
    this.#onWait = onWait ?? ((): void => undefined);
    this.#clock = clock ?? SYSTEM;
  }

  /**
   * Asks for one page when it is time, and again after a 429.
   * @throws ApiError `rateLimited` only if the server wants to be left alone for more than a quarter of an hour
   */
  async read(ask: (signal: AbortSignal) => Promise<MessagePage>): Promise<MessagePage> {
    for (;;) {
      await this.#pause();
      const began = this.#clock.now();
      try {
        const page = await ask(this.#signal);
        this.#taken(page, began);
        return page;
      } catch (error) {
        if (!(error instanceof ApiError) || error.kind !== "rateLimited") throw error;
        this.#refused(error);
      }
    }
  }

  async #pause(): Promise<void> {
    const wait = this.#blockedUntil - this.#clock.now();
    if (wait > 0) {
      this.#onWait(this.#blockedUntil);
      await this.#clock.sleep(wait, this.#signal);
      this.#left = undefined;
    }
    this.#blockedUntil = 0;
    if (this.#signal.aborted) throw new ApiError("cancelled", true);
  }

  #taken({ remaining, limit }: MessagePage, began: number): void {
    this.#refusals = 0;
    if (remaining === undefined) return;
    if (this.#left === undefined || remaining > this.#left) this.#windowBegan = began;
    this.#left = remaining;
    this.#fitting = limit ?? Math.max(this.#fitting, remaining + 1);
    if (remaining <= Math.floor(this.#fitting / KEPT)) this.#blockedUntil = this.#windowBegan + WINDOW;
  }

  #refused(error: ApiError): void {
    const now = this.#clock.now();
    const backoff = Math.min(BACKOFF * 2 ** this.#refusals++, LONGEST_BACKOFF);
    // Without a pause, a server that says "now" would be asked for ever.
    const until = Math.max(error.retryAt ?? now + backoff, now + 1000);
    if (until - now > LONGEST_WAIT) throw error;
    this.#blockedUntil = until;
  }
}

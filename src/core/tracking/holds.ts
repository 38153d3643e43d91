import { ApiError } from "../../api/errors.js";
import { pauseAfterFailures, SPARE_PAUSE, SPARE_REQUESTS } from "./schedule.js";

interface Hold {
  /** ms since the epoch, like all times here; `Infinity` until the session changes. */
  readonly until: number;
  /** Failures in a row. */
  readonly failures: number;
}

const NONE: Hold = { until: -Infinity, failures: 0 };

/** Until when the servers of accounts are left alone. */
export class Holds {
  readonly #holds = new Map<string, Hold>();

  until(accountId: string): number {
    return this.#of(accountId).until;
  }

  /** Leaves it alone for a while if it is close to its limit: what is left is for the user. */
  remaining(accountId: string, remaining: number | undefined, now: number): void {
    if (remaining === undefined || remaining > SPARE_REQUESTS) return;
    const { until, failures } = this.#of(accountId);
    this.#holds.set(accountId, { until: Math.max(until, now + SPARE_PAUSE), failures });
  }

  /** A request succeeded: the failures are over, but not a wait for the limit. */
  succeeded(accountId: string, now: number): void {
    const { until } = this.#of(accountId);
    if (until <= now) this.#holds.delete(accountId);
    else this.#holds.set(accountId, { until, failures: 0 });
  }

  /** @returns whether it is the first failure in a row */
  failed(accountId: string, error: unknown, now: number): boolean {
    const failures = this.#of(accountId).failures + 1;
    this.#holds.set(accountId, { until: untilAfter(error, failures, now), failures });
    return failures === 1;
  }

  /** The session has changed: what was refused may be allowed by now. */
  endRefusals(): void {
    for (const [accountId, { until }] of this.#holds) if (until === Infinity) this.#holds.delete(accountId);
  }

  #of(accountId: string): Hold {
    return this.#holds.get(accountId) ?? NONE;
  }
}

function untilAfter(error: unknown, failures: number, now: number): number {
  const pause = now + pauseAfterFailures(failures);
  if (!(error instanceof ApiError)) return pause;
  switch (error.kind) {
    case "unauthorized":
    case "forbidden":
    case "invalidToken":
      return Infinity;
    case "rateLimited":
      return Math.max(error.retryAt ?? now + SPARE_PAUSE, now + 1000);
    default:
      return pause;
  }
}

import { ApiError, type ApiErrorKind } from "../../api/errors.js";

/** How long nothing is asked where little of the server's limit is left, in ms, and how much is little. */
const SPARE_PAUSE = 60_000;
const SPARE_REQUESTS = 10;

interface Hold {
  /** ms since the epoch, like all times here. */
  readonly until: number;
  /** The account may not ask, as the server said last. */
  readonly isRefused: boolean;
  /** Failures in a row. */
  readonly failures: number;
}

const NONE: Hold = { until: -Infinity, isRefused: false, failures: 0 };

/** How long nothing is asked of a server that refused the token, in ms: somebody may allow it there meanwhile. */
const REFUSED_PAUSE = 3_600_000;
const REFUSALS: ReadonlySet<ApiErrorKind> = new Set(["unauthorized", "forbidden", "invalidToken"] as const);

/** Until when the servers of accounts are left alone. */
export class Holds {
  readonly #holds = new Map<string, Hold>();

  until(accountId: string): number {
    return this.#of(accountId).until;
  }

  /** Leaves it alone for a while if it is close to its limit: what is left is for the user. */
  remaining(accountId: string, remaining: number | undefined, now: number): void {
    if (remaining === undefined || remaining > SPARE_REQUESTS) return;
    const hold = this.#of(accountId);
    this.#holds.set(accountId, { ...hold, until: Math.max(hold.until, now + SPARE_PAUSE) });
  }

  /** A request succeeded: the failures are over, but not a wait for the limit. */
  succeeded(accountId: string, now: number): void {
    const { until } = this.#of(accountId);
    if (until <= now) this.#holds.delete(accountId);
    else this.#holds.set(accountId, { ...NONE, until });
  }

  /** @returns whether it is the first failure in a row */
  failed(accountId: string, error: unknown, now: number): boolean {
    const failures = this.#of(accountId).failures + 1;
    const isRefused = error instanceof ApiError && REFUSALS.has(error.kind);
    this.#holds.set(accountId, { until: untilAfter(error, failures, now), isRefused, failures });
    return failures === 1;
  }

  /** The session has changed: what was refused may be allowed by now. */
  endRefusals(): void {
    for (const [accountId, { isRefused }] of this.#holds) if (isRefused) this.#holds.delete(accountId);
  }

  #of(accountId: string): Hold {
    return this.#holds.get(accountId) ?? NONE;
  }
}

function untilAfter(error: unknown, failures: number, now: number): number {
  const pause = now + pauseAfterFailures(failures);
  if (!(error instanceof ApiError)) return pause;
  if (REFUSALS.has(error.kind)) return now + REFUSED_PAUSE;
  return error.kind === "rateLimited" ? Math.max(error.retryAt ?? now + SPARE_PAUSE, now + 1000) : pause;
}

/** How long an account is left alone after so many failures in a row, in ms: 4 s, doubling up to 10 minutes. */
function pauseAfterFailures(failures: number): number {
  return Math.min(2000 * 2 ** Math.min(failures, 20), 600_000);
}

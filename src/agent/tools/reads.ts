import { untilAborted } from "../../api/abort.js";
import type { SmsApi } from "../../api/client.js";
import { ApiError } from "../../api/errors.js";
import type { CountryPrice } from "../../api/schemas.js";
import type { SignedIn } from "../../core/session.js";
import { RequestBudget } from "../requestBudget.js";
import { TooManyReadsError } from "./failure.js";

/** How many requests the tools of a window make in a minute: half of the service's limit stays with the person. */
export const READS_PER_MINUTE = 30;

/** How long a price list is used, in ms. */
const PRICES_FRESH = 3_600_000;

/**
 * What agents ask of the server. An agent may call hundreds of times at once: equal requests that are under way
 * are made once, and beyond a number a minute calls are refused at once, so that nothing piles up and the server's
 * limit is not used up.
 */
export class SharedReads {
  readonly #now: () => number;
  readonly #budget: RequestBudget;
  /** Requests under way, by account and what is asked; a new token is a new `SignedIn`. */
  readonly #underWay = new WeakMap<SignedIn, Map<string, Promise<unknown>>>();
  readonly #prices = new WeakMap<SignedIn, { readonly at: number; readonly list: readonly CountryPrice[] }>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#budget = new RequestBudget(READS_PER_MINUTE, now);
  }

  /**
   * Asks the server, or joins who asks the same now.
   * @param what the same for equal requests
   * @throws TooManyReadsError; ApiError, also when the signal aborts, which lets the others go on
   */
  async read<T>(
    signedIn: SignedIn,
    what: string,
    ask: (api: SmsApi) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const underWay = this.#underWayOf(signedIn);
    let request = underWay.get(what) as Promise<T> | undefined;
    if (request === undefined) {
      const retryAt = this.#budget.take();
      if (retryAt !== undefined) throw new TooManyReadsError(retryAt);
      request = signedIn.api().then(ask);
      const forget = (): void => {
        underWay.delete(what);
      };
      underWay.set(what, request);
      request.then(forget, forget);
    }
    return untilAborted(request, signal).catch((error: unknown) => {
      throw signal.aborted ? new ApiError("cancelled", true, { cause: error }) : error;
    });
  }

  /** The account's prices, an hour old at most. */
  async prices(signedIn: SignedIn, signal: AbortSignal): Promise<readonly CountryPrice[]> {
    const kept = this.#prices.get(signedIn);
    if (kept !== undefined && Math.abs(this.#now() - kept.at) < PRICES_FRESH) return kept.list;
    const list = await this.read(signedIn, "prices", (api) => api.countries(), signal);
    this.#prices.set(signedIn, { at: this.#now(), list });
    return list;
  }

  #underWayOf(signedIn: SignedIn): Map<string, Promise<unknown>> {
    const known = this.#underWay.get(signedIn) ?? new Map<string, Promise<unknown>>();
    this.#underWay.set(signedIn, known);
    return known;
  }
}

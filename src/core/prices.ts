import type { CountryPrice } from "../api/schemas.js";
import type { Loadable } from "./loadable.js";
import { lastOf } from "./loadable.js";
import { Resource } from "./resource.js";
import type { SessionReader } from "./session.js";

/** How long prices count as fresh, in ms. */
const FRESH = 60 * 60_000;

/** What a number will cost per SMS. */
export interface NumberPrice {
  readonly price: CountryPrice;
  /** The number's own country is not known or not listed: this is the dearest of those with its dial code. */
  readonly unsure: boolean;
}

/** The account's price list. */
export class Prices extends Resource<readonly CountryPrice[]> {
  constructor(session: SessionReader) {
    super(
      session,
      async ({ api }, signal) => (await api()).countries(signal),
      (countries) => countries,
    );
  }

  /** Fetches the prices unless they are fresh. */
  async load(): Promise<Loadable<readonly CountryPrice[]>> {
    const last = lastOf(this.state);
    const fresh = this.state.kind === "ready" && last !== undefined && Date.now() - last.at < FRESH;
    return fresh ? this.state : this.refresh();
  }
}

/**
 * The price of a number: its country's, or that of the longest dial code it begins with. `undefined` if the
 * service does not go there.
 * @param country ISO 3166-1 alpha-2, if the number tells it
 */
export function priceOf(
  prices: readonly CountryPrice[],
  e164: string,
  country: string | undefined,
): NumberPrice | undefined {
  const own = prices.find(({ code, dialCode }) => code === country && e164.startsWith(dialCode));
  if (own !== undefined) return { price: own, unsure: false };
  const matches = prices.filter(({ dialCode }) => e164.startsWith(dialCode));
  const longest = Math.max(...matches.map(({ dialCode }) => dialCode.length));
  const [dearest, ...others] = matches
    .filter(({ dialCode }) => dialCode.length === longest)
    .sort((a, b) => b.price - a.price);
  // A country that is not in the list may cost something else than the one that shares its dial code.
  return dearest && { price: dearest, unsure: others.length > 0 || country !== undefined };
}

/** The cheapest and the dearest country of a list; `undefined` for an empty one. */
export function priceRange(
  prices: readonly CountryPrice[],
): { readonly cheapest: CountryPrice; readonly dearest: CountryPrice } | undefined {
  const sorted = [...prices].sort((one, other) => one.price - other.price);
  const [cheapest] = sorted;
  const dearest = sorted.at(-1);
  return cheapest && dearest && { cheapest, dearest };
}

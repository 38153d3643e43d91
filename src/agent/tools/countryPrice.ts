import type { CountryPrice } from "../../api/schemas.js";
import { priceOf } from "../../core/prices.js";
import { UnfitError } from "./failure.js";
import type { ToolInput } from "./inputs.js";
import { accountFacts, englishCountry, numberOf, usd, type ReadingParts } from "./readingParts.js";

/** The most countries that a name or a dial code may mean. */
const MAX_MATCHES = 10;

/** The price of an SMS segment to a country: by ISO code, English name, dial code, or a number there. */
export async function countryPrice(
  parts: ReadingParts,
  { country }: ToolInput<"smsForAi_countryPrice">,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const wanted = country.trim().slice(0, 100);
  if (wanted === "") throw new UnfitError("badCountry", ADVICE);
  const signedIn = await parts.signedIn();
  const prices = await parts.reads.prices(signedIn, signal);
  const found = wanted.startsWith("+") ? await byNumber(parts, prices, wanted) : byName(prices, wanted);
  if (found.length === 0) {
    throw new UnfitError(
      "noPrice",
      `The service has no price for that country, or the name is not known. ${ADVICE}`,
    );
  }
  return {
    account: accountFacts(signedIn),
    prices: found.slice(0, MAX_MATCHES).map(({ code, dialCode, price }) => ({
      country: code,
      name: englishCountry(code),
      dialCode,
      pricePerSegmentUsd: usd(price),
    })),
    ...(found.length > MAX_MATCHES ? { more: found.length - MAX_MATCHES } : {}),
  };
}

const ADVICE =
  'Give an ISO code such as "DE", an English name, a dial code such as "+49", or a number with "+".';

/** A dial code tells all its countries, a whole number one. */
async function byNumber(
  parts: ReadingParts,
  prices: readonly CountryPrice[],
  wanted: string,
): Promise<CountryPrice[]> {
  const digits = `+${wanted.replace(/\D/g, "")}`;
  const same = prices.filter(({ dialCode }) => dialCode === digits);
  if (same.length > 0 || digits.length < 7) return same;
  const { e164, country } = await numberOf(parts, wanted);
  const found = priceOf(prices, e164, country);
  return found === undefined ? [] : [found.price];
}

/** The code; else the name, whole; else names that begin with it or have it in them. */
function byName(prices: readonly CountryPrice[], wanted: string): CountryPrice[] {
  const code = prices.filter((price) => price.code === wanted.toUpperCase());
  if (code.length > 0) return code;
  const word = plain(wanted);
  const named = prices.map((price) => ({
    price,
    names: [plain(englishCountry(price.code)), plain(price.name)],
  }));
  const by = (test: (name: string) => boolean): CountryPrice[] =>
    named.filter(({ names }) => names.some(test)).map(({ price }) => price);
  const whole = by((name) => name === word);
  return whole.length > 0 ? whole : word.length < 3 ? [] : by((name) => name.includes(word));
}

function plain(name: string): string {
  return name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

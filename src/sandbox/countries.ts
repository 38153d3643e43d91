import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { CountryCode } from "libphonenumber-js/min";
import metadata from "libphonenumber-js/min/metadata";
import { priceOf } from "./prices.js";

/** A country that the sandbox sends to. */
export interface Country {
  /** ISO 3166-1 alpha-2 (and XK, AC, TA, as libphonenumber has them). */
  readonly code: string;
  /** English name. */
  readonly name: string;
  /** `+` and digits. */
  readonly dialCode: string;
  /** Millionths of a USD for one segment. */
  readonly priceMicros: number;
}

/** E.164: `+`, first digit 1 to 9, at most 15 digits. The shortest numbers in use have 7, dial code included. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** Whether a text has the form of an E.164 number. */
export function isE164(text: string): boolean {
  return E164.test(text);
}

/** Every country that libphonenumber knows, and whose number is whose. */
export class Countries {
  /** By name. */
  readonly all: readonly Country[];
  readonly #byCode: ReadonlyMap<string, Country>;

  constructor() {
    const names = new Intl.DisplayNames("en", { type: "region" });
    const order = new Intl.Collator("en");
    this.all = getCountries()
      .map((code) => ({
        code,
        name: names.of(code) ?? code,
        dialCode: `+${getCountryCallingCode(code)}`,
        priceMicros: priceOf(code),
      }))
      .sort((a, b) => order.compare(a.name, b.name));
    this.#byCode = new Map(this.all.map((country) => [country.code, country]));
  }

  /**
   * The country of an E.164 number; `undefined` if it is in none. Where libphonenumber is unsure (reserved
   * ranges), the main country of the dial code.
   */
  ofNumber(to: string): Country | undefined {
    const code = parsePhoneNumberFromString(to)?.country ?? mainCountry(to);
    return code === undefined ? undefined : this.#byCode.get(code);
  }
}

/** The first country that the metadata lists for the number's dial code, which has at most three digits. */
function mainCountry(to: string): CountryCode | undefined {
  const byDialCode: Readonly<Record<string, readonly CountryCode[]>> = metadata.country_calling_codes;
  for (let length = 3; length > 0; length--) {
    const [main] = byDialCode[to.slice(1, 1 + length)] ?? [];
    if (main !== undefined) return main;
  }
  return undefined;
}

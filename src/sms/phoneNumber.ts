import type * as PhoneLibrary from "libphonenumber-js/min";

/** A phone number in E.164 and what is known of it. */
export interface PhoneNumber {
  readonly e164: string;
  /** `+1 202 555 0100`. */
  readonly formatted: string;
  /** ISO 3166-1 alpha-2, where the number tells its country. */
  readonly country: string | undefined;
  /** The numbering plan says that no such number exists; its tables go stale, so this is a warning. */
  readonly doubtful: boolean;
}

/** Why a text is no phone number that can be texted. */
export type PhoneNumberProblem =
  "empty" | "noCountry" | "letters" | "extension" | "tooShort" | "tooLong" | "impossible";

/** A number, or why it is none. */
export type PhoneNumberResult =
  | { readonly ok: true; readonly number: PhoneNumber }
  | { readonly ok: false; readonly problem: PhoneNumberProblem };

/** Reads phone numbers. */
export interface PhoneNumbers {
  /**
   * Reads what a person typed: international form, with or without spaces, hyphens, dots and parentheses.
   * @param country ISO 3166-1 alpha-2, whose national form is understood too
   */
  parse(text: string, country?: string): PhoneNumberResult;
  /** The country that a number in E.164 tells, three times as fast as `parse`; `undefined` where it is not certain. */
  countryOf(e164: string): string | undefined;
  /** Whether the national form of a country (ISO 3166-1 alpha-2) can be read. */
  knowsCountry(country: string): boolean;
  /** The number spaced as its country writes it, while it is typed. */
  formatPartial(text: string): string;
  /** The country that the digits so far point to. */
  countryOfPartial(text: string): string | undefined;
}

/** Loads the numbering plans (some 100 KB) on first use. */
export async function loadPhoneNumbers(): Promise<PhoneNumbers> {
  const library: typeof PhoneLibrary = await import("libphonenumber-js/min");
  return {
    parse: (text, country) => parse(library, text, country),
    countryOf: (e164) => {
      if (!/^\+[1-9]\d{1,14}$/.test(e164)) return undefined;
      const parsed = library.parsePhoneNumberFromString(e164);
      return parsed?.number === e164 ? parsed.country : undefined;
    },
    knowsCountry: (country) => library.isSupportedCountry(country),
    formatPartial: (text) => new library.AsYouType().input(normalize(text)),
    countryOfPartial: (text) => {
      const typed = new library.AsYouType();
      typed.input(normalize(text));
      return typed.getCountry();
    },
  };
}

/** Drops what people write between digits; a leading `00` is the international prefix. */
function normalize(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/^tel:/i, "")
    .replace(/[\s().\-\u2010-\u2015\u2060\u200e\u200f\u202a-\u202e/]/g, "")
    .replace(/^00(?=[1-9])/, "+");
}

/** A number with an extension behind it, as people and RFC 3966 write it, without the spaces. */
const EXTENSION = /^\+?\d+[,;]*(?:ext(?:ension)?|extn|x|#|durchwahl|dw)[:=]?\d+$/i;

function parse(library: typeof PhoneLibrary, text: string, country: string | undefined): PhoneNumberResult {
  const normalized = normalize(text);
  if (normalized === "") return problem("empty");
  if (EXTENSION.test(normalized)) return problem("extension");
  if (/[^+\d]/.test(normalized)) return problem("letters");
  if (normalized.startsWith("+")) return parseInternational(library, normalized);
  if (country === undefined || !library.isSupportedCountry(country)) return problem("noCountry");
  const length = library.validatePhoneNumberLength(normalized, country);
  if (length === "TOO_SHORT") return problem("tooShort");
  if (length === "TOO_LONG") return problem("tooLong");
  const national = library.parsePhoneNumberFromString(normalized, country);
  return national === undefined ? problem("impossible") : parseInternational(library, national.number);
}

function parseInternational(library: typeof PhoneLibrary, normalized: string): PhoneNumberResult {
  // E.164: a first digit from 1 to 9 and 15 digits at most.
  if (!/^\+[1-9]\d*$/.test(normalized)) return problem(normalized === "+" ? "tooShort" : "impossible");
  if (normalized.length > 16) return problem("tooLong");
  const parsed = library.parsePhoneNumberFromString(normalized);
  // What the library reads differently from what was typed (a national prefix it drops) is not guessed at.
  if (parsed?.number !== normalized) {
    return problem(normalized.length < 8 ? "tooShort" : "impossible");
  }
  const length = library.validatePhoneNumberLength(normalized);
  if (length === "TOO_SHORT") return problem("tooShort");
  if (length === "TOO_LONG") return problem("tooLong");
  if (!parsed.isPossible()) return problem("impossible");
  return {
    ok: true,
    number: {
      e164: parsed.number,
      formatted: parsed.formatInternational(),
      country: parsed.country,
      doubtful: !parsed.isValid() && !isReserved(parsed.number),
    },
  };
}

function problem(code: PhoneNumberProblem): PhoneNumberResult {
  return { ok: false, problem: code };
}

/**
 * Whether a number is set aside for fiction and tests, so that nobody receives a text sent there:
 * `+1 NXX 555 0100` to `0199`, `+44 7700 900000` to `900999`, `+61 491 570 006` and `156`.
 * @param e164 in E.164
 */
export function isReserved(e164: string): boolean {
  return (
    /^\+1[2-9]\d\d55501\d\d$/.test(e164) ||
    /^\+447700900\d{3}$/.test(e164) ||
    /^\+61491570(006|156)$/.test(e164)
  );
}

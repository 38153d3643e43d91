import type { PhoneNumber } from "../sms/phoneNumber.js";

/** What one entry of the allowed recipients means. */
type Entry =
  | { readonly kind: "country"; readonly code: string }
  /** A number in E.164, in which `*` stands for any digits and `?` for one. */
  | { readonly kind: "pattern"; readonly pattern: string };

/**
 * Whether one of the entries allows a number: a number, a country (ISO 3166-1 alpha-2), or a pattern with `*` and
 * `?`, each with spaces, hyphens, dots and parentheses as people write them. What is none of them allows nothing.
 */
export function isAllowed(
  { e164, country }: Pick<PhoneNumber, "e164" | "country">,
  entries: readonly unknown[],
): boolean {
  return entries.some((text) => {
    const entry = read(text);
    if (entry === undefined) return false;
    return entry.kind === "country" ? entry.code === country : matches(e164, entry.pattern);
  });
}

/**
 * The entries that allow nothing because they are neither number nor country nor pattern, as they were written.
 * @param knowsCountry as `PhoneNumbers` has it
 */
export function badEntries(entries: readonly unknown[], knowsCountry: (code: string) => boolean): string[] {
  return entries
    .filter((text) => {
      const entry = read(text);
      return entry === undefined || (entry.kind === "country" && !knowsCountry(entry.code));
    })
    .map((text) => (typeof text === "string" ? text : JSON.stringify(text)));
}

/** A pattern begins with the digit of a country at least: one that fits every number is taken for a slip. */
function read(text: unknown): Entry | undefined {
  if (typeof text !== "string") return undefined;
  const plain = text
    .normalize("NFKC")
    .replace(/[\s().\-\u2010-\u2015\u2060\u200b-\u200f\u202a-\u202e\u2066-\u2069/]/g, "")
    .replace(/^00(?=[1-9])/, "+");
  if (/^[a-z]{2}$/i.test(plain)) return { kind: "country", code: plain.toUpperCase() };
  return /^\+[1-9][\d*?]{0,40}$/.test(plain) && (/[*?]/.test(plain) || /^\+\d{7,15}$/.test(plain))
    ? { kind: "pattern", pattern: plain }
    : undefined;
}

/** Goes back to the last `*` only, so that no pattern takes long. */
function matches(text: string, pattern: string): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (pattern[place] === "*") {
      star = place++;
      resume = at;
    } else if (pattern[place] === "?" || pattern[place] === text[at]) {
      place++;
      at++;
    } else if (star >= 0) {
      place = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[place] === "*") place++;
  return place === pattern.length;
}

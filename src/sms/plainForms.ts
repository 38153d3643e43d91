/** What kind of character forces UCS-2; the words for it are `ui`'s. */
export type ForcingKind =
  | "quote"
  | "dash"
  | "ellipsis"
  | "space"
  /** Zero-width characters, marks of direction, controls: what a person does not see. */
  | "invisible"
  | "bullet"
  /** A letter with an accent that GSM-7 does not have, or that is written apart from its letter. */
  | "accent"
  /** Another form of letters or signs of GSM-7: ligatures, full-width ones, Greek capitals like Latin ones. */
  | "letter"
  | "fraction"
  | "symbol"
  | "emoji"
  /** A letter or digit of another script. */
  | "script";

/** A kind and the GSM-7 text that says the same. */
export interface PlainForm {
  readonly kind: ForcingKind;
  readonly replacement: string;
}

/** Runs of characters that the same text replaces, by kind. Written as escapes: most of them look alike. */
const FORMS: readonly (readonly [kind: ForcingKind, replacement: string, characters: string])[] = [
  // Single quotes, primes, accents that stand alone, modifier letters, the backtick.
  ["quote", "'", "\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\u0060\u00b4\u02b9\u02bb\u02bc\u02bd"],
  ["quote", "'", "\u02c8\u02ca\u02cb\u055a\u1fbd\u1fbf\u1fef\u1ffd\u1ffe\u275b\u275c\ua78b\ua78c"],
  ["quote", '"', "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u02ba\u02dd\u02ee\u275d\u275e\u301d"],
  ["quote", '"', "\u301e\u301f"],
  ["quote", "'''", "\u2034\u2037"],
  ["dash", "-", "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u02d7\ufe58\ufe63\u2e3a\u2e3b"],
  ["ellipsis", "...", "\u2026\u22ef"],
  ["ellipsis", "..", "\u2025"],
  ["space", " ", "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"],
  ["space", " ", "\u202f\u205f\u3000"],
  ["space", "\n", "\v\u0085\u2028\u2029"],
  ["bullet", "-", "\u2022\u2023\u25aa\u25cf\u25e6\u25cb\u25a0\u25a1\u25ab"],
  ["bullet", ".", "\u00b7\u2027\u2219\u22c5\u30fb"],
  ["symbol", "*", "\u2217\u204e\u2731\u22c6"],
  ["symbol", "x", "\u00d7\u2715\u2a2f"],
  ["symbol", "/", "\u00f7\u2044\u2215\u29f8"],
  ["symbol", "\\", "\u2216\u29f5\ufe68"],
  ["symbol", "|", "\u00a6\u2223\u2502\u2758"],
  ["symbol", "~", "\u02dc\u223c\u301c\uff5e\u2248"],
  ["symbol", "^", "\u02c6\u2303"],
  ["symbol", "+/-", "\u00b1"],
  ["symbol", "<=", "\u2264\u2a7d"],
  ["symbol", ">=", "\u2265\u2a7e"],
  ["symbol", "->", "\u2192\u279c\u2794\u279e"],
  ["symbol", "<-", "\u2190"],
  ["symbol", "=>", "\u21d2"],
  ["symbol", "(C)", "\u00a9"],
  ["symbol", "(R)", "\u00ae"],
  ["symbol", "(TM)", "\u2122"],
  ["symbol", "No.", "\u2116"],
  ["symbol", "!!", "\u203c"],
  ["symbol", "!?", "\u2049\u203d"],
  ["symbol", "$", "\ufe69"],
  ["symbol", "@", "\ufe6b"],
  ["symbol", "%", "\ufe6a"],
  // Signs of mathematics that are drawn as Greek capitals.
  ["letter", "\u0394", "\u2206"],
  ["letter", "\u03a3", "\u2211"],
  ["letter", "\u03a0", "\u220f"],
  // Letters that no accent can be taken from.
  ["letter", "a", "\u00aa"],
  ["letter", "o", "\u00ba"],
  ["letter", "oe", "\u0153"],
  ["letter", "OE", "\u0152"],
  ["letter", "ij", "\u0133"],
  ["letter", "IJ", "\u0132"],
  ["letter", "l", "\u0142\u019a"],
  ["letter", "L", "\u0141"],
  ["letter", "d", "\u0111\u00f0"],
  ["letter", "D", "\u0110\u00d0"],
  ["letter", "th", "\u00fe"],
  ["letter", "Th", "\u00de"],
  ["letter", "h", "\u0127"],
  ["letter", "H", "\u0126"],
  ["letter", "t", "\u0167"],
  ["letter", "T", "\u0166"],
  ["letter", "i", "\u0131"],
  ["letter", "s", "\u017f"],
  ["letter", "SS", "\u1e9e"],
  ["letter", "'n", "\u0149"],
  // Greek capitals that GSM-7 leaves out because Latin ones look the same.
  ...Array.from("ABEZHIKMNOPTYX", (latin, index): [ForcingKind, string, string] => [
    "letter",
    latin,
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7".charAt(index),
  ]),
  ["fraction", "1/4", "\u00bc"],
  ["fraction", "1/2", "\u00bd"],
  ["fraction", "3/4", "\u00be"],
  ["fraction", "1/3", "\u2153"],
  ["fraction", "2/3", "\u2154"],
  ["fraction", "1/8", "\u215b"],
];

/** Characters that GSM-7 does not have, and what says the same. */
export const PLAIN_FORMS: ReadonlyMap<string, PlainForm> = new Map(
  FORMS.flatMap(([kind, replacement, characters]) =>
    Array.from(characters, (character) => [character, { kind, replacement }] as const),
  ),
);

import { PLAIN_FORMS, type ForcingKind } from "./plainForms.js";
import { isGsm7, septetsOf } from "./segments.js";

/** A character that GSM-7 does not have: one is enough, and the whole text is carried as UCS-2. */
export interface ForcingCharacter {
  /** Where it begins, in UTF-16 units from the beginning of the text. */
  readonly offset: number;
  /** The character with the accents, joiners and variants that belong to it. */
  readonly text: string;
  readonly kind: ForcingKind;
  /** GSM-7 text that says the same; empty where nothing is lost; `undefined` if there is none. */
  readonly replacement: string | undefined;
}

/** Marks beyond this number are taken for a character of their own, so that none is without an end. */
const MAX_MARKS = 32;

const MARK = /^\p{M}$/u;
const PICTURE = /^\p{Extended_Pictographic}$/u;
/** Skin tones, and the letters by which a flag names its region. */
const PICTURE_VARIANT = /^[\p{Emoji_Modifier}\u{e0020}-\u{e007f}]$/u;
const FLAG_LETTER = /^\p{Regional_Indicator}$/u;
const VARIANTS = /[\ufe00-\ufe0f]/g;
/** Accents go with any script. */
const ACCENT = /^\p{Script=Inherited}$/u;
/** Scripts that are not spelled with joiners. */
const UNJOINED_SCRIPT =
  /\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic}|\p{Script=Common}|\p{Script=Inherited}/u;
const JOINER = "\u200d";
const NON_JOINER = "\u200c";
const KEYCAP = "\u20e3";

/**
 * The characters that force a text into UCS-2, in their order.
 * @param limit how many are wanted; the text is not looked through any further
 */
export function forcingCharacters(text: string, limit = Infinity): readonly ForcingCharacter[] {
  const found: ForcingCharacter[] = [];
  let index = 0;
  while (index < text.length && found.length < limit) {
    const end = isPlainAt(text, index) ? index + 1 : endOfCharacter(text, index);
    const character = text.slice(index, end);
    if (end > index + 1 || septetsOf(text.charCodeAt(index)) === 0) {
      found.push({
        offset: index,
        text: character,
        ...plainForm(character, text.charAt(index - 1)),
      });
    }
    index = end;
  }
  return found;
}

/**
 * The text with GSM-7 text in place of the characters that force UCS-2, as far as there is any, and line breaks
 * of one character.
 */
export function toPlainText(text: string): string {
  const pieces: string[] = [];
  let end = 0;
  for (const { offset, text: character, replacement } of forcingCharacters(text)) {
    pieces.push(text.slice(end, offset), replacement ?? character);
    end = offset + character.length;
  }
  return [...pieces, text.slice(end)].join("").replace(/\r\n?/g, "\n");
}

/** Whether a GSM-7 character stands here that nothing behind it can belong to. */
function isPlainAt(text: string, index: number): boolean {
  const next = text.charCodeAt(index + 1);
  // The first combining mark is U+0300; a text that ends here gives NaN.
  return septetsOf(text.charCodeAt(index)) > 0 && !(next >= 0x300 && MARK.test(codePointAt(text, index + 1)));
}

/** Behind a character and what belongs to it: accents, a skin tone, joined pictures, the other half of a flag. */
function endOfCharacter(text: string, start: number): number {
  const first = codePointAt(text, start);
  let end = start + first.length;
  const second = codePointAt(text, end);
  if (FLAG_LETTER.test(first) && FLAG_LETTER.test(second)) return end + second.length;
  const isPicture = PICTURE.test(first);
  for (let count = 0; count < MAX_MARKS; count++) {
    const next = codePointAt(text, end);
    const joined = isPicture && next === JOINER ? codePointAt(text, end + 1) : "";
    if (MARK.test(next) || (isPicture && PICTURE_VARIANT.test(next))) end += next.length;
    else if (PICTURE.test(joined)) end += next.length + joined.length;
    else break;
  }
  return end;
}

/**
 * What a character is and what could stand for it.
 * @param before the UTF-16 unit before it
 */
function plainForm(character: string, before: string): Pick<ForcingCharacter, "kind" | "replacement"> {
  // Variation selectors say how a character is drawn: `©` as text or as a picture.
  const bare = character.replace(VARIANTS, "");
  if (isGsm7(bare)) return { kind: "invisible", replacement: bare };
  const listed = PLAIN_FORMS.get(bare);
  if (listed !== undefined) {
    // One and a half is not eleven halves.
    const gap = listed.kind === "fraction" && /\p{Nd}/u.test(before) ? " " : "";
    return { kind: listed.kind, replacement: gap + listed.replacement };
  }
  if (bare === JOINER || bare === NON_JOINER) return joinerForm(before);
  const [base = "", ...marks] = Array.from(bare.normalize("NFD"));
  if (isPictureOf(base, marks)) return { kind: "emoji", replacement: undefined };
  // Vowel signs of other scripts are marks too, and say something.
  const isScriptMark = (mark: string): boolean => MARK.test(mark) && !ACCENT.test(mark);
  if (isScriptMark(base) || marks.some(isScriptMark)) return { kind: "script", replacement: undefined };
  if (MARK.test(base)) return { kind: "accent", replacement: "" };
  if (marks.length === 0) return loneForm(base);
  const letter = isGsm7(base) ? base : (PLAIN_FORMS.get(base)?.replacement ?? loneForm(base).replacement);
  if (letter === undefined) return { kind: kindOf(base), replacement: undefined };
  // The alphabet has some letters with their accent.
  const composed = marks.map((mark) => (letter + mark).normalize("NFC")).find(isGsm7);
  return { kind: "accent", replacement: composed ?? letter };
}

/** A character without marks that is in no list. */
function loneForm(base: string): Pick<ForcingCharacter, "kind" | "replacement"> {
  if (isGsm7(base)) return { kind: "letter", replacement: base };
  // Full-width forms, ligatures, and the bold or slanted letters of mathematics that people write headings with.
  if (/^[\uff01-\uff5e\uffe0-\uffe6\ufb00-\ufb06\u{1d400}-\u{1d7ff}]$/u.test(base)) {
    const plain = base.normalize("NFKC");
    return { kind: "letter", replacement: isGsm7(plain) ? plain : PLAIN_FORMS.get(plain)?.replacement };
  }
  // What is not seen: controls, half a surrogate pair, marks of direction and of width.
  if (/^[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]$/u.test(base))
    return { kind: "invisible", replacement: "" };
  return { kind: kindOf(base), replacement: undefined };
}

/** Persian and several scripts of India are spelled with joiners; elsewhere they do nothing. */
function joinerForm(before: string): Pick<ForcingCharacter, "kind" | "replacement"> {
  const spells = /[\p{L}\p{M}]/u.test(before) && !UNJOINED_SCRIPT.test(before);
  return { kind: "invisible", replacement: spells ? undefined : "" };
}

function isPictureOf(base: string, marks: readonly string[]): boolean {
  return PICTURE.test(base) || FLAG_LETTER.test(base) || marks.includes(KEYCAP);
}

function kindOf(base: string): ForcingKind {
  return /\p{L}|\p{N}/u.test(base) ? "script" : "symbol";
}

/** The code point that begins here as a string; empty behind the end. */
function codePointAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? "" : String.fromCodePoint(code);
}

import { codeCandidates, isOtherNumber, isYear, type Candidate } from "./codeCandidates.js";
import { codeWords, type CodeWord, type CodeWordKind } from "./codeWords.js";

/** A stretch between two ends of sentences or lines. */
interface Sentence {
  readonly start: number;
  readonly end: number;
}

/** How far a word of each kind reaches within its sentence, and what it weighs against a nearer one: UTF-16 units. */
const REACH: Readonly<Record<CodeWordKind, { readonly most: number; readonly penalty: number }>> = {
  name: { most: 100, penalty: 0 },
  purpose: { most: 70, penalty: 30 },
  act: { most: 30, penalty: 50 },
};

/** How far a word reaches to a code that stands alone in its line or sentence, and what that weighs. */
const REACH_ALONE = { most: 160, penalty: 60 };

/** How far a word reaches to capitals with digits. */
const REACH_CAPITALS = 30;

/** What may stand between a word and the code right behind it: `code is: `. */
const BETWEEN =
  /^[\s:：=\-–—"'“”„«»「」『』()[\]【】#*<>]*(?:(?:is|are|ist|lautet|es|est|è|é|este|jest|to|je|là|adalah|er|är|on|eh|は|が|是|为|為|은|는|이|are)(?!\p{L}))?[\s:：=\-–—"'“”„«»「」『』()[\]【】#*<>]*$/iu;

/** What may begin the words behind a code that stands right before a code word: `123456 is your code`. */
const BEHIND =
  /^["'”»」』)\]】*]*(?:[ :–—-]+|\s*$)(?:(?:is|ist|es|est|è|é|jest|je|as|als|como|come|comme|är|er)(?!\p{L})|[–—-])/iu;

/**
 * The one-time code in a text as it is typed into a form, or `undefined` if there is none.
 *
 * The rule: if the last line is `@host #code`, that is it (“Origin-bound one-time codes delivered via SMS”, WICG
 * draft report: the form of Apple's and of WebOTP). Else it is the number of 4 to 8 digits (9, 10, or a year: right
 * beside the word) that stands nearest to a word such as *code*, *PIN* or *verify* of a number of languages, in the
 * same sentence or alone in a sentence of its own; in equal groups (`123 456`, `123-456`) or behind letters
 * (`G-123456`) its digits are joined. Capitals with a digit (`AB12CD`) count near such a word, other letters with
 * digits right beside it. Prices, dates, times, telephone, order and account numbers, units and parts of addresses
 * are none. A text that is nothing but such a number is a code. Time is linear in the text's length.
 */
export function oneTimeCode(text: string): string | undefined {
  if (!/[\d０-９٠-٩۰-۹]/.test(text)) return undefined;
  const plain = asciiDigits(text);
  const bound = boundCode(plain);
  if (bound !== undefined) return bound;
  const alone = /^\s*(?:G-)?(\d{4,8}|\d{3}[- ]\d{3})[\s.]*$/.exec(plain.slice(0, 40))?.[1];
  if (alone !== undefined && plain.length <= 40 && !isYear(alone)) return alone.replace(/\D/g, "");
  const words = codeWords(plain);
  return words.some(({ kind }) => kind !== "act") ? nearest(plain, words) : undefined;
}

/** The digits that other scripts write, as ASCII; nothing moves. */
function asciiDigits(text: string): string {
  return text.replace(/[０-９٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

/** `@example.com #123456` on the last line, possibly with the host of a frame behind it. */
function boundCode(text: string): string | undefined {
  const end = text.trimEnd();
  const last = end.slice(end.lastIndexOf("\n") + 1);
  if (last.length > 300) return undefined;
  return /^@[a-z\d.-]+(?::\d+)? #([a-z\d-]{3,20})(?: [@%][a-z\d.:-]+)?$/i.exec(last.trim())?.[1];
}

/** The candidate with the lowest score, the first of equal ones. */
function nearest(text: string, words: readonly CodeWord[]): string | undefined {
  let chosen: { readonly code: string; readonly score: number } | undefined;
  let first = 0;
  const ends = text.matchAll(/[.!?…](?=\s|$)|[。！？\n\r]/g);
  let sentence: Sentence = { start: 0, end: 0 };
  for (const candidate of codeCandidates(text)) {
    while (sentence.end < candidate.end) {
      const end = ends.next();
      sentence = { start: sentence.end, end: end.done === true ? text.length : end.value.index + 1 };
    }
    while ((words[first]?.end ?? Infinity) < candidate.start - REACH_ALONE.most) first++;
    const place: Place = {
      candidate,
      sentence,
      isOther: isOtherNumber(text, candidate),
      isAlone: isAlone(text, candidate, sentence),
    };
    for (let index = first; index < words.length; index++) {
      const word = words[index];
      if (word === undefined || word.start > candidate.end + REACH_ALONE.most) break;
      const score = scoreOf(text, place, word);
      if (score !== undefined && (chosen === undefined || score < chosen.score))
        chosen = { code: candidate.code, score };
    }
  }
  return chosen?.code;
}

/** A candidate and what stands around it. */
interface Place {
  readonly candidate: Candidate;
  readonly sentence: Sentence;
  readonly isOther: boolean;
  readonly isAlone: boolean;
}

/** How far a word is from a candidate, with what speaks against the two; `undefined` if they do not belong together. */
function scoreOf(text: string, place: Place, word: CodeWord): number | undefined {
  const { candidate, sentence, isOther, isAlone } = place;
  const isBefore = word.end <= candidate.start;
  const distance = isBefore ? candidate.start - word.end : word.start - candidate.end;
  // A word within the candidate: the letters of a code.
  if (distance < 0) return undefined;
  const { most, penalty } = REACH[word.kind];
  if ((isBefore || !isOther) && isBeside(text, candidate, word, isBefore, distance))
    return distance + penalty - 100;
  if (candidate.form === "unlikely" || isOther) return undefined;
  const isSame = word.start >= sentence.start && word.end <= sentence.end;
  if (!isSame) return isAlone ? distance + penalty + REACH_ALONE.penalty : undefined;
  if (distance > most || (candidate.form === "capitals" && distance > REACH_CAPITALS)) return undefined;
  return distance + penalty;
}

function isBeside(
  text: string,
  { start, end, form }: Candidate,
  word: CodeWord,
  isBefore: boolean,
  distance: number,
): boolean {
  if (word.kind === "act") return false;
  if (isBefore) return distance <= 20 && BETWEEN.test(text.slice(word.end, start));
  if (distance > (form === "likely" ? 40 : 30)) return false;
  // “123456 is your Acme code”, and with nothing between in scripts without spaces.
  return BEHIND.test(text.slice(end, word.start + 1)) && !/[.!?\n]/.test(text.slice(end, word.start));
}

/** Whether nothing but one short word is in a sentence beside the candidate. */
function isAlone(text: string, { start, end }: Candidate, sentence: Sentence): boolean {
  if (sentence.end - sentence.start > end - start + 14) return false;
  const rest = text.slice(sentence.start, start) + text.slice(end, sentence.end);
  return !/\p{L}\P{L}+\p{L}/u.test(rest);
}

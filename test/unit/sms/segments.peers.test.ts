import assert from "node:assert/strict";
import fc from "fast-check";
import { SegmentedMessage } from "sms-segments-calculator";
import { split } from "split-sms";
import { countSegments, splitSegments } from "../../../src/sms/segments.js";
import { SMS_TEXTS } from "../support/smsTexts.js";

/** What a counter says of a text. */
interface Cut {
  readonly encoding: string;
  readonly parts: readonly string[];
}

/** Why a peer says something else, and what it would say by that: an explanation has to give its very cut. */
interface Difference {
  readonly what: string;
  readonly holds: (text: string) => boolean;
  readonly cut: (text: string) => Cut;
}

const PIECES = [
  ...Array.from("abc ]€^\n\f’жe\u0301漢한\t\0\u001b\u200d\ufe0f\r"),
  ...["😀", "👨‍👩‍👧", "🇩🇪", "👍🏽", "\r\n", "\ud83d", "\ude00", "क्षि", "각"],
];
const any = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }) },
);
const overlong = fc.constant(`a${"\u0301".repeat(70)}`);
const gsm7 = fc.constantFrom(...Array.from("ab é]€\n\r\f{"));
const ucs2 = fc.constantFrom(...Array.from("abж😀한"));
const texts = fc.oneof(
  fc.string({ unit: any, maxLength: 200, size: "max" }),
  // Here and there something that does not even fit into a segment.
  fc.string({ unit: fc.oneof({ weight: 20, arbitrary: any }, overlong), maxLength: 100, size: "max" }),
  fc.string({ unit: gsm7, maxLength: 700, size: "max" }),
  fc.string({ unit: ucs2, maxLength: 300, size: "max" }),
);
/** Generated ones, always the same, and the corpus. */
const ALL_TEXTS = [...SMS_TEXTS, "", ...fc.sample(texts, { seed: 23_038, numRuns: 600 })];

const ours = (text: string): Cut => ({
  encoding: countSegments(text).encoding,
  parts: splitSegments(text),
});

/** Holds that a peer cuts every text as we do, except where one of the differences gives its very cut. */
function compare(theirs: (text: string) => Cut, differences: readonly Difference[]): void {
  const seen = new Map<Difference, number>(differences.map((difference) => [difference, 0]));
  for (const text of ALL_TEXTS) {
    const found = theirs(text);
    if (isSame(found, ours(text))) continue;
    const difference = differences.find(({ holds, cut }) => holds(text) && isSame(found, cut(text)));
    assert.ok(difference, `not explained: ${JSON.stringify({ text, found, ours: ours(text) })}`);
    seen.set(difference, (seen.get(difference) ?? 0) + 1);
  }
  // An explanation that nothing needs any more is one to drop.
  for (const [{ what }, times] of seen) assert.ok(times > 0, what);
}

function isSame(one: Cut, other: Cut): boolean {
  return (
    one.encoding === other.encoding &&
    one.parts.length === other.parts.length &&
    one.parts.every((part, index) => part === other.parts[index])
  );
}

const EMPTY: Difference = {
  what: "it counts one segment for an empty text, which cannot be sent",
  holds: (text) => text === "",
  cut: () => ({ encoding: "GSM-7", parts: [""] }),
};

describe("segments beside sms-segments-calculator", () => {
  /** It takes a millisecond and more for each text. */
  const known = new Map<string, SegmentedMessage>();
  const messageOf = (text: string): SegmentedMessage => {
    const message = known.get(text) ?? new SegmentedMessage(text);
    known.set(text, message);
    return message;
  };
  const theirs = (text: string): Cut => {
    const { encodingName, segments } = messageOf(text);
    const textOf = (segment: Iterable<{ readonly raw?: string }>): string =>
      Array.from(segment, ({ raw }) => raw ?? "").join("");
    return { encoding: encodingName, parts: segments.map(textOf) };
  };
  /**
   * Its own idea of what belongs together, cut where the next piece would not fit. When a second segment begins,
   * the first gets its header, and what no longer fits moves over together with the next piece, unmeasured.
   */
  const graphemesWhole = (text: string): Cut => {
    const parts: string[][] = [[]];
    for (const grapheme of messageOf(text).graphemes) {
      const [first = []] = parts;
      const isFirst = parts.length === 1;
      if (lengthOf(parts.at(-1)) + grapheme.length > (isFirst ? 70 : 67)) {
        const moved: string[] = [];
        while (isFirst && lengthOf(first) > 67) moved.unshift(first.pop() ?? "");
        parts.push(moved);
      }
      parts.at(-1)?.push(grapheme);
    }
    return { encoding: "UCS-2", parts: parts.map((part) => part.join("")) };
  };
  const lengthOf = (part: readonly string[] = []): number => part.join("").length;
  const hasGrapheme = (text: string): boolean =>
    messageOf(text).graphemes.some((grapheme) => Array.from(grapheme).length > 1);
  const isOverfull = (text: string): boolean => theirs(text).parts.some((part) => part.length > 67);

  it("says the same, but for what is explained", () => {
    compare(theirs, [
      EMPTY,
      {
        what:
          "it keeps emoji sequences, flags, accents and syllables whole, where TS 23.040 parts the UCS-2 " +
          "units and phones join them again; only surrogate pairs are kept whole by both",
        holds: (text) => hasGrapheme(text) && !isOverfull(text),
        cut: graphemesWhole,
      },
      {
        what: "what it keeps whole makes a segment longer than one can be",
        holds: (text) => hasGrapheme(text) && isOverfull(text),
        cut: graphemesWhole,
      },
    ]);
  });
});

describe("segments beside split-sms", () => {
  const theirs = (text: string): Cut => {
    const { characterSet, parts } = split(text);
    return {
      encoding: characterSet === "GSM" ? "GSM-7" : "UCS-2",
      parts: parts.map(({ content }) => content),
    };
  };
  /** A first half of a surrogate pair with whatever follows it. */
  const HALF_AND_NEXT = /[\ud800-\udbff][^]?/g;
  const hasHalf = (text: string): boolean => /[\ud800-\udbff](?![\udc00-\udfff])/.test(text);

  it("says the same, but for what is explained", () => {
    compare(theirs, [
      EMPTY,
      {
        what: "it takes half a surrogate pair and whatever follows for a whole one",
        holds: hasHalf,
        cut: (text) => {
          // As if they were pairs; at the end of a text there is one unit less than it counts.
          const { parts } = ours(text.replace(HALF_AND_NEXT, "😀"));
          let end = 0;
          return { encoding: "UCS-2", parts: parts.map((part) => text.slice(end, (end += part.length))) };
        },
      },
    ]);
  });

  it("leaves the same room, but behind half a surrogate pair", () => {
    for (const text of ALL_TEXTS) {
      if (text === "" || hasHalf(text)) continue;
      assert.equal(countSegments(text).room, split(text).remainingInPart, JSON.stringify(text));
    }
  });
});

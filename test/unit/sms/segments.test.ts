import assert from "node:assert/strict";
import fc from "fast-check";
import { countSegments, isGsm7, splitSegments } from "../../../src/sms/segments.js";

const count = (text: string): string => {
  const { encoding, units, segments } = countSegments(text);
  return `${encoding} ${units}/${segments}`;
};

const septets = (character: string): number => ("\f^{}\\[~]|€".includes(character) ? 2 : 1);

describe("the GSM-7 alphabet", () => {
  const bySeptets = new Map<number, string[]>();
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    const { encoding, units } = countSegments(character);
    if (encoding === "GSM-7") bySeptets.set(units, [...(bySeptets.get(units) ?? []), character]);
  }

  it("has 127 basic characters and 10 of two septets", () => {
    assert.equal(bySeptets.get(1)?.length, 127);
    assert.deepEqual(new Set(bySeptets.get(2)), new Set("\f^{}\\[~]|€"));
    assert.equal(bySeptets.size, 2);
  });

  it("has the letters that it is known to have", () => {
    for (const character of "@£$¥éèàùìòñüöäÅåÆæßÉÇØøΔΦΓΛΩΠΨΣΘΞ\n\r¿¡§¤ÄÖÑÜ0Az_ ") {
      assert.ok(bySeptets.get(1)?.includes(character), character);
    }
  });

  it("has none of those that editors like to put in their place", () => {
    for (const text of [
      "‘",
      "’",
      "“",
      "”",
      "–",
      "—",
      "\u00a0",
      "\t",
      "`",
      "ê",
      "ç",
      "e\u0301",
      "Α",
      "😀",
      "…",
      "\0",
    ]) {
      assert.equal(countSegments(text).encoding, "UCS-2", text);
    }
    assert.equal(countSegments("\x1b").encoding, "UCS-2");
  });
});

describe("countSegments", () => {
  for (const [what, text, expected] of [
    ["no text", "", "GSM-7 0/0"],
    ["one character", "a", "GSM-7 1/1"],
    ["160 septets", "a".repeat(160), "GSM-7 160/1"],
    ["161 septets", "a".repeat(161), "GSM-7 161/2"],
    ["2 × 153 septets", "a".repeat(306), "GSM-7 306/2"],
    ["one septet more", "a".repeat(307), "GSM-7 307/3"],
    ["1600 characters", "a".repeat(1600), "GSM-7 1600/11"],
    ["80 pairs, which fill one segment", "]".repeat(80), "GSM-7 160/1"],
    ["81 pairs", "]".repeat(81), "GSM-7 162/2"],
    ["153 pairs, of which 76 fit into a part", "]".repeat(153), "GSM-7 306/3"],
    ["a pair at a part's last septet", `${"a".repeat(152)}€${"a".repeat(152)}`, "GSM-7 306/3"],
    ["a pair before a part's last septet", `${"a".repeat(151)}€${"a".repeat(153)}`, "GSM-7 306/2"],
    ["70 units", "ж".repeat(70), "UCS-2 70/1"],
    ["71 units", "ж".repeat(71), "UCS-2 71/2"],
    ["2 × 67 units", "ж".repeat(134), "UCS-2 134/2"],
    ["one unit more", "ж".repeat(135), "UCS-2 135/3"],
    ["35 surrogate pairs", "😀".repeat(35), "UCS-2 70/1"],
    ["36 surrogate pairs", "😀".repeat(36), "UCS-2 72/2"],
    ["a surrogate pair at the 67 boundary", `${"ж".repeat(66)}😀${"ж".repeat(66)}`, "UCS-2 134/3"],
    ["a surrogate pair before the boundary", `${"ж".repeat(65)}😀${"ж".repeat(67)}`, "UCS-2 134/2"],
    ["67 surrogate pairs, of which 33 fit into a part", "😀".repeat(67), "UCS-2 134/3"],
    ["half a surrogate pair", "\ud83d", "UCS-2 1/1"],
    ["one curly quote among 160", `${"a".repeat(159)}’`, "UCS-2 160/3"],
    ["line ends of two septets", "\r\n".repeat(80), "GSM-7 160/1"],
  ] as const) {
    it(`counts ${what}`, () => {
      assert.equal(count(text), expected);
    });
  }

  it("tells the room that is left", () => {
    const room = (text: string): number => countSegments(text).room;
    assert.equal(room(""), 160);
    assert.equal(room("a"), 159);
    assert.equal(room("a".repeat(160)), 0);
    assert.equal(room("a".repeat(161)), 145);
    assert.equal(room("ж"), 69);
    assert.equal(room("ж".repeat(71)), 63);
    // 76 pairs fill 152 septets of a part; the last segment has one.
    assert.equal(room("]".repeat(153)), 151);
  });

  const texts = fc.string({
    unit: fc.oneof(fc.constantFrom(...Array.from("abc ]€’ж😀\n")), fc.string({ minLength: 1, maxLength: 1 })),
    maxLength: 700,
    // Without this most texts are of ten characters.
    size: "max",
  });
  const fixed = { seed: 23_040, numRuns: 300 };

  it("agrees with cutting the text up, one character after the other", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { encoding, segments, units, room } = countSegments(text);
        const [lone, part] = encoding === "GSM-7" ? [160, 153] : [70, 67];
        const lengthOf = (character: string): number =>
          encoding === "UCS-2" ? character.length : septets(character);
        const lengths = Array.from(text, lengthOf);
        const total = lengths.reduce((sum, length) => sum + length, 0);
        assert.equal(units, total);
        const capacity = total <= lone ? lone : part;
        const parts = text === "" ? [] : [0];
        for (const length of lengths) {
          if ((parts.at(-1) ?? 0) + length > capacity) parts.push(0);
          parts.push((parts.pop() ?? 0) + length);
        }
        assert.equal(segments, parts.length);
        assert.equal(room, capacity - (parts.at(-1) ?? 0));
      }),
      fixed,
    );
  });

  it("never counts fewer segments for a longer text", () => {
    fc.assert(
      fc.property(texts, fc.string({ maxLength: 5 }), (text, more) => {
        assert.ok(countSegments(text + more).segments >= countSegments(text).segments);
      }),
      fixed,
    );
  });

  it("splits into pieces that are the text again, each within its limit and none in vain", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const parts = splitSegments(text);
        const { encoding, segments } = countSegments(text);
        assert.equal(parts.join(""), text);
        assert.equal(parts.length, segments);
        const unitsOf = (part: string): number =>
          encoding === "UCS-2" ? part.length : Array.from(part, septets).reduce((sum, one) => sum + one, 0);
        const [lone, capacity] = encoding === "GSM-7" ? [160, 153] : [70, 67];
        const limit = parts.length === 1 ? lone : capacity;
        for (const [index, part] of parts.entries()) {
          assert.ok(part !== "" && unitsOf(part) <= limit);
          const [next] = Array.from(parts[index + 1] ?? "");
          if (next === undefined) continue;
          assert.ok(unitsOf(part + next) > capacity);
          assert.ok(!/[\ud800-\udbff]$/.test(part) || !/^[\udc00-\udfff]/.test(next));
        }
      }),
      fixed,
    );
  });

  it("splits an empty text into nothing", () => {
    assert.deepEqual(splitSegments(""), []);
  });

  it("takes texts of 10 MB", () => {
    for (const unit of ["a", "€", "漢", "😀", "\ud83d"]) {
      const text = unit.repeat(10_000_000 / unit.length);
      const perPart = isGsm7(unit) ? 153 : 67;
      const atLeast = Math.ceil(10_000_000 / perPart);
      const parts = splitSegments(text);
      assert.ok(parts.length >= atLeast);
      assert.equal(countSegments(text).segments, parts.length);
      assert.equal(parts.at(-1)?.endsWith(unit), true);
    }
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { forcingCharacters, toPlainText } from "../../../src/sms/plainText.js";
import { PLAIN_FORMS } from "../../../src/sms/plainForms.js";
import { countSegments, isGsm7 } from "../../../src/sms/segments.js";

/** Characters of every kind, so that generated texts have them side by side. */
const PIECES = [
  ...Array.from(
    "abe nEA1½²°‘”–…•\t\u00a0\u200b\u200c\u200d\ufeff\u0301\u0303\u0308\ufe0f\u20e3ê€ñœŁΑΆΔжй漢한ｅﬁ",
  ),
  ...[
    "𝗯",
    "ی",
    "ि",
    "👍",
    "👍🏽",
    "👨‍👩‍👧",
    "🇩🇪",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "1️⃣",
    "©️",
    "\ud83d",
    "\udc4d",
    "\0",
    "\r\n",
    "\r",
    "\u001b",
  ],
];
const texts = fc.string({
  unit: fc.oneof(fc.constantFrom(...PIECES), fc.string({ minLength: 1, maxLength: 1, unit: "binary" })),
  maxLength: 60,
});
const fixed = { seed: 23_038, numRuns: 2000 };

describe("toPlainText", () => {
  for (const [what, text, plain] of [
    ["what GSM-7 has", "Grüße für 5 € [ok]\n", "Grüße für 5 € [ok]\n"],
    ["curly quotes", "“It’s ‚so‘”", "\"It's 'so'\""],
    ["angle quotes and primes", "«oui» 6′2″", '"oui" 6\'2"'],
    ["backticks and accents that stand alone", "`a´", "'a'"],
    ["dashes", "9–12 — a‑b −1", "9-12 - a-b -1"],
    ["an ellipsis", "so…", "so..."],
    ["spaces", "a\u00a0b\u2009c\u3000d\te", "a b c d e"],
    ["line breaks", "a\r\nb\rc\u2028d\ve", "a\nb\nc\nd\ne"],
    ["what is not seen", "\ufeffa\u200bb\u00adc\u200ed\u2060\0e\u001bf", "abcdef"],
    ["half surrogate pairs", "a\ud83db\udc4dc", "abc"],
    ["bullets", "• one\n• two · three", "- one\n- two . three"],
    ["accents written apart", "cafe\u0301 a\u0308 n\u0303 C\u0327", "café ä ñ Ç"],
    ["accents that GSM-7 does not have", "forêt façade á\u0301 ŷ Đặng Łódź", "foret facade a y Dang Lodz"],
    ["the one accent of two that GSM-7 has", "ầ e\u0323\u0301", "à é"],
    ["accents on nothing", "\u0301a", "a"],
    ["ligatures and letters of two", "ﬁn œuvre ĳ ẞ", "fin oeuvre ij SS"],
    ["full-width forms", "Ｈｅｌｌｏ！ ｀", "Hello! '"],
    ["letters of mathematics", "𝗯𝗼𝗹𝗱 𝓣 𝟏", "bold T 1"],
    ["Greek capitals", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ ΓΔΘΛΞΠΣΦΨΩ Ά", "ABEZHIKMNOPTYX ΓΔΘΛΞΠΣΦΨΩ A"],
    ["signs", "© ® ™ © 3×4 ± ≤ → №", "(C) (R) (TM) (C) 3x4 +/- <= -> No."],
    ["signs that are drawn as pictures", "©\ufe0f ™\ufe0f a\ufe0f", "(C) (TM) a"],
    ["fractions", "½ 1½ １½", "1/2 1 1/2 1 1/2"],
  ] as const) {
    it(`replaces ${what}`, () => {
      assert.equal(toPlainText(text), plain);
      assert.equal(countSegments(plain).encoding, "GSM-7");
    });
  }

  for (const [what, text] of [
    ["emoji", "👍 👍🏽 👨‍👩‍👧 🤷🏽‍♀️ 🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣ ☺"],
    ["other scripts", "漢字 かな が 한글 Привет й ελληνικά हिन्दी"],
    ["joiners that Persian is spelled with", "می\u200cخواهم"],
    ["signs that say something else without", "10² 20 °C ₹5 ①"],
  ] as const) {
    it(`leaves ${what} alone`, () => {
      assert.equal(toPlainText(text), text);
    });
  }

  it("lists no character that needs no replacement, and none with one that GSM-7 does not have", () => {
    for (const [character, { replacement }] of PLAIN_FORMS) {
      assert.equal(isGsm7(character), false, character);
      assert.equal(isGsm7(replacement), true, character);
      assert.equal(character.normalize("NFC").length, character.length);
    }
  });

  it("gives GSM-7 if every forcing character has a replacement, and only then", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const all = forcingCharacters(text).every(({ replacement }) => replacement !== undefined);
        assert.equal(isGsm7(toPlainText(text)), all);
      }),
      fixed,
    );
  });

  it("has nothing left to do the second time", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = toPlainText(text);
        assert.equal(toPlainText(once), once);
      }),
      fixed,
    );
  });
});

describe("forcingCharacters", () => {
  it("tells place, character, kind and replacement", () => {
    assert.deepEqual(forcingCharacters("a 👍🏽 “e\u0301”ж"), [
      { offset: 2, text: "👍🏽", kind: "emoji", replacement: undefined },
      { offset: 7, text: "“", kind: "quote", replacement: '"' },
      { offset: 8, text: "e\u0301", kind: "accent", replacement: "é" },
      { offset: 10, text: "”", kind: "quote", replacement: '"' },
      { offset: 11, text: "ж", kind: "script", replacement: undefined },
    ]);
  });

  it("ends at the limit", () => {
    assert.equal(forcingCharacters("’".repeat(10), 3).length, 3);
  });

  it("finds some in exactly the texts that are carried as UCS-2", () => {
    fc.assert(
      fc.property(texts, (text) => {
        assert.equal(forcingCharacters(text).length > 0, countSegments(text).encoding === "UCS-2");
      }),
      fixed,
    );
  });

  it("gives places at which the characters are, in order, and GSM-7 between and in place of them", () => {
    fc.assert(
      fc.property(texts, (text) => {
        let end = 0;
        for (const { offset, text: character, replacement } of forcingCharacters(text)) {
          assert.ok(offset >= end && character !== "");
          assert.ok(isGsm7(text.slice(end, offset)));
          end = offset + character.length;
          assert.equal(text.slice(offset, end), character);
          assert.ok(replacement === undefined || isGsm7(replacement));
        }
        assert.ok(isGsm7(text.slice(end)));
      }),
      fixed,
    );
  });

  it("takes texts of 10 MB, whatever they are of", () => {
    const size = 10_000_000;
    for (const unit of ["a", "’", "漢", "e\u0301\u0316", "\u0301", "\ud83d", "\0", "👨\u200d", "\r\n"]) {
      const text = unit.repeat(size / unit.length);
      assert.equal(forcingCharacters(text, 1000).length > 0, !isGsm7(unit));
      assert.ok(countSegments(text).segments > 60_000);
    }
  });
});

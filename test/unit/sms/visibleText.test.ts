import assert from "node:assert/strict";
import fc from "fast-check";
import { firstWords, isolate, visibleLine, visibleText } from "../../../src/sms/visibleText.js";

const SCOTLAND = "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";

describe("visibleText", () => {
  for (const [what, text, shown] of [
    ["plain text", "Hello, wörld 😀", "Hello, wörld 😀"],
    ["line breaks", "a\r\nb\nc", "a\nb\nc"],
    ["a bare carriage return", "a\rb", "a␍b"],
    ["control characters", "a\0\t\x1b\x7f\x85b", "a␀␉␛␡‹U+0085›b"],
    ["characters that reorder", "a\u202eb\u2066c\u200fd", "a‹U+202E›b‹U+2066›c‹U+200F›d"],
    ["other line breaks", "a\u2028b\u2029c", "a‹U+2028›b‹U+2029›c"],
    ["characters of no width", "a\u200bb\ufeffc\u00add", "a‹U+200B›b‹U+FEFF›c‹U+00AD›d"],
    ["joiners, which emoji are made with", "👩\u200d💻", "👩\u200d💻"],
    ["fillers that look like nothing", "a\u3164b\uffa0c\u115f", "a‹U+3164›b‹U+FFA0›c‹U+115F›"],
    ["tags, in which a text hides", "a\u{e0069}\u{e0067}b", "a‹U+E0069›‹U+E0067›b"],
    ["a flag that is written with tags", `${SCOTLAND}!`, `${SCOTLAND}!`],
    ["tags behind a flag", `${SCOTLAND}\u{e0061}`, `${SCOTLAND}‹U+E0061›`],
    ["variants and joiners of emoji", "❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"],
    ["a text in variants", "😀\ufe00\u{e0101}\ufe02", "😀‹U+FE00›‹U+E0101›‹U+FE02›"],
    ["half a surrogate pair", "a\ud83d", "a\ufffd"],
  ] as const) {
    it(`shows ${what}`, () => {
      assert.equal(visibleText(text), shown);
    });
  }

  it("leaves nothing that hides or reorders, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        assert.doesNotMatch(
          visibleText(text),
          /[^\n\P{Cc}]|[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u,
        );
        assert.doesNotMatch(visibleLine(text), /[\n\r\u2028\u2029]/);
      }),
    );
  });
});

describe("visibleLine and firstWords", () => {
  it("are one line", () => {
    assert.equal(visibleLine("a\r\nb\nc"), "a⏎b⏎c");
    assert.equal(firstWords(" a\n\tb  c ", 20), "a b c");
  });

  it("cut at a character's border", () => {
    assert.equal(firstWords("😀😀😀", 3), "😀😀😀");
    assert.equal(firstWords("😀😀😀😀", 3), "😀😀😀…");
    assert.equal(firstWords("one two", 4), "one…");
    assert.equal(firstWords("", 4), "");
    assert.equal(firstWords("x".repeat(10_000), 5), "xxxxx…");
  });
});

describe("isolate", () => {
  it("wraps right-to-left text alone", () => {
    assert.equal(isolate("Hello"), "Hello");
    assert.equal(isolate("שלום"), "\u2068שלום\u2069");
  });
});

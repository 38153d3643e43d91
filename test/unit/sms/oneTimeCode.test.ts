import assert from "node:assert/strict";
import { oneTimeCode } from "../../../src/sms/oneTimeCode.js";
import { WITH_CODE, WITHOUT_CODE } from "./oneTimeCode.corpus.js";

describe("oneTimeCode", () => {
  for (const [text, code] of WITH_CODE) {
    it(`finds ${code} in “${text.replaceAll("\n", "⏎")}”`, () => {
      assert.equal(oneTimeCode(text), code);
    });
  }

  for (const text of WITHOUT_CODE) {
    it(`finds none in “${text}”`, () => {
      assert.equal(oneTimeCode(text), undefined);
    });
  }

  it("takes the number that is nearest to the word", () => {
    assert.equal(oneTimeCode("Room 1 of 5512 guests. Your code: 7731. Id of the run 8812"), "7731");
    assert.equal(oneTimeCode("9944 guests, code 7731, 5512 seats"), "7731");
  });

  it("takes the bound code even where another number stands nearer to a word", () => {
    assert.equal(oneTimeCode("Your code is 1111\n@example.com #2222"), "2222");
    assert.equal(oneTimeCode("@example.com #2222\nYour code is 1111"), "1111");
  });

  // Each would take minutes, or never end, if the time grew with the square of the length.
  const hostile: Readonly<Record<string, string>> = {
    digits: "1",
    letters: "a",
    "letters and digits": "a1",
    capitals: "A1-",
    groups: "123 ",
    "groups with hyphens": "123-",
    pairs: "12 34-",
    words: "code ",
    "words and numbers": "code 4821 ",
    "words and numbers without spaces": "验证码4821",
    numbers: "4821 ",
    "numbers in lines": "4821\n",
    slashes: "/a.b",
    dots: "a.",
    "at signs": "@",
    addresses: "http://",
    "white space": " ",
    "line breaks": "\n",
    quotes: "code \"'\"' ",
    currencies: "code $ 4821",
    "the beginning of a bound code": "@example.com #",
    joiners: "\u200d",
    surrogates: "\ud83d",
  };
  for (const [name, piece] of Object.entries(hostile)) {
    it(`reads 100,000 characters of ${name} in no time`, () => {
      for (const length of [1600, 100_000]) {
        const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
        const begin = performance.now();
        oneTimeCode(`code ${text}`);
        oneTimeCode(`${text} verify`);
        assert.ok(performance.now() - begin < 1500, `${name}, ${length}: ${performance.now() - begin} ms`);
      }
    });
  }
});

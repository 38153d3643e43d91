import assert from "node:assert/strict";
import { linksIn } from "../../../src/agent/links.js";
import { maskNumber } from "../../../src/agent/mask.js";

describe("links in a text", () => {
  for (const [text, links] of [
    ["See https://example.com/a?b=c#d.", ["https://example.com/a?b=c#d"]],
    ["(www.example.com), or not", ["www.example.com"]],
    ["Go to example.com/login now", ["example.com/login"]],
    ["Example.COM is enough", ["Example.COM"]],
    ["bit.ly/abc and t.co/x and bit.ly/abc", ["bit.ly/abc", "t.co/x"]],
    ["10.0.0.1/login and http://[::1]/", ["10.0.0.1/login", "http://[::1]/"]],
    ["tg://resolve?x=1", ["tg://resolve?x=1"]],
    ["café.fr, bücher.example/x, xn--fsq.com", ["café.fr", "bücher.example/x", "xn--fsq.com"]],
    ["example.com:8080/x", ["example.com:8080/x"]],
    ["Write to a.b@example.com", []],
    ["Hello.World, e.g. at 12.11.2026 or 3.14", []],
    ["version 1.2.3.4 of file.ts", []],
    ["at 5.99/month, a.m./p.m.", []],
    ["", []],
  ] as const) {
    it(`of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(linksIn(text), links);
    });
  }

  it("are found in little time", () => {
    const begin = performance.now();
    for (const part of ["a.", "a-", "www.", "1.", "a", "://", "1.1.1.1"]) linksIn(part.repeat(1600));
    assert.ok(performance.now() - begin < 1000);
  });
});

describe("a masked number", () => {
  for (const [number, masked] of [
    ["+1 202 555 0101", "+1 ••• ••• ••01"],
    ["+44 7700 900123", "+44 •••• ••••23"],
    ["+12025550101", "+•••••••••01"],
    ["+12025550101 ", "+•••••••••01 "],
    ["(202) 555-0101", "(•••) •••-••01"],
    ["12345", "•••45"],
    ["1234", "••••"],
    ["Acme 24", "•••• ••"],
    ["+1", "+•"],
    ["", ""],
  ] as const) {
    it(`of ${JSON.stringify(number)}`, () => {
      assert.equal(maskNumber(number), masked);
    });
  }
});

import assert from "node:assert/strict";
import { plainSaving } from "../../../src/sms/plainSaving.js";

describe("plainSaving", () => {
  it("tells what two curly quotes cost", () => {
    const saving = plainSaving(`“Hi” ${"a".repeat(140)}`);
    assert.deepEqual([saving?.segments, saving?.plainSegments], [3, 1]);
    assert.deepEqual(
      saving?.characters.map(({ text }) => text),
      ["“", "”"],
    );
  });

  for (const [what, text] of [
    ["a plain text", "a".repeat(200)],
    ["a text of one segment", "It’s ready"],
    ["a text that stays UCS-2", `“Hi” 👍 ${"a".repeat(140)}`],
    ["a text that grows by as much", "…".repeat(70)],
    ["a text of which nothing would be left", "\u200b".repeat(100)],
  ] as const) {
    it(`saves nothing for ${what}`, () => {
      assert.equal(plainSaving(text), undefined);
    });
  }
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { readTable } from "../../../src/core/bulk/table.js";
import { csvLine, guarded, unguarded } from "../../../src/core/csv.js";

/** Texts made of what CSV files and spreadsheets trip over. */
const nasty = fc.string({
  unit: fc.constantFrom(...Array.from("='+-@\t\r\n\",;|a1 é€😀\u200f\0\ud800")),
  maxLength: 8,
});

describe("cells that begin like a formula", () => {
  for (const [text, written] of [
    ["=1+1", "'=1+1"],
    ["+1-2", "'+1-2"],
    ["-2+3", "'-2+3"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\tx", "'\tx"],
    ["\rx", "'\rx"],
    ["+12025550123", "+12025550123"],
    ["+12025550123\n=1", "'+12025550123\n=1"],
    ["+02025550123", "+02025550123"],
    ["-0.0079", "-0.0079"],
    ["+1e5", "'+1e5"],
    ["-", "'-"],
    ["'=1", "''=1"],
    ["'tis", "'tis"],
    ["a=1", "a=1"],
    ["", ""],
  ] as const) {
    it(`are ${JSON.stringify(written)} for ${JSON.stringify(text)}`, () => {
      assert.equal(guarded(text), written);
      assert.equal(unguarded(written), text);
    });
  }

  it("come back, whatever they are", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        assert.equal(unguarded(guarded(text)), text);
      }),
    );
  });

  it("never stand in what is written, but for numbers", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const written = guarded(text);
        assert.ok(!/^[=+\-@\t\r]/.test(written) || /^[+-]?\d+(\.\d+)?$/.test(written), written);
      }),
    );
  });
});

describe("lines of CSV", () => {
  it("put in quotes what would part cells", () => {
    assert.equal(csvLine(["a", 'b "c", d', "e;f", 0.5, ""]), 'a,"b ""c"", d","e;f",0.5,\r\n');
  });

  it("are read again as they were written", () => {
    // A figure at the end: of a line break at the end of a line it cannot be told whose it is.
    const rows = fc.array(fc.tuple(nasty, nasty, fc.integer()), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, (cells) => {
        const read = readTable(`\ufeff${csvLine(["a", "b", "c"])}${cells.map(csvLine).join("")}`);
        assert.ok(read.ok);
        const [, ...back] = read.table.rows.map((row) => row.cells);
        assert.deepEqual(
          back,
          cells.map((row) => row.map(String)),
        );
      }),
    );
  });
});

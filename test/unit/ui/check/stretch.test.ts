import assert from "node:assert/strict";
import fc from "fast-check";
import { afterEdit, type Edit, type Stretch } from "../../../../src/ui/check/stretch.js";

describe("a stretch of a document", () => {
  const stretch: Stretch = { start: 10, end: 20 };

  for (const [what, edit, expected] of [
    ["moves when something is typed before it", [2, 0, "abc"], [13, 23]],
    ["moves when something is typed right before it", [10, 0, "abc"], [13, 23]],
    ["moves back when something before it goes", [0, 4, ""], [6, 16]],
    ["grows when something is typed in it", [15, 0, "abc"], [10, 23]],
    ["shrinks when something in it goes", [12, 3, ""], [10, 17]],
    ["keeps up when its beginning is replaced", [10, 2, "x"], [10, 19]],
    ["keeps up when its end is replaced", [19, 1, "xyz"], [10, 22]],
    ["keeps up when it is replaced whole", [10, 10, "x"], [10, 11]],
    ["stays when something is typed right behind it", [20, 0, "abc"], [10, 20]],
    ["stays when something behind it goes", [25, 5, ""], [10, 20]],
    ["is given up when it is emptied", [10, 10, ""], undefined],
    ["is given up when it is edited across its beginning", [8, 4, "x"], undefined],
    ["is given up when it is edited across its end", [18, 4, "x"], undefined],
    ["is given up when all is replaced", [0, 30, "x"], undefined],
  ] as const) {
    it(what, () => {
      const [rangeOffset, rangeLength, text] = edit;
      const now = afterEdit(stretch, { rangeOffset, rangeLength, text });
      assert.deepEqual(now && [now.start, now.end], expected);
    });
  }

  it("has the same text wherever it is not edited", () => {
    const offset = fc.nat(20);
    fc.assert(
      fc.property(offset, offset, offset, offset, fc.string({ maxLength: 5 }), (a, b, c, d, text) => {
        const document = "abcdefghijklmnopqrst";
        const [start, end] = a < b ? [a, b] : [b, a];
        const [from, to] = c < d ? [c, d] : [d, c];
        const edit: Edit = { rangeOffset: from, rangeLength: to - from, text };
        const edited = document.slice(0, from) + text + document.slice(to);
        const now = afterEdit({ start, end }, edit);
        if (start === end || now === undefined) return;
        const isOutside = to <= start || from >= end;
        const expected = isOutside
          ? document.slice(start, end)
          : document.slice(start, from) + text + document.slice(to, end);
        assert.equal(edited.slice(now.start, now.end), expected);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});

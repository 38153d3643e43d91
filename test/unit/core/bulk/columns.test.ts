import assert from "node:assert/strict";
import { fillableNames } from "../../../../src/core/bulk/columns.js";

describe("fillableNames", () => {
  it("gives the names that a placeholder can have, each once", () => {
    const names = ["name", " Grüße ", undefined, "", "name", "a, b", "[x](command:x)", "{{y}}"];
    const columns = names.map((name, index) => ({ index, name, sample: "" }));
    assert.deepEqual(fillableNames(columns), ["name", "Grüße"]);
  });
});

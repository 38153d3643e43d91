import assert from "node:assert/strict";
import { PlaceholderValues } from "../../../../src/ui/document/placeholderValues.js";
import { PlainMemory } from "../../support/memorySecrets.js";

describe("values typed for placeholders", () => {
  it("are kept for each document apart, whatever the names", async () => {
    const memory = new PlainMemory();
    const values = new PlaceholderValues(memory);
    await values.keep("a", new Map([["__proto__", "1"]]));
    await values.keep("b", new Map([["name", ""]]));
    assert.deepEqual([...new PlaceholderValues(memory).of("a")], [["__proto__", "1"]]);
    assert.deepEqual([...values.of("b")], [["name", ""]]);
    assert.deepEqual([...values.of("c")], []);
  });

  it("are gone when their text is sent, and when all are cleared", async () => {
    const memory = new PlainMemory();
    const values = new PlaceholderValues(memory);
    await values.keep("a", new Map([["name", "1"]]));
    await values.keep("b", new Map([["name", "2"]]));
    await values.keep("a", new Map());
    assert.deepEqual([values.of("a").size, values.of("b").size], [0, 1]);
    await values.clear();
    assert.equal(values.of("b").size, 0);
  });

  it("are kept for the last documents only", async () => {
    const values = new PlaceholderValues(new PlainMemory());
    for (let index = 0; index < 11; index++) await values.keep(String(index), new Map([["name", "x"]]));
    assert.deepEqual([values.of("0").size, values.of("1").size, values.of("10").size], [0, 1, 1]);
  });

  it("are none when what is kept is something else", async () => {
    const memory = new PlainMemory();
    await memory.update("placeholderValues", [{ document: "a", values: { name: "x" } }]);
    assert.equal(new PlaceholderValues(memory).of("a").size, 0);
  });
});

import assert from "node:assert/strict";
import { TypedText } from "../../../../src/ui/bulk/typedText.js";
import { PlainMemory } from "../../support/memorySecrets.js";

describe("the text typed for many", () => {
  it("is kept until it is sent, emptied or cleared", async () => {
    const memory = new PlainMemory();
    const text = new TypedText(memory);
    assert.equal(text.kept, "");
    await text.keep("Hi {{name}}\n");
    assert.equal(new TypedText(memory).kept, "Hi {{name}}\n");
    await text.keep(" ");
    assert.equal(text.kept, "");
    await text.keep("Hello");
    await text.clear();
    assert.equal(text.kept, "");
    await memory.update("bulkText", { text: "x" });
    assert.equal(text.kept, "");
  });
});

import assert from "node:assert/strict";
import { SenderIds } from "../../../../src/ui/compose/senderIds.js";
import { PlainMemory } from "../../support/memorySecrets.js";

describe("the last sender ID", () => {
  it("is kept for each account apart, until it is forgotten", async () => {
    const kept = new PlainMemory();
    const senderIds = new SenderIds(kept);
    assert.equal(senderIds.last("a"), "");
    await senderIds.keep("a", "MyShop");
    await senderIds.keep("b", "MyApp");
    assert.deepEqual([senderIds.last("a"), new SenderIds(kept).last("b")], ["MyShop", "MyApp"]);
    await senderIds.forget("a");
    assert.deepEqual([senderIds.last("a"), senderIds.last("b")], ["", "MyApp"]);
  });

  it("may be none", async () => {
    const senderIds = new SenderIds(new PlainMemory());
    await senderIds.keep("a", "MyShop");
    await senderIds.keep("a", "");
    assert.equal(senderIds.last("a"), "");
  });
});

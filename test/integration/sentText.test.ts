import assert from "node:assert/strict";
import type { Message } from "../../src/api/schemas.js";
import type { Parts } from "../../src/ui/parts.js";
import { knownText, wholeText } from "../../src/ui/sentText.js";

const FULL: Message = { id: "7", to: "+12025550142", body: "Hello", senderId: "Acme", raw: {} };
const LEAN: Message = { id: "7", to: "+12025550142", raw: {} };

describe("what a message was sent with", () => {
  const asked: string[] = [];
  const parts = {
    session: { state: { kind: "signedIn", account: { id: "own" } } },
    messages: {
      loadOne: (id: string) => {
        asked.push(id);
        return Promise.resolve(FULL);
      },
    },
  } as unknown as Parts;
  const text = { to: "+12025550142", body: "Hello", senderId: "Acme" };

  beforeEach(() => {
    asked.length = 0;
  });

  it("is asked for where a list left it out", async () => {
    assert.deepEqual(await wholeText(parts, { accountId: "own", message: LEAN }), text);
    assert.deepEqual(asked, ["7"]);
    assert.deepEqual(await wholeText(parts, { accountId: "own", message: FULL }), text);
    assert.deepEqual(asked, ["7"]);
  });

  it("is not asked for of another account's message, which only has the same ID there", async () => {
    const known = await wholeText(parts, { accountId: "other", message: LEAN });
    assert.equal(known.body, undefined);
    assert.deepEqual(asked, []);
  });

  it("has no sender that nobody could choose", () => {
    assert.equal(knownText({ ...FULL, senderId: "+12025550100" }).senderId, undefined);
  });
});

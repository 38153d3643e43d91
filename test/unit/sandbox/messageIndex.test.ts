import assert from "node:assert/strict";
import * as fc from "fast-check";
import { STATUSES, type SandboxMessage } from "../../../src/sandbox/message.js";
import { MessageIndex } from "../../../src/sandbox/messageIndex.js";

describe("sandbox: message index", () => {
  const messageOf = (id: number, status: SandboxMessage["status"]): SandboxMessage => ({
    id,
    status,
    to: "+12025550123",
    body: "Hello",
    senderId: null,
    priceMicros: 10_000,
    nviaMessageId: "x",
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: "2026-01-01T00:00:00.000Z",
    deliveredAt: null,
    error: null,
  });

  it("gives the pages that sorting and filtering everything would give", () => {
    const puts = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(...STATUSES)));
    fc.assert(
      fc.property(puts, fc.integer({ min: 1, max: 5 }), (all, perPage) => {
        const index = new MessageIndex();
        const model = new Map<number, SandboxMessage>();
        for (const [id, status] of all) {
          const message = messageOf(id, status);
          index.put(message);
          model.set(id, message);
        }
        const sorted = [...model.values()].sort((a, b) => a.id - b.id);
        assert.deepEqual([...index], sorted);
        for (const status of [undefined, ...STATUSES]) {
          const expected = sorted.filter((message) => status === undefined || message.status === status);
          expected.reverse();
          for (let page = 1; page <= Math.ceil(expected.length / perPage) + 1; page++) {
            assert.deepEqual(index.page(status, page, perPage), {
              messages: expected.slice((page - 1) * perPage, page * perPage),
              total: expected.length,
            });
          }
        }
      }),
    );
  });

  it("gives a page of 100,000 messages at once", () => {
    const index = new MessageIndex();
    for (let id = 1; id <= 100_000; id++) index.put(messageOf(id, "sent"));
    for (let id = 1; id <= 100_000; id++) index.put(messageOf(id, "delivered"));
    const began = performance.now();
    for (let page = 1; page <= 1000; page++) {
      assert.equal(index.page("delivered", page, 20).messages.length, 20);
    }
    assert.ok(performance.now() - began < 500);
    assert.equal(index.page("sent", 1, 20).total, 0);
  });
});

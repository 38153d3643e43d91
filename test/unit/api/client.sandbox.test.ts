import assert from "node:assert/strict";
import type { SmsApi } from "../../../src/api/client.js";
import type { Message, PageCursor } from "../../../src/api/schemas.js";
import { apiAt } from "../support/httpServer.js";
import { startSandbox, type TestSandbox } from "../support/sandbox.js";
import { GB_NUMBER, newToken, US_NUMBER } from "../support/values.js";
import { failure } from "../support/waiting.js";

/** More than a page of the sandbox holds, less than two. */
const SENDS = 25;

describe("SmsApi against the sandbox", () => {
  let sandbox: TestSandbox;
  let api: SmsApi;
  before(async () => {
    sandbox = await startSandbox({ deliveryDelayMs: 60_000, startingCreditsUsd: 100 });
    api = apiAt(sandbox, { authorize: () => Promise.resolve(sandbox.token) });
    for (let n = 0; n < SENDS; n++) await api.send({ to: US_NUMBER, body: `Text ${n}` });
  });
  after(() => sandbox.close());

  async function all(): Promise<Message[]> {
    const messages: Message[] = [];
    let cursor: PageCursor | undefined;
    for (let pages = 0; pages < 50; pages++) {
      const page = await api.list("sent", cursor);
      messages.push(...page.messages);
      if (page.next === undefined) return messages;
      cursor = page.next;
    }
    return assert.fail("the list has no end");
  }

  for (const decimals of ["number", "string"] as const) {
    for (const sendShape of ["flat", "nested"] as const) {
      it(`sends: ${sendShape}, decimals as ${decimals}`, async () => {
        sandbox.configure({ decimals, sendShape });
        const before = await api.balance();
        const { message, balance } = await api.send({ to: GB_NUMBER, body: "Hello", senderId: "MyApp" });
        assert.match(message.id, /^\d+$/);
        assert.equal(message.to, GB_NUMBER);
        assert.equal(message.status, "sent");
        assert.ok(message.price !== undefined && message.price > 0);
        const after = await api.balance();
        assert.equal(after, before - message.price);
        assert.equal(balance, sendShape === "nested" ? after : undefined);
      });
    }

    for (const messageShape of ["flat", "sms", "data"] as const) {
      it(`reads one message: ${messageShape}, decimals as ${decimals}`, async () => {
        sandbox.configure({ decimals, messageShape });
        const message = await api.message("1");
        assert.equal(message.id, "1");
        assert.equal(message.body, "Text 0");
        assert.equal(message.price, 10_000);
        assert.ok(Math.abs((message.createdAt ?? 0) - Date.now()) < 60_000);
      });
    }

    for (const pagination of ["full", "meta", "links", "none"] as const) {
      for (const listFields of ["full", "lean"] as const) {
        it(`lists: ${pagination} pagination, ${listFields} fields, decimals as ${decimals}`, async () => {
          sandbox.configure({ decimals, pagination, listFields });
          const messages = await all();
          const ids = messages.map(({ id }) => Number(id));
          assert.deepEqual(
            ids,
            Array.from(ids, (_, index) => ids.length - index),
          );
          assert.ok(ids.length >= SENDS);
          const first = messages.at(-1);
          assert.equal(first?.to, US_NUMBER);
          assert.equal(first.status, "sent");
          assert.equal(first.price, 10_000);
          assert.equal(first.body, listFields === "full" ? "Text 0" : undefined);
          assert.equal(first.createdAt === undefined, listFields === "lean");
        });
      }
    }

    it(`reads the account and the prices: decimals as ${decimals}`, async () => {
      sandbox.configure({ decimals });
      const profile = await api.me();
      assert.deepEqual(profile.permissions, ["sms:send"]);
      assert.equal(profile.credits, await api.balance());
      const countries = await api.countries();
      assert.ok(countries.length > 200);
      const us = countries.find(({ code }) => code === "US");
      assert.deepEqual(us, { code: "US", name: "United States", dialCode: "+1", price: 10_000 });
    });
  }

  it("reads the root", async () => {
    assert.equal((await api.status()).status, "ok");
  });

  it("filters", async () => {
    assert.deepEqual((await api.list("failed")).messages, []);
    assert.equal((await api.list("sent")).messages.length, 20);
  });

  it("learns that a message is not there, and that a token is wrong", async () => {
    assert.equal((await failure(api.message("999999"))).kind, "notFound");
    const stranger = apiAt(sandbox, { authorize: () => Promise.resolve(newToken()) });
    for (const call of [
      stranger.me(),
      stranger.list(undefined),
      stranger.send({ to: US_NUMBER, body: "x" }),
    ]) {
      const error = await failure(call);
      assert.equal(error.kind, "unauthorized");
      assert.equal(error.didNothing, true);
    }
  });
});

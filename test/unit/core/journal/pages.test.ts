import assert from "node:assert/strict";
import type { SmsApi } from "../../../../src/api/client.js";
import { readRecent, takeBaseline, withTexts } from "../../../../src/core/journal/pages.js";
import { entryOf, messageOf } from "../../support/entries.js";
import {
  apiAt,
  json,
  silence,
  startServer,
  text,
  type Answer,
  type ScriptedServer,
} from "../../support/httpServer.js";
import { useCleanup } from "../../support/waiting.js";

/** A list of pages of two, newest first: n messages with ids from n down to 1. */
function listOf(count: number, change: (id: number) => object = () => ({})): Answer {
  return (response, request) => {
    const page = Number(new URL(request.path, "http://localhost").searchParams.get("page"));
    const ids = Array.from({ length: count }, (_, index) => count - index).slice(2 * page - 2, 2 * page);
    const last = Math.max(1, Math.ceil(count / 2));
    const data = ids.map((id) => ({ id, to: "+12025550123", body: "Hello", ...change(id) }));
    json({ data, meta: { current_page: page, last_page: last } })(response, request);
  };
}

describe("pages of messages", () => {
  const cleanup = useCleanup();
  async function serve(...answers: [Answer, ...Answer[]]): Promise<{ server: ScriptedServer; api: SmsApi }> {
    const server = await startServer(...answers);
    cleanup(() => server.close());
    return { server, api: apiAt(server) };
  }

  describe("takeBaseline", () => {
    it("is the ids of the newest page, and how far the server's clock is ahead", async () => {
      const ahead = new Date(Date.now() + 3_600_000).toUTCString();
      const answer: Answer = (response, request) => {
        response.setHeader("Date", ahead);
        listOf(5)(response, request);
      };
      const { server, api } = await serve(answer);
      const baseline = await takeBaseline({ api: () => Promise.resolve(api) }, 4000, undefined);
      assert.deepEqual(baseline?.ids, ["5", "4"]);
      assert.ok(Math.abs((baseline.clockOffset ?? 0) - 3_600_000) <= 1500);
      assert.equal(server.received.length, 1);
    });

    it("knows no clock where the server has none", async () => {
      const { api } = await serve((response, request) => {
        response.sendDate = false;
        listOf(1)(response, request);
      });
      const baseline = await takeBaseline({ api: () => Promise.resolve(api) }, 4000, undefined);
      assert.deepEqual(baseline, { ids: ["1"], clockOffset: undefined });
    });

    it("is not waited for beyond its patience", async () => {
      const { api } = await serve(silence);
      const began = performance.now();
      assert.equal(await takeBaseline({ api: () => Promise.resolve(api) }, 50, undefined), undefined);
      assert.ok(performance.now() - began < 2000);
    });

    for (const [what, answer] of [
      ["refused", text("", 403)],
      ["not understood", text("<html>")],
      ["cut", (response) => response.socket?.destroy()],
    ] as const satisfies readonly (readonly [string, Answer])[]) {
      it(`is missing, and no failure, if the list is ${what}`, async () => {
        const { api } = await serve(answer);
        assert.equal(await takeBaseline({ api: () => Promise.resolve(api) }, 4000, undefined), undefined);
      });
    }

    it("is missing if the client cannot be loaded", async () => {
      const broken = { api: () => Promise.reject(new Error("no such file")) };
      assert.equal(await takeBaseline(broken, 4000, undefined), undefined);
    });

    it("ends at once when the send is cancelled", async () => {
      const { api } = await serve(silence);
      const cancel = new AbortController();
      const began = performance.now();
      const taken = takeBaseline({ api: () => Promise.resolve(api) }, 600_000, cancel.signal);
      cancel.abort();
      assert.equal(await taken, undefined);
      assert.ok(performance.now() - began < 2000);
    });
  });

  describe("readRecent", () => {
    it("reads back to a message of before, and no further", async () => {
      const { server, api } = await serve(listOf(9));
      const { messages, complete } = await readRecent(api, [entryOf({ baseline: ["6", "5"] })]);
      assert.deepEqual(
        messages.map(({ id }) => id),
        ["9", "8", "7", "6"],
      );
      assert.ok(complete);
      assert.equal(server.received.length, 2);
    });

    it("reads back for every entry", async () => {
      const { server, api } = await serve(listOf(9));
      const entries = [entryOf({ baseline: ["8"] }), entryOf({ baseline: ["3"] })];
      assert.ok((await readRecent(api, entries)).complete);
      assert.equal(server.received.length, 4);
    });

    it("reads to the end where nothing of before is left", async () => {
      const { api } = await serve(listOf(5));
      for (const baseline of [[], ["77"], undefined]) {
        const { messages, complete } = await readRecent(api, [entryOf({ baseline })]);
        assert.equal(messages.length, 5);
        assert.ok(complete);
      }
    });

    it("is complete with an empty list", async () => {
      const { api } = await serve(listOf(0));
      assert.deepEqual((await readRecent(api, [entryOf()])).messages, []);
      assert.ok((await readRecent(api, [entryOf()])).complete);
    });

    it("stops at messages of more than a minute before the request, by the server's clock", async () => {
      const at = (ms: number): string => new Date(ms).toISOString();
      const offset = 3_600_000;
      const requestedAt = 1_000_000;
      const { server, api } = await serve(
        listOf(9, (id) => ({ created_at: at(requestedAt + offset - (id > 5 ? 60_000 : 60_001)) })),
      );
      const entry = entryOf({ baseline: undefined, clockOffset: offset, requestedAt });
      const { messages, complete } = await readRecent(api, [entry]);
      assert.ok(complete);
      assert.equal(messages.length, 6);
      assert.equal(server.received.length, 3);
      // Without the server's clock a time says nothing.
      await readRecent(api, [{ ...entry, clockOffset: undefined, requestedAt: requestedAt + 2 * offset }]);
      assert.equal(server.received.length, 3 + 5);
    });

    it("gives up after 20 pages, and says so", async () => {
      const { server, api } = await serve(listOf(1000));
      const { messages, complete } = await readRecent(api, [entryOf({ baseline: ["1"] })]);
      assert.equal(complete, false);
      assert.equal(server.received.length, 20);
      assert.equal(messages.length, 40);
    });

    it("counts a message once that a new one has pushed to the next page", async () => {
      let count = 4;
      const { api } = await serve((response, request) => {
        listOf(count++)(response, request);
      });
      const { messages } = await readRecent(api, [entryOf({ baseline: [] })]);
      assert.deepEqual(
        messages.map(({ id }) => id),
        ["4", "3", "2", "1"],
      );
    });

    it("rejects if a page cannot be had", async () => {
      const { api } = await serve(listOf(9), text("", 403));
      await assert.rejects(readRecent(api, [entryOf()]), { kind: "forbidden" });
      const cancelled = AbortSignal.abort();
      await assert.rejects(readRecent(api, [entryOf()], cancelled), { kind: "cancelled" });
    });
  });

  describe("withTexts", () => {
    const lean = (id: string): ReturnType<typeof messageOf> =>
      messageOf(id, { body: undefined, createdAt: undefined });

    it("fetches the texts that are missing, and keeps what the list told", async () => {
      const { server, api } = await serve(json({ id: 7, body: "Hello", created_at: 5 }));
      const [first, second] = await withTexts(api, [messageOf("8"), lean("7")]);
      assert.deepEqual(first, messageOf("8"));
      assert.equal(second?.body, "Hello");
      assert.equal(second.createdAt, 5000);
      // The single answer told no number and no status.
      assert.equal(second.to, "+12025550123");
      assert.equal(second.status, "sent");
      assert.deepEqual(
        server.received.map(({ path }) => path),
        ["/api/v1/sms/7"],
      );
    });

    it("asks for 5 at most", async () => {
      const { server, api } = await serve(json({ id: 7, body: "Hello" }));
      const six = ["1", "2", "3", "4", "5", "6"].map(lean);
      assert.deepEqual(await withTexts(api, six), six);
      assert.equal(server.received.length, 0);
      await withTexts(api, [...six.slice(1), messageOf("9")]);
      assert.equal(server.received.length, 5);
    });

    it("makes do with the list where a text cannot be had", async () => {
      const { api } = await serve(text("", 404));
      assert.deepEqual(await withTexts(api, [lean("7")]), [lean("7")]);
    });

    it("takes no other message for the one that it asked for", async () => {
      const { api } = await serve(json({ id: 99, body: "Hello" }));
      assert.deepEqual(await withTexts(api, [lean("7")]), [lean("7")]);
    });

    it("rejects when it is cancelled", async () => {
      const { api } = await serve(silence);
      const cancel = new AbortController();
      const fetched = withTexts(api, [lean("7")], cancel.signal);
      cancel.abort();
      await assert.rejects(fetched, { kind: "cancelled" });
    });
  });
});

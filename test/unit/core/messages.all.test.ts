import assert from "node:assert/strict";
import { json, text } from "../support/httpServer.js";
import { useMessages } from "../support/messageService.js";
import { newToken } from "../support/values.js";
import { deferred, failure, until } from "../support/waiting.js";
import { signIn } from "../support/windows.js";

describe("Messages", () => {
  const test = useMessages();
  const { ids, hasMore, told } = test;

  describe("loadAll", () => {
    it("loads everything and tells how far it is", async () => {
      const progress: (number | undefined)[] = [];
      const loaded = await test.messages.loadAll({
        onProgress: (now) => progress.push(now.loaded),
      });
      assert.equal(loaded, true);
      assert.equal(ids(), "7 6 5 4 3 2 1 0");
      assert.deepEqual(progress, [3, 6, 8]);
      assert.equal(await test.messages.loadAll(), true);
      assert.equal(test.server.received.length, 3);
    });

    it("keeps what is loaded when it is cancelled or fails", async () => {
      const cancel = new AbortController();
      const loaded = await test.messages.loadAll({
        signal: cancel.signal,
        onProgress: (now) => {
          if (now.loaded === 6) cancel.abort();
        },
      });
      assert.equal(loaded, undefined);
      assert.equal(ids(), "7 6 5 4 3 2");
      test.service.instead.push(text("", 401));
      assert.equal((await failure(test.messages.loadAll())).kind, "unauthorized");
      assert.equal(ids(), "7 6 5 4 3 2");
      assert.equal(await test.messages.loadAll(), true);
    });

    it("says why there is nothing at all", async () => {
      test.service.instead.push(text("", 401));
      assert.equal((await failure(test.messages.loadAll())).kind, "unauthorized");
    });

    it("ends when the filter changes", async () => {
      await test.messages.refresh();
      test.service.gate = deferred();
      const { gate } = test.service;
      const all = test.messages.loadAll();
      await until(() => test.server.received.length === 2);
      test.service.gate = undefined;
      await test.messages.setFilter("delivered");
      gate.resolve();
      assert.equal(await all, undefined);
      assert.equal(ids(), "7 5 3");
    });

    it("is not undone by a window that gets the focus", async () => {
      test.service.statuses.push("sent", "sent", "sent", "sent");
      await test.messages.setFilter("sent");
      await test.messages.loadMore();
      const gate = (test.service.gate = deferred());
      const all = test.messages.loadAll();
      await until(() => test.server.received.length === 3);
      await test.messages.refreshIfShown();
      gate.resolve();
      assert.equal(await all, true);
      assert.equal(ids(), "11 10 9 8 6 4 2 0");
      await test.messages.refreshIfShown();
      assert.equal(ids(), "11 10 9");
    });

    it("gives way to another", async () => {
      await test.messages.refresh();
      test.service.gate = deferred();
      const { gate } = test.service;
      const first = test.messages.loadAll();
      await until(() => test.server.received.length === 2);
      test.service.gate = undefined;
      const second = test.messages.loadAll();
      gate.resolve();
      assert.deepEqual([await first, await second], [undefined, true]);
      assert.equal(ids(), "7 6 5 4 3 2 1 0");
    });

    it("ends when the list begins anew, and goes on through a refresh that touches it", async () => {
      await test.messages.refresh();
      test.service.gate = deferred();
      const first = test.service.gate;
      const all = test.messages.loadAll();
      await until(() => test.server.received.length === 2);
      test.service.gate = undefined;
      test.service.statuses.push("sent");
      await test.messages.refresh();
      first.resolve();
      assert.equal(await all, true);
      assert.equal(ids(), "8 7 6 5 4 3 2 1 0");
      await test.messages.restart();
      const gate = (test.service.gate = deferred());
      const asked = test.server.received.length;
      const another = test.messages.loadAll();
      await until(() => test.server.received.length === asked + 1);
      test.service.gate = undefined;
      test.service.statuses.push("sent", "sent", "sent", "sent");
      await test.messages.refresh();
      gate.resolve();
      assert.equal(await another, false);
      assert.equal(ids(), "12 11 10");
    });

    it("waits out the rate limit and says so", async () => {
      test.service.instead.push(
        json({ data: [{ id: 7 }], meta: { last_page: 3 } }),
        text("", 429, { "Retry-After": "60" }),
      );
      const waits: (number | undefined)[] = [];
      await test.messages.refresh();
      const clock = { now: () => Date.now(), sleep: (): Promise<boolean> => Promise.resolve(true) };
      const loaded = await test.messages.loadAll({
        clock,
        onProgress: ({ waitUntil }) => waits.push(waitUntil && Math.round((waitUntil - Date.now()) / 1000)),
      });
      assert.equal(loaded, true);
      assert.deepEqual(waits.filter((wait) => wait !== undefined).slice(0, 1), [60]);
    });

    it("leaves *Load More* to the reading under way", async () => {
      await test.messages.refresh();
      const all = test.messages.loadAll();
      await test.messages.loadMore();
      assert.equal(await all, true);
    });

    it("closes a gap above a long list with a few pages rather than give it up", async () => {
      test.service.statuses.push(...Array.from({ length: 30 }, () => "sent"));
      await test.messages.loadAll();
      test.service.statuses.push(...Array.from({ length: 10 }, () => "sent"));
      const asked = test.server.received.length;
      await test.messages.refresh();
      assert.equal(ids().split(" ").length, 48);
      assert.equal(hasMore(), false);
      assert.equal(test.server.received.length, asked + 4);
      test.service.statuses.push(...Array.from({ length: 40 }, () => "sent"));
      await test.messages.refresh();
      assert.equal(ids().split(" ").length, 15);
      assert.equal(hasMore(), true);
    });
  });

  describe("history", () => {
    const statuses = (id: string): string =>
      test.messages
        .history(id)
        .map((change) => change.status)
        .join(" ");

    it("has what arrived or changed while the window watched, and nothing else", async () => {
      await test.messages.refresh();
      assert.deepEqual(test.messages.history("7"), []);
      const before = Date.now();
      test.messages.add(told(8));
      test.messages.add(told(8));
      test.messages.add(told(8, "delivered"));
      test.messages.add(told(8));
      assert.equal(statuses("8"), "sent delivered");
      assert.ok(test.messages.history("8").every(({ at }) => at >= before && at <= Date.now()));
      test.messages.add(told(6, "failed"));
      assert.equal(statuses("6"), "failed");
      test.messages.add(told(7, "sent"));
      assert.equal(statuses("7"), "");
    });

    it("learns from refreshes and single messages too", async () => {
      await test.messages.refresh();
      test.service.statuses[6] = "delivered";
      await test.messages.refresh();
      assert.equal(statuses("6"), "delivered");
      test.service.statuses.push("sent");
      test.messages.add(told(8));
      test.service.instead.push(json({ id: 8, status: "failed" }));
      await test.messages.loadOne("8");
      assert.equal(statuses("8"), "sent failed");
    });

    it("sees a message leave the filter", async () => {
      await test.messages.setFilter("sent");
      test.messages.add(told(6, "delivered"));
      test.messages.add(told(5, "delivered"));
      assert.equal(statuses("6"), "delivered");
      assert.equal(ids(), "4 2");
    });

    it("is of one account", async () => {
      await test.messages.refresh();
      test.messages.add(told(8));
      await signIn(test.window, "https://b.example/api/v1", newToken());
      assert.deepEqual(test.messages.history("8"), []);
    });
  });
});

import assert from "node:assert/strict";
import type { MessagePage } from "../../../src/api/schemas.js";
import { json, text } from "../support/httpServer.js";
import { messagesFrom } from "../support/listServer.js";
import { useMessages } from "../support/messageService.js";
import { newToken } from "../support/values.js";
import { deferred, failure, settled, until } from "../support/waiting.js";
import { signIn } from "../support/windows.js";

describe("Messages", () => {
  const test = useMessages();
  const { ids, hasMore, told } = test;

  it("loads the newest, and more on demand, to the end", async () => {
    assert.deepEqual(test.messages.state, { kind: "idle" });
    await test.messages.refresh();
    assert.equal(ids(), "7 6 5");
    await test.messages.loadMore();
    assert.equal(ids(), "7 6 5 4 3 2");
    assert.equal(hasMore(), true);
    await test.messages.loadMore();
    assert.equal(ids(), "7 6 5 4 3 2 1 0");
    assert.equal(hasMore(), false);
    const asked = test.server.received.length;
    await test.messages.loadMore();
    assert.equal(test.server.received.length, asked);
    assert.equal(test.messages.find("4")?.body, "Text 4");
    assert.equal(test.messages.find("99"), undefined);
  });

  it("merges what is new on a refresh into what is loaded", async () => {
    await test.messages.refresh();
    await test.messages.loadMore();
    test.service.statuses.push("sent");
    await test.messages.refresh();
    assert.equal(ids(), "8 7 6 5 4 3 2");
    test.service.statuses.push("sent", "sent", "sent", "sent");
    await test.messages.refresh();
    assert.equal(ids(), "12 11 10");
    await test.messages.loadMore();
    assert.equal(ids(), "12 11 10 9 8 7");
  });

  it("filters", async () => {
    await test.messages.refresh();
    let changes = 0;
    test.messages.onDidChange(() => changes++);
    const filtering = test.messages.setFilter("delivered");
    assert.equal(ids(), "");
    await filtering;
    assert.equal(test.messages.filter, "delivered");
    assert.equal(ids(), "7 5 3");
    await test.messages.loadMore();
    assert.equal(ids(), "7 5 3 1");
    const seen = changes;
    assert.ok(seen > 0);
    await test.messages.setFilter("delivered");
    assert.equal(changes, seen);
    await test.messages.setFilter("failed");
    assert.equal(ids(), "");
    assert.equal(test.messages.state.kind, "ready");
    await test.messages.setFilter(undefined);
    assert.equal(ids(), "7 6 5");
  });

  it("drops the answer for an older filter", async () => {
    test.service.gate = deferred();
    const { gate } = test.service;
    const older = test.messages.refresh();
    await until(() => test.server.received.length === 1);
    test.service.gate = undefined;
    await test.messages.setFilter("sent");
    gate.resolve();
    await older;
    await settled();
    assert.equal(ids(), "6 4 2");
  });

  it("goes on when a page repeats what is loaded, but not for ever", async () => {
    test.service.repeats = 2;
    await test.messages.refresh();
    await test.messages.loadMore();
    assert.equal(ids(), "7 6 5 4 3 2");
    assert.equal(test.server.received.length, 4);
    test.service.repeats = 100;
    await test.messages.refresh();
    const before = test.server.received.length;
    await test.messages.loadMore();
    assert.equal(test.server.received.length, before + 5);
    assert.equal(hasMore(), true);
  });

  it("tells that more could not be loaded, and keeps what it has", async () => {
    await test.messages.refresh();
    test.service.instead.push(text("", 401));
    assert.equal((await failure(test.messages.loadMore())).kind, "unauthorized");
    assert.equal(test.messages.state.kind, "ready");
    assert.equal(ids(), "7 6 5");
    assert.equal((await failure(test.messages.loadMore(AbortSignal.abort()))).kind, "cancelled");
    await test.messages.loadMore();
    assert.equal(ids(), "7 6 5 4 3 2");
  });

  it("adds more whether or not a refresh that changes nothing comes between", async () => {
    for (const filter of [undefined, "sent"] as const) {
      await test.messages.setFilter(filter);
      await test.messages.refresh();
      const before = ids();
      const gate = (test.service.gate = deferred());
      const asked = test.server.received.length;
      const more = test.messages.loadMore();
      await until(() => test.server.received.length === asked + 1);
      test.service.gate = undefined;
      await test.messages.refresh();
      assert.equal(ids(), before);
      gate.resolve();
      await more;
      assert.equal(ids(), filter === undefined ? "7 6 5 4 3 2" : "6 4 2 0");
    }
  });

  it("keeps what it has when a refresh fails", async () => {
    await test.messages.refresh();
    test.service.instead.push(text("", 401));
    await test.messages.refresh();
    assert.equal(test.messages.state.kind, "failed");
    assert.equal(ids(), "7 6 5");
  });

  it("adds nothing of an older list to a newer one", async () => {
    await test.messages.refresh();
    test.service.gate = deferred();
    const { gate } = test.service;
    const more = test.messages.loadMore();
    await until(() => test.server.received.length === 2);
    test.service.gate = undefined;
    await test.messages.setFilter("delivered");
    gate.resolve();
    await more;
    await settled();
    assert.equal(ids(), "7 5 3");
  });

  describe("add", () => {
    it("waits for the list before there is one", () => {
      test.messages.add(told(8));
      assert.deepEqual(test.messages.state, { kind: "idle" });
      assert.equal(test.server.received.length, 0);
    });

    it("puts a message on top at once, and changes one in its place", async () => {
      await test.messages.refresh();
      test.messages.add(told(8));
      assert.equal(ids(), "8 7 6 5");
      test.messages.add(told(6, "delivered"));
      assert.equal(ids(), "8 7 6 5");
      assert.equal(test.messages.find("6")?.status, "delivered");
      assert.equal(test.messages.find("6")?.body, "Text 6");
      assert.equal(test.server.received.length, 1);
    });

    it("is not lost to a request under way that does not know the message", async () => {
      test.service.gate = deferred();
      const { gate } = test.service;
      void test.messages.refresh();
      await until(() => test.server.received.length === 1);
      test.service.gate = undefined;
      test.service.statuses.push("sent");
      test.messages.add(told(8));
      assert.notEqual(test.messages.state.kind, "ready");
      gate.resolve();
      await until(() => test.messages.state.kind === "ready");
      assert.equal(ids(), "8 7 6 5");
      assert.equal(test.server.received.length, 1);
    });

    it("is not lost in whatever turn it comes while an answer is taken", async () => {
      const lost: number[] = [];
      for (let turns = 0; turns < 20; turns++) {
        const page = deferred<MessagePage>();
        const messages = messagesFrom({ list: () => page.promise });
        const loading = messages.refresh();
        await settled();
        page.resolve({ messages: [told(7)], next: undefined, perPage: undefined, total: 1 });
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        messages.add(told(8));
        await loading;
        if (messages.find("8") === undefined) lost.push(turns);
      }
      assert.deepEqual(lost, []);
    });

    it("does not take a final status back for an older one that came by another way", async () => {
      const gate = deferred();
      test.service.gate = gate;
      void test.messages.refresh();
      await until(() => test.server.received.length === 1);
      test.messages.add(told(7, "sent"));
      gate.resolve();
      await until(() => test.messages.state.kind === "ready");
      test.messages.add(told(7, "sent"));
      assert.equal(test.messages.find("7")?.status, "delivered");
    });

    it("never makes one message the whole list", async () => {
      test.service.instead.push(text("", 401), text("", 401));
      await test.messages.refresh();
      assert.equal(test.messages.state.kind, "failed");
      test.messages.add(told(8));
      assert.equal(test.messages.state.kind, "loading");
      await until(() => test.messages.state.kind === "failed");
      assert.equal(ids(), "");
      test.messages.add(told(8));
      await until(() => test.messages.state.kind === "ready");
      assert.equal(ids(), "7 6 5");
    });

    it("minds the filter", async () => {
      await test.messages.setFilter("sent");
      test.messages.add(told(9, "delivered"));
      test.messages.add(told(4, "delivered"));
      assert.equal(ids(), "6 2");
    });
  });

  it("fetches one message, and takes what is new of it into the list", async () => {
    await test.messages.refresh();
    test.service.instead.push(json({ id: 6, status: "delivered", error: "none" }));
    const { status, error, body } = await test.messages.loadOne("6");
    assert.deepEqual({ status, error, body }, { status: "delivered", error: "none", body: "Text 6" });
    assert.equal(test.messages.find("6")?.error, "none");
    test.service.instead.push(json({ id: 1, status: "sent" }));
    assert.equal((await test.messages.loadOne("1")).id, "1");
    assert.equal(ids(), "7 6 5");
  });

  it("drops a message that comes after the account has changed", async () => {
    await test.messages.refresh();
    const gate = deferred();
    test.service.instead.push((response, request) => {
      void gate.promise.then(() => {
        json({ id: 6, status: "sent" })(response, request);
      });
    });
    const one = failure(test.messages.loadOne("6"));
    await until(() => test.server.received.length === 2);
    await signIn(test.window, "https://a.example/api/v1", newToken());
    gate.resolve();
    assert.equal((await one).kind, "cancelled");
  });

  it("takes out a message that is no more, and says so", async () => {
    await test.messages.refresh();
    test.service.instead.push(text("", 404));
    assert.equal((await failure(test.messages.loadOne("6"))).kind, "notFound");
    assert.equal(ids(), "7 5");
    assert.equal(test.messages.find("6"), undefined);
    test.service.instead.push(text("", 500), text("", 500), text("", 500));
    assert.equal((await failure(test.messages.loadOne("5"))).kind, "server");
    assert.equal(ids(), "7 5");
  });

  it("adds many in one change", async () => {
    await test.messages.refresh();
    let changes = 0;
    test.messages.onDidChange(() => changes++);
    test.messages.addAll([told(8), told(9), told(6, "delivered"), told(8, "failed"), told(8)]);
    assert.equal(ids(), "9 8 7 6 5");
    assert.equal(test.messages.find("8")?.status, "failed");
    assert.equal(changes, 1);
    test.messages.addAll([told(8), told(6, "delivered")]);
    assert.equal(changes, 1);
  });

  it("starts again from nothing", async () => {
    await test.messages.restart();
    assert.equal(test.server.received.length, 0);
    await test.messages.refresh();
    test.service.statuses.length = 0;
    await test.messages.restart();
    assert.equal(ids(), "");
    assert.equal(test.messages.state.kind, "ready");
  });

  it("forgets everything when the account changes", async () => {
    await test.messages.refresh();
    await signIn(test.window, "https://b.example/api/v1", newToken());
    assert.deepEqual(test.messages.state, { kind: "idle" });
  });
});

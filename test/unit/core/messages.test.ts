import assert from "node:assert/strict";
import type { Message } from "../../../src/api/schemas.js";
import { Messages } from "../../../src/core/messages.js";
import { json, startServer, text, type Answer, type ScriptedServer } from "../support/httpServer.js";
import { newToken } from "../support/values.js";
import { deferred, failure, settled, until, useCleanup, type Deferred } from "../support/waiting.js";
import { Machine, signIn, type Window } from "../support/windows.js";

const PER_PAGE = 3;

/** A server's messages, from which it answers as the API does. */
class Service {
  readonly statuses: string[] = [];
  /** How often page 2 and all after it show page 1 once more. */
  repeats = 0;
  /** What the next answers are instead, in turn. */
  readonly instead: Answer[] = [];
  /** What an answer waits for; it holds what was true before. */
  gate: Deferred<void> | undefined;

  readonly answer: Answer = (response, request) => {
    const special = this.instead.shift();
    if (special !== undefined) {
      special(response, request);
      return;
    }
    const body = json(this.#page(new URL(request.path, "http://127.0.0.1").searchParams));
    void (this.gate?.promise ?? Promise.resolve()).then(() => {
      body(response, request);
    });
  };

  #page(query: URLSearchParams): unknown {
    const filter = query.get("status");
    const rows = this.statuses
      .map((status, id) => ({ id, status, body: `Text ${id}` }))
      .filter(({ status }) => filter === null || status === filter)
      .reverse();
    const asked = Number(query.get("page"));
    const shown = Math.max(1, asked - this.repeats);
    const last = Math.ceil(rows.length / PER_PAGE) + this.repeats;
    return {
      data: rows.slice((shown - 1) * PER_PAGE, shown * PER_PAGE),
      meta: { current_page: asked, last_page: last },
    };
  }
}

describe("Messages", () => {
  const cleanup = useCleanup();
  let service: Service;
  let server: ScriptedServer;
  let window: Window;
  let messages: Messages;

  beforeEach(async () => {
    service = new Service();
    server = await startServer(service.answer);
    window = new Machine().open();
    messages = new Messages(window.session);
    cleanup(() => server.close());
    cleanup(() => {
      messages.dispose();
      window.dispose();
    });
    await signIn(window, server.baseUrl, newToken());
    service.statuses.push(...Array.from({ length: 8 }, (_, id) => (id % 2 === 0 ? "sent" : "delivered")));
  });
  const ids = (): string => {
    const { state } = messages;
    return state.kind === "idle" ? "" : (state.last?.value.messages ?? []).map(({ id }) => id).join(" ");
  };
  const hasMore = (): boolean => {
    const { state } = messages;
    return state.kind !== "idle" && state.last?.value.next !== undefined;
  };
  const told = (id: number, status = "sent"): Message => ({ id: String(id), status, raw: {} });

  it("loads the newest, and more on demand, to the end", async () => {
    assert.deepEqual(messages.state, { kind: "idle" });
    await messages.refresh();
    assert.equal(ids(), "7 6 5");
    await messages.loadMore();
    assert.equal(ids(), "7 6 5 4 3 2");
    assert.equal(hasMore(), true);
    await messages.loadMore();
    assert.equal(ids(), "7 6 5 4 3 2 1 0");
    assert.equal(hasMore(), false);
    const asked = server.received.length;
    await messages.loadMore();
    assert.equal(server.received.length, asked);
    assert.equal(messages.find("4")?.body, "Text 4");
    assert.equal(messages.find("99"), undefined);
  });

  it("merges what is new on a refresh into what is loaded", async () => {
    await messages.refresh();
    await messages.loadMore();
    service.statuses.push("sent");
    await messages.refresh();
    assert.equal(ids(), "8 7 6 5 4 3 2");
    service.statuses.push("sent", "sent", "sent", "sent");
    await messages.refresh();
    assert.equal(ids(), "12 11 10");
    await messages.loadMore();
    assert.equal(ids(), "12 11 10 9 8 7");
  });

  it("filters", async () => {
    await messages.refresh();
    let changes = 0;
    messages.onDidChange(() => changes++);
    const filtering = messages.setFilter("delivered");
    assert.equal(ids(), "");
    await filtering;
    assert.equal(messages.filter, "delivered");
    assert.equal(ids(), "7 5 3");
    await messages.loadMore();
    assert.equal(ids(), "7 5 3 1");
    const seen = changes;
    assert.ok(seen > 0);
    await messages.setFilter("delivered");
    assert.equal(changes, seen);
    await messages.setFilter("failed");
    assert.equal(ids(), "");
    assert.equal(messages.state.kind, "ready");
    await messages.setFilter(undefined);
    assert.equal(ids(), "7 6 5");
  });

  it("drops the answer for an older filter", async () => {
    service.gate = deferred();
    const { gate } = service;
    const older = messages.refresh();
    await until(() => server.received.length === 1);
    service.gate = undefined;
    await messages.setFilter("sent");
    gate.resolve();
    await older;
    await settled();
    assert.equal(ids(), "6 4 2");
  });

  it("goes on when a page repeats what is loaded, but not for ever", async () => {
    service.repeats = 2;
    await messages.refresh();
    await messages.loadMore();
    assert.equal(ids(), "7 6 5 4 3 2");
    assert.equal(server.received.length, 4);
    service.repeats = 100;
    await messages.refresh();
    const before = server.received.length;
    await messages.loadMore();
    assert.equal(server.received.length, before + 5);
    assert.equal(hasMore(), true);
  });

  it("tells that more could not be loaded, and keeps what it has", async () => {
    await messages.refresh();
    service.instead.push(text("", 401));
    assert.equal((await failure(messages.loadMore())).kind, "unauthorized");
    assert.equal(messages.state.kind, "ready");
    assert.equal(ids(), "7 6 5");
    assert.equal((await failure(messages.loadMore(AbortSignal.abort()))).kind, "cancelled");
    await messages.loadMore();
    assert.equal(ids(), "7 6 5 4 3 2");
  });

  it("keeps what it has when a refresh fails", async () => {
    await messages.refresh();
    service.instead.push(text("", 401));
    await messages.refresh();
    assert.equal(messages.state.kind, "failed");
    assert.equal(ids(), "7 6 5");
  });

  it("adds nothing of an older list to a newer one", async () => {
    await messages.refresh();
    service.gate = deferred();
    const { gate } = service;
    const more = messages.loadMore();
    await until(() => server.received.length === 2);
    service.gate = undefined;
    await messages.setFilter("delivered");
    gate.resolve();
    await more;
    await settled();
    assert.equal(ids(), "7 5 3");
  });

  describe("add", () => {
    it("waits for the list before there is one", () => {
      messages.add(told(8));
      assert.deepEqual(messages.state, { kind: "idle" });
      assert.equal(server.received.length, 0);
    });

    it("puts a message on top at once, and changes one in its place", async () => {
      await messages.refresh();
      messages.add(told(8));
      assert.equal(ids(), "8 7 6 5");
      messages.add(told(6, "delivered"));
      assert.equal(ids(), "8 7 6 5");
      assert.equal(messages.find("6")?.status, "delivered");
      assert.equal(messages.find("6")?.body, "Text 6");
      assert.equal(server.received.length, 1);
    });

    it("is not lost to a request under way that does not know the message", async () => {
      service.gate = deferred();
      const { gate } = service;
      void messages.refresh();
      await until(() => server.received.length === 1);
      service.gate = undefined;
      service.statuses.push("sent");
      messages.add(told(8));
      assert.notEqual(messages.state.kind, "ready");
      gate.resolve();
      await until(() => messages.state.kind === "ready");
      assert.equal(ids(), "8 7 6 5");
      assert.equal(server.received.length, 1);
    });

    it("does not take a final status back for an older one that came by another way", async () => {
      const gate = deferred();
      service.gate = gate;
      void messages.refresh();
      await until(() => server.received.length === 1);
      messages.add(told(7, "sent"));
      gate.resolve();
      await until(() => messages.state.kind === "ready");
      messages.add(told(7, "sent"));
      assert.equal(messages.find("7")?.status, "delivered");
    });

    it("never makes one message the whole list", async () => {
      service.instead.push(text("", 401), text("", 401));
      await messages.refresh();
      assert.equal(messages.state.kind, "failed");
      messages.add(told(8));
      assert.equal(messages.state.kind, "loading");
      await until(() => messages.state.kind === "failed");
      assert.equal(ids(), "");
      messages.add(told(8));
      await until(() => messages.state.kind === "ready");
      assert.equal(ids(), "7 6 5");
    });

    it("minds the filter", async () => {
      await messages.setFilter("sent");
      messages.add(told(9, "delivered"));
      messages.add(told(4, "delivered"));
      assert.equal(ids(), "6 2");
    });
  });

  it("fetches one message, and takes what is new of it into the list", async () => {
    await messages.refresh();
    service.instead.push(json({ id: 6, status: "delivered", error: "none" }));
    const { status, error, body } = await messages.loadOne("6");
    assert.deepEqual({ status, error, body }, { status: "delivered", error: "none", body: "Text 6" });
    assert.equal(messages.find("6")?.error, "none");
    service.instead.push(json({ id: 1, status: "sent" }));
    assert.equal((await messages.loadOne("1")).id, "1");
    assert.equal(ids(), "7 6 5");
  });

  it("drops a message that comes after the account has changed", async () => {
    await messages.refresh();
    const gate = deferred();
    service.instead.push((response, request) => {
      void gate.promise.then(() => {
        json({ id: 6, status: "sent" })(response, request);
      });
    });
    const one = failure(messages.loadOne("6"));
    await until(() => server.received.length === 2);
    await signIn(window, "https://a.example/api/v1", newToken());
    gate.resolve();
    assert.equal((await one).kind, "cancelled");
  });

  it("starts again from nothing", async () => {
    await messages.restart();
    assert.equal(server.received.length, 0);
    await messages.refresh();
    service.statuses.length = 0;
    await messages.restart();
    assert.equal(ids(), "");
    assert.equal(messages.state.kind, "ready");
  });

  it("forgets everything when the account changes", async () => {
    await messages.refresh();
    await signIn(window, "https://b.example/api/v1", newToken());
    assert.deepEqual(messages.state, { kind: "idle" });
  });
});

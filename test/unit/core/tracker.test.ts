import assert from "node:assert/strict";
import { ApiError } from "../../../src/api/errors.js";
import { hasKept } from "../../../src/core/tracking/kept.js";
import { ACCOUNT, messageOf } from "../support/entries.js";
import { FakeClock } from "../support/fakeClock.js";
import { MemoryServer, TrackedWindow } from "../support/tracking.js";
import { useCleanup } from "../support/waiting.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe("Tracker", () => {
  const cleanup = useCleanup();
  let clock: FakeClock;
  let server: MemoryServer;
  let window: TrackedWindow;

  const open = (memory?: TrackedWindow["memory"]): TrackedWindow => {
    const opened = new TrackedWindow(server, clock, memory);
    cleanup(() => {
      opened.tracker.dispose();
    });
    return opened;
  };
  /** The seconds from `start` at which the server was asked. */
  const secondsSince = (start: number): number[] =>
    server.requests.map(({ at }) => Math.round((at - start) / SECOND));

  beforeEach(() => {
    clock = new FakeClock();
    server = new MemoryServer(clock);
    window = open();
  });

  it("asks for one message after 2 s and then more and more seldom, until it is delivered", async () => {
    const start = clock.now();
    const { id } = server.send();
    window.follow(messageOf(id));
    assert.equal(window.tracker.unfinished, 1);
    await clock.pass(10 * MINUTE);
    assert.deepEqual(secondsSince(start), [2, 4, 8, 16, 32, 64, 128, 256, 512]);
    assert.deepEqual(new Set(server.asked), new Set([`message ${id}`]));
    server.set(id, { status: "delivered" });
    await clock.pass(5 * MINUTE);
    assert.deepEqual(window.ended, [id]);
    assert.equal(window.finished[0]?.account.id, ACCOUNT.id);
    assert.equal(window.tracker.unfinished, 0);
    const { length } = server.requests;
    await clock.pass(2 * HOUR);
    assert.equal(server.requests.length, length);
  });

  it("asks for several with one page of the list, and the next page for those that it does not show", async () => {
    const messages = Array.from({ length: 30 }, () => server.send());
    for (const message of messages) window.follow(message);
    await clock.pass(2 * SECOND);
    assert.deepEqual(server.asked, ["page 1", "page 2"]);
    for (const { id } of messages) server.set(id, { status: "delivered" });
    await clock.pass(3 * SECOND);
    assert.deepEqual(server.asked.slice(2).sort(), ["page 1", "page 2"]);
    assert.equal(window.ended.length, 30);
  });

  it("asks alone for what no page shows", async () => {
    const messages = [messageOf("900"), messageOf("901")];
    server.send();
    for (const message of messages) window.follow(message);
    server.api.message = (id) => {
      server.requests.push({ at: clock.now(), what: `message ${id}` });
      return Promise.resolve(messageOf(id, { status: "delivered" }));
    };
    await clock.pass(2 * SECOND);
    assert.deepEqual(server.asked, ["page 1", "message 900", "message 901"]);
    assert.deepEqual(window.ended, ["900", "901"]);
  });

  it("follows an unknown status on, and keeps what the send told", async () => {
    const { id } = server.send({ status: "queued", body: undefined });
    window.follow(messageOf(id, { status: "accepted", body: "Kept" }));
    await clock.pass(SECOND * 5);
    assert.equal(window.tracker.unfinished, 1);
    server.set(id, { status: "failed", error: "No such subscriber" });
    await clock.pass(SECOND * 5);
    const [message] = window.finished[0]?.messages ?? [];
    assert.equal(message?.error, "No such subscriber");
    assert.equal(message.body, "Kept");
  });

  it("asks once more for the reason of a failure that a lean list does not tell", async () => {
    const [one, other] = [server.send(), server.send()];
    window.follow(one);
    window.follow(other);
    const { list } = server.api;
    server.api.list = async (...args) => {
      const page = await list(...args);
      return { ...page, messages: page.messages.map(({ id, status, raw }) => ({ id, status, raw })) };
    };
    server.set(one.id, { status: "failed", error: "Blocked" });
    await clock.pass(2 * SECOND);
    assert.deepEqual(server.asked, ["page 1", `message ${one.id}`]);
    assert.equal(window.finished[0]?.messages[0]?.error, "Blocked");
  });

  for (const [what, failure] of [
    ["does not know it alone", new ApiError("notFound", true, { status: 404 })],
    ["does not answer that", new ApiError("timeout", true)],
    ["refuses to tell it", new ApiError("forbidden", true, { status: 403 })],
  ] as const) {
    it(`tells of a failure without its reason where the server ${what}`, async () => {
      const [one, other] = [server.send(), server.send()];
      window.follow(one);
      window.follow(other);
      server.set(one.id, { status: "failed" });
      server.api.message = () => Promise.reject(failure);
      await clock.pass(2 * SECOND);
      assert.deepEqual(window.ended, [one.id]);
      await clock.pass(HOUR);
      assert.deepEqual(window.ended, [one.id]);
    });
  }

  it("follows nothing that has its final status", async () => {
    window.follow(messageOf("1", { status: "failed" }));
    window.follow(messageOf("2", { status: "delivered" }));
    await clock.pass(HOUR);
    assert.deepEqual(server.asked, []);
    assert.deepEqual(window.ended, []);
  });

  it("tells of a failure that nobody was told of", () => {
    window.tracker.follow(ACCOUNT, messageOf("1", { status: "failed" }), clock.now(), false);
    assert.deepEqual(window.ended, ["1"]);
  });

  it("drops a message that the server does not know any more", async () => {
    window.follow(messageOf("77"));
    await clock.pass(2 * SECOND);
    assert.deepEqual(server.asked, ["message 77"]);
    assert.equal(window.tracker.unfinished, 0);
    assert.deepEqual(window.ended, []);
    assert.deepEqual(window.failures, []);
  });

  it("asks once a minute at most while the window has no focus, and at once when it gets it", async () => {
    window.focused = false;
    for (let count = 0; count < 50; count++) window.follow(server.send());
    await clock.pass(10 * MINUTE);
    const times = server.requests.map(({ at }) => at);
    assert.ok(times.length >= 6, `${times.length} requests`);
    for (const [index, at] of times.entries())
      assert.ok(index === 0 || at - (times[index - 1] ?? 0) >= MINUTE);
    await clock.pass(SECOND);
    const { length } = server.requests;
    window.focused = true;
    await clock.pass(SECOND);
    assert.ok(server.requests.length > length);
  });

  it("stops after a day", async () => {
    window.follow(server.send());
    await clock.pass(24 * HOUR - 1);
    assert.equal(window.tracker.unfinished, 1);
    assert.ok(server.requests.length < 60, `${server.requests.length} requests`);
    await clock.pass(1);
    assert.equal(window.tracker.unfinished, 0);
    assert.deepEqual(window.ended, []);
  });

  it("goes on after a restart with the ids alone", async () => {
    const { id } = server.send();
    window.follow(messageOf(id, { body: "Private", to: "+12025550123" }));
    window.tracker.dispose();
    assert.doesNotMatch(JSON.stringify(window.memory.get("followedMessages")), /Private|2025550123/);
    const next = open(window.memory);
    assert.equal(next.tracker.unfinished, 1);
    server.set(id, { status: "delivered" });
    await clock.pass(5 * SECOND);
    assert.deepEqual(next.ended, [id]);
    assert.equal(open(window.memory).tracker.unfinished, 0);
  });

  it("remembers the newest 300, and nothing that is damaged or a day old", async () => {
    for (let count = 0; count < 400; count++) window.follow(server.send());
    await clock.pass(SECOND);
    window.tracker.dispose();
    const kept = window.memory.get("followedMessages") as unknown[];
    assert.equal(kept.length, 300);
    await window.memory.update("followedMessages", [
      ...kept,
      null,
      { accountId: 1, id: "1", sentAt: 1 },
      { accountId: ACCOUNT.id, id: "1", sentAt: clock.now() - 24 * HOUR },
    ]);
    const next = open(window.memory);
    assert.equal(next.tracker.unfinished, 300);
    next.tracker.dispose();
    assert.equal((window.memory.get("followedMessages") as unknown[]).length, 300);
  });

  it("forgets what is a day old when it starts: nothing of it is left to load the tracker for", async () => {
    window.follow(server.send());
    window.tracker.dispose();
    await clock.pass(24 * HOUR);
    assert.equal(hasKept(window.memory), true);
    open(window.memory);
    assert.equal(hasKept(window.memory), false);
  });

  it("forgets the messages of an account that was signed out", async () => {
    window.follow(server.send());
    window.reached = undefined;
    window.sessionChanged.fire({ kind: "signedOut" });
    await clock.pass(0);
    assert.equal(window.tracker.unfinished, 0);
    assert.deepEqual(server.asked, []);
  });

  for (const kind of ["unauthorized", "forbidden"] as const) {
    it(`asks no more for an hour after ${kind}, or until the session changes`, async () => {
      window.follow(server.send());
      server.failures.push(new ApiError(kind, true), new ApiError(kind, true));
      await clock.pass(HOUR);
      assert.equal(server.requests.length, 1);
      assert.equal(window.failures.length, 1);
      // The token may have been allowed what it was refused, or been replaced in another window.
      await clock.pass(2 * SECOND);
      assert.equal(server.requests.length, 2);
      assert.equal(window.failures.length, 1);
      window.sessionChanged.fire({ kind: "signedOut" });
      await clock.pass(SECOND);
      assert.equal(server.requests.length, 3);
    });
  }

  it("waits as long as a refusal for the limit says", async () => {
    const start = clock.now();
    window.follow(server.send());
    server.failures.push(new ApiError("rateLimited", true, { retryAt: start + 90 * SECOND }));
    await clock.pass(100 * SECOND);
    assert.deepEqual(secondsSince(start), [2, 90]);
  });

  it("leaves the rest of the limit to the user when little is left", async () => {
    const start = clock.now();
    server.remaining = 10;
    for (let count = 0; count < 2; count++) window.follow(server.send());
    await clock.pass(70 * SECOND);
    assert.deepEqual(secondsSince(start), [2, 62]);
    const other = open();
    other.follow(server.send());
    other.tracker.sawRemaining(ACCOUNT.id, 3);
    const { length } = server.requests;
    await clock.pass(30 * SECOND);
    assert.equal(server.requests.length, length);
  });

  it("asks more and more seldom while the server is away, and says so once", async () => {
    const start = clock.now();
    const { id } = server.send();
    window.follow(messageOf(id));
    server.failures.push(...Array.from({ length: 6 }, () => new ApiError("offline", true)));
    await clock.pass(10 * MINUTE);
    assert.deepEqual(secondsSince(start).slice(0, 7), [2, 6, 14, 30, 62, 126, 254]);
    assert.equal(window.failures.length, 1);
    server.failures.push(new ApiError("offline", true));
    await clock.pass(10 * MINUTE);
    assert.equal(window.failures.length, 2);
  });
});

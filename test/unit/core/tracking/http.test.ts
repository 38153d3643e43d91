import assert from "node:assert/strict";
import type { Message } from "../../../../src/api/schemas.js";
import { Emitter } from "../../../../src/core/emitter.js";
import { LazyTracker } from "../../../../src/core/lazyTracker.js";
import { Messages } from "../../../../src/core/messages.js";
import { Tracker } from "../../../../src/core/tracker.js";
import type { Clock } from "../../../../src/core/tracking/clock.js";
import type { Finished } from "../../../../src/core/tracking/reader.js";
import { PlainMemory } from "../../support/memorySecrets.js";
import { startSandbox, type TestSandbox } from "../../support/sandbox.js";
import { newToken, US_NUMBER } from "../../support/values.js";
import { settled, until, useCleanup } from "../../support/waiting.js";
import { Machine, signedIn, signIn, type Window } from "../../support/windows.js";

/** How many times faster than real time a window's clock goes here. */
const HASTE = 200;

/** Accepted; then fails. */
const FAILS = "+12025550190";

/** A clock for which two seconds are ten milliseconds. */
function hastyClock(): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * HASTE,
    after: (ms, run) => {
      const timer = setTimeout(run, ms / HASTE);
      return {
        dispose: () => {
          clearTimeout(timer);
        },
      };
    },
  };
}

describe("Tracker, over HTTP", () => {
  const cleanup = useCleanup();
  let sandbox: TestSandbox;
  let window: Window;
  let messages: Messages;
  let tracker: Tracker;
  let finished: Finished[];
  let failures: unknown[];

  beforeEach(async () => {
    sandbox = await startSandbox({ deliveryDelayMs: 40 });
    cleanup(() => sandbox.close());
    window = new Machine().open(sandbox.access);
    await signIn(window, sandbox.baseUrl, sandbox.token);
    messages = new Messages(window.session);
    finished = [];
    failures = [];
    tracker = new Tracker({
      session: window.session,
      messages,
      memory: new PlainMemory(),
      isFocused: () => true,
      onDidChangeFocus: new Emitter<void>().event,
      clock: hastyClock(),
      onFailure: (error) => failures.push(error),
    });
    tracker.onDidFinish((told) => finished.push(told));
    cleanup(() => {
      tracker.dispose();
      messages.dispose();
      window.dispose();
    });
  });

  async function send(to = US_NUMBER): Promise<Message> {
    const state = signedIn(window);
    const { message } = await (await state.api()).send({ to, body: "Hello" });
    messages.add(message);
    tracker.follow(state.account, message);
    return message;
  }
  const ends = (): (string | undefined)[] =>
    finished.flatMap((told) => told.messages.map(({ status }) => status));

  it("sees one delivered, and changes its row in the list", async () => {
    await messages.refresh();
    const { id } = await send();
    assert.equal(messages.find(id)?.status, "sent");
    await until(() => ends().length === 1);
    assert.deepEqual(ends(), ["delivered"]);
    assert.equal(messages.find(id)?.status, "delivered");
    assert.ok(messages.find(id)?.deliveredAt !== undefined);
  });

  it("sees several end at once, and why one failed", async () => {
    for (const to of [US_NUMBER, FAILS, US_NUMBER]) await send(to);
    await until(() => tracker.unfinished === 0);
    assert.deepEqual(ends().sort(), ["delivered", "delivered", "failed"]);
    const all = finished.flatMap((told) => told.messages);
    assert.ok((all.find(({ status }) => status === "failed")?.error ?? "") !== "");
  });

  it("asks nothing for what the list told first", async () => {
    const state = signedIn(window);
    const { message } = await (await state.api()).send({ to: US_NUMBER, body: "Hello" });
    await messages.refresh();
    await until(() => {
      void messages.refresh();
      return messages.find(message.id)?.status === "delivered";
    });
    tracker.follow(state.account, message);
    assert.deepEqual(ends(), ["delivered"]);
  });

  it("drops what was cleared", async () => {
    sandbox.configure({ deliveryDelayMs: 60_000 });
    await send();
    await send();
    await sandbox.clear();
    await until(() => tracker.unfinished === 0);
    assert.deepEqual(finished, []);
    assert.deepEqual(failures, []);
  });

  async function sendAndClear(): Promise<void> {
    sandbox.configure({ deliveryDelayMs: 60_000 });
    await messages.refresh();
    for (let count = 0; count < 12; count++) await send();
    await sandbox.clear();
    await messages.restart();
  }

  it("drops all at once when the sandbox is found empty", async () => {
    await window.session.useSandbox("Sandbox");
    await sendAndClear();
    assert.equal(tracker.unfinished, 0);
  });

  it("drops nothing when another server's list is empty: it may not show yet what was just sent", async () => {
    await sendAndClear();
    assert.equal(tracker.unfinished, 12);
  });

  it("stops when the token is revoked, and goes on with a new one", async () => {
    const { id, ...account } = signedIn(window).account;
    const message = await send();
    await window.session.signIn(account, newToken(), id);
    await until(() => failures.length === 1);
    await settled();
    assert.equal(tracker.unfinished, 1);
    assert.deepEqual(ends(), []);
    await window.session.signIn(account, sandbox.token, id);
    await until(() => ends().length === 1);
    assert.deepEqual(finished[0]?.messages[0]?.id, message.id);
    assert.equal(failures.length, 1);
  });

  it("follows messages of an account that the window has left", async () => {
    await send();
    const { account } = signedIn(window);
    const other = await startSandbox();
    cleanup(() => other.close());
    await signIn(window, other.baseUrl, other.token, "Other");
    await until(() => ends().length === 1);
    assert.equal(finished[0]?.account.id, account.id);
    assert.deepEqual(messages.state, { kind: "idle" });
  });

  it("forgets messages of an account that is signed out", async () => {
    sandbox.configure({ deliveryDelayMs: 60_000 });
    await send();
    await window.session.signOut(signedIn(window).account.id);
    await until(() => tracker.unfinished === 0);
    assert.deepEqual(failures, []);
  });

  it("goes on when the server comes back", async () => {
    await send();
    await sandbox.restart();
    await until(() => ends().length === 1);
    assert.deepEqual(ends(), ["delivered"]);
  });
});

describe("LazyTracker", () => {
  it("is loaded for what has to be followed, and not for what has its final status", async () => {
    let loads = 0;
    const failures: unknown[] = [];
    const tracker = new LazyTracker(
      () => {
        loads++;
        return Promise.reject(new Error("not now"));
      },
      (error) => failures.push(error),
    );
    const account = { id: "1", label: "Test", baseUrl: "http://127.0.0.1:9", kind: "other" } as const;
    tracker.sent(account, { id: "1", status: "delivered", raw: {} }, undefined);
    await settled();
    assert.equal(loads, 0);
    tracker.sent(account, { id: "2", status: "sent", raw: {} }, undefined);
    await settled();
    assert.deepEqual([loads, failures.length, tracker.unfinished], [1, 1, 0]);
    tracker.wake();
    await settled();
    assert.equal(loads, 2);
    tracker.dispose();
  });
});

import assert from "node:assert/strict";
import type { Message } from "../../../src/api/schemas.js";
import { Balance } from "../../../src/core/balance.js";
import { Emitter } from "../../../src/core/emitter.js";
import { lastOf } from "../../../src/core/loadable.js";
import { Messages } from "../../../src/core/messages.js";
import type { Begun } from "../../../src/core/outbox.js";
import { followSandbox, type SandboxParts } from "../../../src/ui/followSandbox.js";
import { startSandbox, type TestSandbox } from "../support/sandbox.js";
import { US_NUMBER } from "../support/values.js";
import { settled, until, useCleanup } from "../support/waiting.js";
import { Machine, signedIn, type Window } from "../support/windows.js";

/** One window that shows the sandbox. */
interface TestWindow {
  readonly window: Window;
  readonly messages: Messages;
  readonly told: Message[];
  readonly forgets: () => number;
  readonly failures: () => number;
  readonly begun: Emitter<Begun>;
  setVisible(isVisible: boolean): void;
  /** The texts in the list. */
  readonly rows: () => (string | undefined)[];
}

describe("followSandbox", () => {
  const cleanup = useCleanup();
  let sandbox: TestSandbox;
  let machine: Machine;
  /** What becomes of loading what tells people, from the first time on. */
  let loads: "fails"[];

  beforeEach(async () => {
    sandbox = await startSandbox();
    machine = new Machine();
    loads = [];
    cleanup(() => sandbox.close());
  });

  async function open(isVisible: boolean, notifyArrivals: "all" | "none" = "all"): Promise<TestWindow> {
    const window = machine.open(sandbox.access);
    const messages = new Messages(window.session);
    const balance = new Balance(window.session);
    const begun = new Emitter<Begun>();
    const visibility = new Emitter<void>();
    const view = { visible: isVisible, onDidChangeVisibility: visibility.event };
    const told: Message[] = [];
    let forgets = 0;
    let failures = 0;
    const parts = {
      session: window.session,
      messages,
      balance,
      outbox: { onDidBegin: begun.event },
      notifier: { record: () => failures++ },
      settings: { notifyArrivals, onDidChange: new Emitter<void>().event },
      view,
    } as unknown as SandboxParts;
    const following = followSandbox(parts, () => {
      if (loads.shift() === "fails") return Promise.reject(new Error("gone from the disk"));
      return Promise.resolve({
        add: (message) => {
          told.push(message);
          return Promise.resolve();
        },
        forget: () => {
          forgets++;
        },
        dispose: () => undefined,
      });
    });
    cleanup(() => {
      following.dispose();
      messages.dispose();
      balance.dispose();
      window.dispose();
    });
    await window.session.useSandbox("Sandbox");
    if (isVisible) await messages.refresh();
    return {
      window,
      messages,
      told,
      begun,
      forgets: () => forgets,
      failures: () => failures,
      setVisible: (now) => {
        view.visible = now;
        visibility.fire();
      },
      rows: () => (lastOf(messages.state)?.value.messages ?? []).map(({ body }) => body),
    };
  }

  /** Sends as an app does until the window has heard of it: its stream may not be on yet. */
  async function appSends(body: string): Promise<void> {
    const answer = await fetch(`${sandbox.baseUrl}/sms/send`, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        Authorization: `Bearer ${sandbox.token}`,
      },
      body: JSON.stringify({ to: US_NUMBER, body }),
    });
    assert.equal(answer.ok, true);
  }

  /** Waits until the stream is on: a text that arrives by it is in the list. */
  async function listening({ rows }: TestWindow): Promise<void> {
    await appSends("First");
    await until(() => rows().includes("First"));
  }

  it("shows a text that an app sends in every window, and tells of it once in each", async () => {
    const windows = [await open(true), await open(true)];
    for (const window of windows) await until(() => window.messages.state.kind === "ready");
    await listening(windows[0] ?? assert.fail());
    await listening(windows[1] ?? assert.fail());
    await appSends("Hello");
    for (const { rows, messages, told } of windows) {
      await until(() => rows().includes("Hello"));
      await until(
        () => lastOf(messages.state)?.value.messages.every(({ status }) => status === "delivered") === true,
      );
      await settled();
      assert.equal(told.filter(({ body }) => body === "Hello").length, 1);
    }
  });

  it("tells in a window whose view nobody has opened", async () => {
    const { told, rows } = await open(false);
    let looks = 0;
    await until(() => {
      if (looks++ % 100 === 0) void appSends("Hello");
      return told.length > 0;
    });
    assert.deepEqual(rows(), []);
  });

  it("writes down that it cannot tell, and tells of the next one", async () => {
    loads = ["fails"];
    const test = await open(true);
    await listening(test);
    await until(() => test.failures() === 1);
    assert.deepEqual(test.told, []);
    await appSends("Hello");
    await until(() => test.told.some(({ body }) => body === "Hello"));
    assert.equal(test.failures(), 1);
  });

  it("does not listen in a window that shows nothing and is to tell nothing", async () => {
    const hidden = await open(false, "none");
    const seen = await open(true);
    await listening(seen);
    await hidden.messages.refresh();
    await appSends("Hello");
    await until(() => seen.rows().includes("Hello"));
    await settled();
    assert.equal(hidden.rows().includes("Hello"), false);
    hidden.setVisible(true);
    await listening(hidden);
    await until(() => hidden.rows().includes("Hello"));
  });

  it("does not tell of what the window sends itself, even before the answer to the send", async () => {
    const test = await open(true);
    const { told, rows, begun, window } = test;
    await listening(test);
    const text = { to: US_NUMBER, body: "Mine", senderId: "" };
    begun.fire({ signedIn: signedIn(window), text });
    await appSends("Mine");
    await until(() => rows().includes("Mine"));
    await settled();
    assert.equal(
      told.some(({ body }) => body === "Mine"),
      false,
    );
    // The same text once more is an app's.
    await appSends("Mine");
    await until(() => told.some(({ body }) => body === "Mine"));
    assert.equal(told.filter(({ body }) => body === "Mine").length, 1);
  });

  it("has in the list what came while the stream was cut, and reads it when somebody looks", async () => {
    const test = await open(true);
    await listening(test);
    test.setVisible(false);
    await sandbox.restart();
    await appSends("Meanwhile");
    // Now and then: many would leave no place for the other on the first page.
    let looks = 0;
    await until(() => {
      if (looks++ % 100 === 0) void appSends("After");
      return test.rows().includes("After");
    });
    test.setVisible(true);
    await until(() => test.rows().includes("Meanwhile"));
  });

  it("forgets what waits when the sandbox is emptied", async () => {
    const test = await open(true);
    await listening(test);
    await until(() => test.told.length > 0);
    await sandbox.clear();
    await until(() => test.forgets() === 1);
    await until(() => test.rows().length === 0);
    // Its messages count from 1 again: they are new ones.
    const before = test.told.length;
    await appSends("Again");
    await until(() => test.told.length > before);
  });
});

import assert from "node:assert/strict";
import { openMessage } from "../../src/ui/details/open.js";
import type { Parts } from "../../src/ui/parts.js";

const MESSAGE = { id: "7", status: "failed", raw: {} };

describe("the details that a notification offers", () => {
  let opened: string[];
  let told: string[];

  /** A window that has the account “own” by now, whose list holds a message 7 of its own. */
  function parts(): Parts {
    const window = {
      session: { state: { kind: "signedIn", account: { id: "own" } } },
      messages: { find: () => MESSAGE, loadOne: () => Promise.resolve(MESSAGE) },
      details: {
        load: () =>
          Promise.resolve({
            find: () => undefined,
            show: (accountId: string, { id }: typeof MESSAGE) => {
              opened.push(`${accountId} ${id}`);
              return Promise.resolve();
            },
            update: () => undefined,
          }),
      },
      notifier: {
        offer: (_level: unknown, message: string, steps: readonly { title: string }[]) => {
          told.push(message, ...steps.map(({ title }) => title));
          return Promise.resolve();
        },
      },
    };
    return window as unknown as Parts;
  }

  beforeEach(() => {
    opened = [];
    told = [];
  });

  it("are those of the message that it tells of", async () => {
    await openMessage(parts(), { accountId: "own", id: "7" });
    await openMessage(parts(), "7");
    assert.deepEqual(opened, ["own 7", "own 7"]);
    assert.deepEqual(told, []);
  });

  it("are never those of another account's message with the same ID", async () => {
    await openMessage(parts(), { accountId: "other", id: "7" });
    assert.deepEqual(opened, []);
    assert.deepEqual(told, [
      "This text belongs to another account. Switch to it to see the details.",
      "Switch Account",
    ]);
  });
});

import assert from "node:assert/strict";
import { Messages } from "../../../src/core/messages.js";
import { text } from "../support/httpServer.js";
import { useMessages } from "../support/messageService.js";
import { newToken } from "../support/values.js";
import { settled, until, useCleanup } from "../support/waiting.js";
import { signedIn } from "../support/windows.js";

describe("Messages that nobody sees", () => {
  const cleanup = useCleanup();
  const test = useMessages();
  let messages: Messages;
  let isShown: boolean;
  beforeEach(() => {
    isShown = false;
    messages = new Messages(test.window.session, () => isShown);
    cleanup(() => {
      messages.dispose();
    });
  });

  /** Lets a refresh fail, and forgets the requests so far. */
  async function fail(): Promise<void> {
    test.service.instead.push(text("no", 403));
    await messages.refresh();
    assert.equal(messages.state.kind, "failed");
    test.server.received.length = 0;
  }

  for (const shown of [false, true]) {
    const what = shown ? "are asked for once when they are shown" : "ask nothing";

    it(`${what}: a message that was sent after a failure`, async () => {
      await fail();
      isShown = shown;
      messages.add(test.told(9));
      await settle();
      assert.equal(test.server.received.length, shown ? 1 : 0);
    });

    it(`${what}: a new token after a failure`, async () => {
      await fail();
      isShown = shown;
      const { id, ...account } = signedIn(test.window).account;
      await test.window.session.signIn(account, newToken(), id);
      await settle();
      assert.equal(test.server.received.length, shown ? 1 : 0);
    });

    it(`${what}: a server that was emptied`, async () => {
      await messages.refresh();
      test.server.received.length = 0;
      isShown = shown;
      await messages.restart();
      assert.equal(test.server.received.length, shown ? 1 : 0);
      assert.equal(messages.state.kind, shown ? "ready" : "idle");
    });

    it(`${what}: something that may have been sent`, async () => {
      await messages.refresh();
      test.server.received.length = 0;
      isShown = shown;
      await messages.refreshIfShown();
      assert.equal(test.server.received.length, shown ? 1 : 0);
    });
  }

  async function settle(): Promise<void> {
    await until(() => messages.state.kind !== "loading");
    await settled();
  }
});

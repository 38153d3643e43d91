import type { SandboxEvent } from "../api/events.js";
import { Arrivals } from "../core/arrivals.js";
import type { Balance } from "../core/balance.js";
import type { Messages } from "../core/messages.js";
import type { Outbox } from "../core/outbox.js";
import type { SessionReader } from "../core/session.js";
import type { Shown } from "./shown.js";

/** The least time between two questions for the balance after sends, in ms. */
const BALANCE_PAUSE = 15_000;

/** Takes what was sent into the list and the balance at once, if it was from the window's account. */
export function followSends(
  outbox: Outbox,
  session: SessionReader,
  messages: Messages,
  balance: Balance,
): { dispose(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;
  // Many in a row ask for it now and then: each question counts against the limit that the sends need.
  const refresh = (): void => {
    if (timer !== undefined) {
      isDue = true;
      return;
    }
    void balance.refresh();
    timer = setTimeout(() => {
      timer = undefined;
      if (!isDue) return;
      isDue = false;
      refresh();
    }, BALANCE_PAUSE);
  };
  const subscription = outbox.onDidSend(({ signedIn, message, balance: amount }) => {
    const { state } = session;
    if (state.kind !== "signedIn" || state.account.id !== signedIn.account.id) return;
    messages.add(message);
    if (amount === undefined) refresh();
    else balance.put(amount);
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      subscription.dispose();
    },
  };
}

/** Follows the sandbox's arrivals from the first time that its messages are looked at. */
export function followSandbox(
  session: SessionReader,
  messages: Messages,
  balance: Balance,
  view: Shown,
): { dispose(): void } {
  const arrivals = new Arrivals(session, (event) => {
    take(event, messages, balance);
  });
  const begin = (): void => {
    if (view.visible) arrivals.begin();
  };
  const subscription = view.onDidChangeVisibility(begin);
  begin();
  return {
    dispose: () => {
      subscription.dispose();
      arrivals.dispose();
    },
  };
}

function take(event: SandboxEvent, messages: Messages, balance: Balance): void {
  switch (event.kind) {
    case "connected":
      // What happened before the stream was on is in the list.
      if (messages.state.kind === "ready") void messages.refresh();
      return;
    case "message":
      messages.add(event.message);
      return;
    case "balance":
      balance.put(event.balance);
      return;
    case "cleared":
      void messages.restart();
      return;
  }
}

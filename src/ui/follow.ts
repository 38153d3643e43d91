import type { Balance } from "../core/balance.js";
import type { Messages } from "../core/messages.js";
import type { Outbox } from "../core/outbox.js";
import type { SessionReader } from "../core/session.js";

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

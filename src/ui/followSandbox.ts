import type { SandboxEvent } from "../api/events.js";
import { Arrivals } from "../core/arrivals.js";
import type { Message } from "../api/schemas.js";
import type { Balance } from "../core/balance.js";
import { once } from "../core/once.js";
import type { Outbox } from "../core/outbox.js";
import type { OutgoingText } from "../core/sending.js";
import type { SessionReader } from "../core/session.js";
import type { ArrivalNotice, NoticeParts } from "./arrivalNotice.js";
import type { Shown } from "./shown.js";

/** Tells people of arrivals. */
export type Notice = Pick<ArrivalNotice, "add" | "forget" | "dispose">;

/** What the sandbox's arrivals go to. */
export interface SandboxParts extends NoticeParts {
  readonly session: SessionReader;
  readonly balance: Balance;
  readonly outbox: Pick<Outbox, "onDidBegin">;
  readonly view: Shown;
}

/**
 * Follows the sandbox's arrivals while it is the window's account: from the first time that its messages are looked
 * at, or from the start where notifications of arrivals are wanted.
 * @param loadNotice what tells people of them, loaded with the first one
 */
export function followSandbox(
  parts: SandboxParts,
  loadNotice: (parts: NoticeParts) => Promise<Notice> = makeNotice,
): { dispose(): void } {
  const { session, messages, balance, outbox, settings, notifier, view } = parts;
  const own = new OwnTexts();
  const fresh = new FreshArrivals();
  let notice: Notice | undefined;
  const load = once(async () => (notice = await loadNotice(parts)));
  /** The list may have gaps that nobody has seen so far. */
  let isStale = false;

  const tell = async (message: Message): Promise<void> => {
    if (settings.notifyArrivals === "none") return;
    try {
      await (await load()).add(message);
    } catch (error) {
      notifier.record("arrivals", error);
    }
  };
  const readIfShown = (): void => {
    if (!isStale || !view.visible) return;
    isStale = false;
    if (messages.state.kind !== "idle") void messages.refresh();
  };
  const take = (event: SandboxEvent): void => {
    switch (event.kind) {
      case "connected":
        // What happened before the stream was on is in the list.
        isStale = messages.state.kind === "ready" || messages.state.kind === "failed";
        readIfShown();
        return;
      case "message": {
        const isFresh = fresh.take(event.message) && messages.find(event.message.id) === undefined;
        messages.add(event.message);
        if (isFresh && !own.take(event.message)) void tell(event.message);
        return;
      }
      case "balance":
        balance.put(event.balance);
        return;
      case "cleared":
        fresh.clear();
        notice?.forget();
        if (messages.state.kind !== "idle") void messages.restart();
        return;
    }
  };
  const arrivals = new Arrivals(session, take);
  const begin = (): void => {
    if (view.visible || settings.notifyArrivals !== "none") arrivals.begin();
    readIfShown();
  };
  const subscriptions = [
    view.onDidChangeVisibility(begin),
    settings.onDidChange(begin),
    outbox.onDidBegin(({ signedIn, text }) => {
      if (signedIn.account.kind === "sandbox") own.add(text);
    }),
    arrivals,
  ];
  begin();
  return {
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
      notice?.dispose();
    },
  };
}

async function makeNotice(parts: NoticeParts): Promise<Notice> {
  const { ArrivalNotice } = await import("./arrivalNotice.js");
  return new ArrivalNotice(parts);
}

/** Messages that are heard of for the first time; the word of a delivery is not the first. */
class FreshArrivals {
  readonly #unfinished = new Set<string>();

  take({ id, status }: Message): boolean {
    if (status === "delivered" || status === "failed") {
      this.#unfinished.delete(id);
      return false;
    }
    const isFresh = !this.#unfinished.has(id);
    this.#unfinished.add(id);
    return isFresh;
  }

  clear(): void {
    this.#unfinished.clear();
  }
}

/** How many texts of this window are remembered until they arrive: those that are refused never do. */
const MAX_OWN = 200;

/** What this window sends itself: nobody needs to be told of it. The stream may be faster than the answer to the send. */
class OwnTexts {
  #texts: string[] = [];

  add(text: OutgoingText): void {
    this.#texts = [...this.#texts, keyOf(text)].slice(-MAX_OWN);
  }

  /** Whether a message is such a text; each text is for one message. */
  take({ to = "", body = "" }: Message): boolean {
    const index = this.#texts.indexOf(keyOf({ to, body }));
    if (index === -1) return false;
    this.#texts.splice(index, 1);
    return true;
  }
}

function keyOf({ to, body }: Pick<OutgoingText, "to" | "body">): string {
  return `${to}\n${body}`;
}

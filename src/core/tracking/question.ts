import type { Message, MessagePage } from "../../api/schemas.js";
import { hasHigherNumber, isFinal, mergeMessage } from "../messageList.js";
import type { FollowedMessage } from "./followed.js";

/** A page of the list, for several messages. */
export interface PageQuestion {
  readonly kind: "page";
  /** From 1. */
  readonly page: number;
  /** All of one account. */
  readonly wanted: readonly [FollowedMessage, ...FollowedMessage[]];
}

/** One request. */
export type Question = PageQuestion | { readonly kind: "one"; readonly wanted: readonly [FollowedMessage] };

/**
 * What to ask next: for the message that is due first, with a page of the list if that should show others too,
 * which costs no more. `undefined` if none is due.
 * @param followed those whose servers may be asked
 */
export function nextQuestion(followed: readonly FollowedMessage[], now: number): Question | undefined {
  let first: FollowedMessage | undefined;
  for (const message of followed) if (message.due < (first?.due ?? now + 1)) first = message;
  if (first === undefined) return undefined;
  const { accountId, page } = first;
  if (page === undefined) return { kind: "one", wanted: [first] };
  const others = followed.filter(
    (other) => other !== first && other.accountId === accountId && other.page === page,
  );
  if (others.length === 0) return { kind: "one", wanted: [first] };
  return { kind: "page", page, wanted: [first, ...others.filter(({ soonest }) => soonest <= now)] };
}

/** What a page of the list tells of the messages that are followed. */
export interface PageAnswer {
  readonly finished: readonly Message[];
  /** Those that are still on their way, as they were followed and as they are known now. */
  readonly unfinished: readonly (readonly [FollowedMessage, Message])[];
  /** Those that were wanted and are not there, with the page to look for them next. */
  readonly moved: readonly FollowedMessage[];
}

/** @param followed what is followed of the account, by id: those too that were not asked for */
export function readPage(
  { page, wanted }: PageQuestion,
  found: MessagePage,
  followed: ReadonlyMap<string, FollowedMessage>,
): PageAnswer {
  const shown = new Map<FollowedMessage, Message>();
  for (const message of found.messages) {
    const own = followed.get(message.id);
    if (own !== undefined) shown.set(own, mergeMessage(own.message, message));
  }
  const missing = wanted.flatMap(({ id }) => {
    const own = followed.get(id);
    return own === undefined || shown.has(own) ? [] : [own];
  });
  return {
    finished: [...shown.values()].filter(isFinal),
    unfinished: [...shown].filter(([, message]) => !isFinal(message)),
    moved: missing.map((own) => ({ ...own, page: pageAfter(own, page, found, shown.size > 0) })),
  };
}

/**
 * Where to look for a message that a page does not show: on the next one, if it may have moved down there.
 * @param others whether the page shows others that this window follows
 */
function pageAfter(
  own: FollowedMessage,
  asked: number,
  { messages, next }: MessagePage,
  others: boolean,
): number | undefined {
  if (next === undefined) return undefined;
  const last = messages.at(-1);
  const isOlder = (last && hasHigherNumber(last, own)) ?? others;
  return isOlder ? asked + 1 : undefined;
}

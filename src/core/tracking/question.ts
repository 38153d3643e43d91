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

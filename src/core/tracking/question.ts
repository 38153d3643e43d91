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
 * What to ask next: for the message that is due first, and along with it for those that the same page of the
 * list should show. `undefined` if none is due.
 * @param ready those that may be asked for, as `FollowedMessage.soonest` has it
 */
export function nextQuestion(ready: readonly FollowedMessage[], now: number): Question | undefined {
  let first: FollowedMessage | undefined;
  for (const message of ready) if (message.due < (first?.due ?? now + 1)) first = message;
  if (first === undefined) return undefined;
  const { accountId, page } = first;
  if (page === undefined) return { kind: "one", wanted: [first] };
  const others = ready.filter(
    (other) => other !== first && other.accountId === accountId && other.page === page,
  );
  return others.length > 0
    ? { kind: "page", page, wanted: [first, ...others] }
    : { kind: "one", wanted: [first] };
}

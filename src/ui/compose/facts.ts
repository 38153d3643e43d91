import type { CountryPrice, MicroUsd } from "../../api/schemas.js";
import { lastOf } from "../../core/loadable.js";
import type { SignedIn } from "../../core/session.js";
import type { Parts } from "../parts.js";

/** What is known of an account's prices and balance. */
export interface AccountFacts {
  readonly prices: readonly CountryPrice[] | undefined;
  readonly balance: MicroUsd | undefined;
}

/**
 * Prices and balance of the account that a text is composed for. If the window has gone to another account
 * meanwhile, they are unknown: the other account's figures must not stand in the question.
 */
export function factsOf({ session, prices, balance }: Parts, { account }: SignedIn): AccountFacts {
  const { state } = session;
  const isCurrent =
    state.kind === "signedIn" && state.account.id === account.id && state.account.baseUrl === account.baseUrl;
  if (!isCurrent) return { prices: undefined, balance: undefined };
  return { prices: lastOf(prices.state)?.value, balance: lastOf(balance.state)?.value };
}

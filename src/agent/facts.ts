import { timeLimit } from "../api/abort.js";
import type { CountryPrice, MicroUsd } from "../api/schemas.js";
import type { Balance } from "../core/balance.js";
import { lastOf } from "../core/loadable.js";
import type { Prices } from "../core/prices.js";
import type { Resource } from "../core/resource.js";
import type { SessionReader, SignedIn } from "../core/session.js";
import type { RequestBudget } from "./requestBudget.js";

/** What is known of an account's prices and balance. */
export interface Facts {
  readonly prices: readonly CountryPrice[] | undefined;
  readonly balance: MicroUsd | undefined;
}

/** Where facts come from. */
export interface FactsParts {
  readonly session: SessionReader;
  readonly prices: Prices;
  readonly balance: Balance;
  /** What may be asked of the server: what failed would be asked for again by every call. */
  readonly budget: RequestBudget;
}

/** How long facts are waited for, in ms, and for how long prices and a balance are new enough. */
const PATIENCE = 4000;
const PRICES_FRESH = 3_600_000;
const BALANCE_FRESH = 15_000;

/** Whether the window is still at the account that something belongs to. */
export function isAt({ state }: SessionReader, { account }: SignedIn): boolean {
  return (
    state.kind === "signedIn" && state.account.id === account.id && state.account.baseUrl === account.baseUrl
  );
}

/**
 * Prices and balance of the window's account, as far as they can be had in time. Never throws. Many who ask at once
 * share one request: each further one would end the one before.
 * @param patience in ms
 */
export async function loadFacts(
  { session, prices, balance, budget }: FactsParts,
  signedIn: SignedIn,
  signal?: AbortSignal,
  patience = PATIENCE,
): Promise<Facts> {
  const limit = timeLimit(patience, signal);
  try {
    await Promise.all([
      load(prices, PRICES_FRESH, budget, limit.signal),
      load(balance, BALANCE_FRESH, budget, limit.signal),
    ]);
  } finally {
    limit.dispose();
  }
  if (!isAt(session, signedIn)) return { prices: undefined, balance: undefined };
  return { prices: lastOf(prices.state)?.value, balance: lastOf(balance.state)?.value };
}

function isFresh<T>({ state }: Resource<T>, freshFor: number): boolean {
  return state.kind === "ready" && Math.abs(Date.now() - state.last.at) < freshFor;
}

/**
 * Begins a request unless one is under way or nothing new is wanted, and ends when none is any more: others may begin
 * theirs meanwhile.
 */
function load<T>(
  resource: Resource<T>,
  freshFor: number,
  budget: RequestBudget,
  signal: AbortSignal,
): Promise<void> {
  const isWanted = resource.state.kind !== "loading" && !isFresh(resource, freshFor);
  if (isWanted && budget.take() === undefined) void resource.refresh();
  return new Promise((resolve) => {
    const look = (): void => {
      if (resource.state.kind === "loading" && !signal.aborted) return;
      subscription.dispose();
      signal.removeEventListener("abort", look);
      resolve();
    };
    const subscription = resource.onDidChange(look);
    signal.addEventListener("abort", look);
    look();
  });
}

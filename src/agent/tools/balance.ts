import { accountFacts, usd, type ReadingParts } from "./readingParts.js";

/** The credits of the account. */
export async function balance(parts: ReadingParts, signal: AbortSignal): Promise<Record<string, unknown>> {
  const signedIn = await parts.signedIn();
  const credits = await parts.reads.read(signedIn, "balance", (api) => api.balance(), signal);
  return { account: accountFacts(signedIn), balanceUsd: usd(credits) };
}

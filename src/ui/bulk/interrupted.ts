import type { Parts } from "../parts.js";
import { findRuns } from "./findRuns.js";
import { offerRun } from "./resume.js";
import { settleRuns } from "./settleRuns.js";

/**
 * Offers each unfinished run once.
 * @param offered the ids of those that were offered before
 * @returns when to look again, ms since the epoch: another window may have died over a run
 */
export async function offerRuns(parts: Parts, offered: Set<string>): Promise<number | undefined> {
  await settleRuns(parts);
  const others = (await findRuns(parts)).filter(({ state }) => !parts.activeRuns.has(state.header.id));
  for (const run of others) {
    const { id } = run.state.header;
    if (run.heldUntil > 0 || offered.has(id)) continue;
    offered.add(id);
    offerRun(parts, run);
  }
  const held = others.map(({ heldUntil }) => heldUntil).filter((until) => until > 0);
  return held.length === 0 ? undefined : Math.min(...held);
}

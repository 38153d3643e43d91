import type { Parts } from "../parts.js";
import { resultsFileOf } from "./resultsFile.js";

/** Takes what became of rows of unknown outcome into their runs and results. */
export async function settleRuns({ runs, outbox, notifier }: Parts): Promise<void> {
  const changed = await (await runs()).settle((id) => outbox.settlement(id));
  for (const state of changed) {
    const results = resultsFileOf(() => state);
    await results?.flush();
    if (results?.failure !== undefined) notifier.record("results", results.failure);
  }
}

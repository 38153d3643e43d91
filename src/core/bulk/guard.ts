import { findDuplicate, recordsByHash, type Duplicate, type SendRecord } from "../journal/records.js";
import type { RunJournal } from "./runJournal.js";
import type { RunRow } from "./runLines.js";
import { entryId, type RowState, type RunState } from "./runState.js";

/**
 * The rows of a run whose text went to their number lately, or may have, beside the run itself. To be asked once
 * the run is written down: of two windows that do so at once, at least one sees the other.
 * @param within in ms, as for the single send; 0 for never
 */
export function recentRows(
  run: string,
  rows: readonly RunRow[],
  records: readonly SendRecord[],
  { now, within }: { readonly now: number; readonly within: number },
): Map<number, Duplicate> {
  const found = new Map<number, Duplicate>();
  if (within === 0) return found;
  const own = new Set(rows.map(({ row }) => entryId(run, row)));
  const byHash = recordsByHash(records.filter(({ id }) => !own.has(id)));
  for (const { row, hash } of rows) {
    const duplicate = findDuplicate(byHash.get(hash) ?? [], hash, { now, within, except: [] });
    if (duplicate !== undefined) found.set(row, duplicate);
  }
  return found;
}

/** The rows of a run that are still to be sent. */
export function waitingRows({ rows }: RunState): RowState[] {
  return [...rows.values()].filter(({ state }) => state === "pending");
}

/**
 * Takes rows out of a run that is not going on yet: they are not sent. If another window has taken the run over
 * meanwhile, nothing is done. Rejects if the disk refuses.
 */
export async function leaveOut(journal: RunJournal, rows: readonly number[]): Promise<void> {
  if (!(await journal.lease.ensure())) return;
  for (const row of rows) journal.conclude(row, { k: "failed", code: "duplicate" });
  await journal.flush();
}

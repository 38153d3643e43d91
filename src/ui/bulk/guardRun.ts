import { leaveOut, recentRows, waitingRows } from "../../core/bulk/guard.js";
import type { RunJournal } from "../../core/bulk/runJournal.js";
import type { Parts } from "../parts.js";
import { accountBadge } from "../words.js";
import { askAboutRecent } from "./confirmation.js";

/**
 * Asks about rows that wait in a run that is written down and whose text went to their number lately, or may have,
 * from elsewhere. What is not to go twice is left out.
 * @param accepted rows that a person knows this of
 * @returns false if the person wants none of it to go
 */
export async function guardRun(
  { outbox, settings }: Parts,
  journal: RunJournal,
  accepted: ReadonlySet<number>,
): Promise<boolean> {
  const { header } = journal.state;
  const records = await outbox.records();
  const options = { now: Date.now(), within: settings.duplicateWindow };
  const recent = recentRows(header.id, waitingRows(journal.state), records, options);
  const news = [...recent.keys()].filter((row) => !accepted.has(row));
  if (news.length === 0) return true;
  const answer = await askAboutRecent(accountBadge(header.account), news.length, false);
  if (answer === undefined) return false;
  if (answer === "leave out") await leaveOut(journal, news);
  return true;
}

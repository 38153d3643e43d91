import type { SmsApi } from "../../api/client.js";
import type { Message } from "../../api/schemas.js";
import type { Entry } from "./entry.js";
import type { Journal } from "./journal.js";
import { readRecent, withTexts, type RecentMessages } from "./pages.js";
import type { SendRecord } from "./records.js";
import { judge, type Verdict } from "./verdict.js";

/** What a look works with. */
export interface LookParts {
  readonly journal: Journal;
  /** Everything that is recorded of sends, as it is now. */
  readonly records: () => Promise<readonly SendRecord[]>;
  readonly api: SmsApi;
}

/**
 * Looks some entries of one account up in its list of messages, and settles those that are certain.
 * @param entries claimed by this window
 * @throws ApiError
 */
export async function look(
  parts: LookParts,
  entries: readonly Entry[],
  signal?: AbortSignal,
): Promise<Map<Entry, Verdict>> {
  const recent = await readRecent(parts.api, entries, signal);
  const verdicts = new Map<Entry, Verdict>();
  for (const entry of entries) {
    const verdict = await lookAt(parts, entry, recent, signal);
    if (verdict.kind === "sent") {
      const { id, price } = verdict.message;
      await parts.journal.settle(entry, { how: "sent", messageId: id, price });
    }
    verdicts.set(entry, verdict);
  }
  return verdicts;
}

async function lookAt(
  { api, journal, records }: LookParts,
  entry: Entry,
  { messages, complete, clockOffset }: RecentMessages,
  signal: AbortSignal | undefined,
): Promise<Verdict> {
  const timed = (one: Entry): Entry => ({ ...one, clockOffset: one.clockOffset ?? clockOffset });
  // Entries and records are read after the messages, and anew for each: whoever owns one is among them.
  const judgeBy = async (listed: readonly Message[]): Promise<Verdict> => {
    const entries = (await journal.entries()).map(timed);
    return judge(timed(entry), { messages: listed, complete, entries, records: await records() });
  };
  const verdict = await judgeBy(messages);
  if (verdict.kind !== "choose" || verdict.candidates.every(({ body }) => body !== undefined)) return verdict;
  const full = new Map(
    (await withTexts(api, verdict.candidates, signal)).map((message) => [message.id, message]),
  );
  return judgeBy(messages.map((message) => full.get(message.id) ?? message));
}

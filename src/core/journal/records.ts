import type { AgentMark } from "./agentCaps.js";

/**
 * What is kept of a send so that the next one can be compared with it: no text and no number, only a keyed hash
 * of the two.
 */
export interface SendRecord {
  /** The journal entry's. */
  readonly id: string;
  readonly accountId: string;
  /** As `TextHash` gives it. */
  readonly hash: string;
  /** ms since the epoch: when it was reserved or requested. */
  readonly at: number;
  readonly state:
    /** It is about to be requested, once its sender has looked for others of its like. */
    | "reserved"
    | "underWay"
    | "unknown"
    | "sent"
    /** A person, or time, gave up on an unknown outcome: it may have been sent. */
    | "discarded";
  /** The message that came of it. */
  readonly messageId?: string | undefined;
  /** It is an agent's, from a paid account. */
  readonly agent?: AgentMark | undefined;
}

/** How long records of what is settled are kept, in ms: the longest guard compares with the sends of a day. */
export const RECORDS_KEPT = 86_400_000;

/** Another place where sends are recorded: the runs of bulk. */
export interface RecordSource {
  /** All that are recorded there. Rejects if they cannot be read. */
  records(): Promise<readonly SendRecord[]>;
}

/** The same text went to the same number from the same account lately, or may have. */
export interface Duplicate {
  /** ms since the epoch. */
  readonly at: number;
  /** False while nobody knows what became of it. */
  readonly certain: boolean;
}

/** The records of each text, so that many texts can be compared with many records. */
export function recordsByHash(records: readonly SendRecord[]): ReadonlyMap<string, readonly SendRecord[]> {
  const byHash = new Map<string, SendRecord[]>();
  for (const record of records) {
    const others = byHash.get(record.hash);
    if (others === undefined) byHash.set(record.hash, [record]);
    else others.push(record);
  }
  return byHash;
}

/**
 * The newest record of the same hash that a person should know of before sending again: of the last `within` ms,
 * or of a send whose outcome is still open, however old.
 * @param except entries that do not count: the send's own, and the one that it replaces, unless that is known to
 * be sent by now: a person said yes to one that may have been
 */
export function findDuplicate(
  records: readonly SendRecord[],
  hash: string,
  { now, within, except }: { now: number; within: number; except: readonly string[] },
): Duplicate | undefined {
  const [newest] = records
    .filter(({ hash: of, id, state }) => of === hash && (state === "sent" || !except.includes(id)))
    .filter(({ state, at }) => state === "underWay" || state === "unknown" || now - at < within)
    .sort((a, b) => b.at - a.at);
  return newest && { at: newest.at, certain: newest.state === "sent" };
}

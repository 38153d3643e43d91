import type { Message } from "../../api/schemas.js";
import type { Entry } from "./entry.js";
import type { SendRecord } from "./records.js";

/** What the list of messages says of a send whose answer was lost. */
export type Verdict =
  | { readonly kind: "sent"; readonly message: Message }
  /** One of these may be it: a person has to say. */
  | { readonly kind: "choose"; readonly candidates: readonly Message[] }
  /** Nothing of it in the list, which proves nothing. */
  | { readonly kind: "none" };

/** What a verdict rests on. */
export interface Evidence {
  /** The newest messages of the account, newest first. */
  readonly messages: readonly Message[];
  /** Whether `messages` reaches back to before the requests. */
  readonly complete: boolean;
  /** The unsettled sends, read after the messages. */
  readonly entries: readonly Entry[];
  /** All recorded sends, read after the entries, so that whoever owns one of the messages is among them. */
  readonly records: readonly SendRecord[];
}

/** How far a server's time of creation may lie outside the time of the request, in ms. */
const BEFORE = 5000;
const AFTER = 5 * 60_000;

/** How exactly the server's clock is known, in ms: its header tells whole seconds. */
const PRECISION = 1000;

/**
 * Judges one entry. It settles by itself only if every message that can be it has the very text, and these
 * messages and the unsettled sends of this text to this number are one to one.
 */
export function judge(entry: Entry, evidence: Evidence): Verdict {
  const candidates = candidatesFor(entry, evidence);
  if (candidates.length === 0) return { kind: "none" };
  const message = evidence.complete ? certainMessage(entry, evidence) : undefined;
  return message === undefined ? { kind: "choose", candidates } : { kind: "sent", message };
}

/** What an entry became if its rivals and the messages that can be theirs are one to one. */
function certainMessage(entry: Entry, evidence: Evidence): Message | undefined {
  const rivals = rivalsOf(entry, evidence);
  if (rivals === undefined || evidence.records.some((record) => mayOwn(record, entry))) return undefined;
  const possible = rivals.map((rival) => ({ rival, candidates: candidatesFor(rival, evidence) }));
  const all = new Set(possible.flatMap(({ candidates }) => candidates.map(({ id }) => id)));
  if (all.size !== rivals.length) return undefined;
  const taken = new Set<Message>();
  let own: Message | undefined;
  // To the last of them: a message that is not certainly a rival's leaves too few for all.
  for (const { rival, candidates } of possible) {
    if (!candidates.every((message) => message.body === rival.body && isKnownToBeNew(message, rival)))
      return undefined;
    // The oldest send is taken for the oldest message; all of them were sent in any case.
    const message = candidates.findLast((candidate) => !taken.has(candidate));
    if (message === undefined) return undefined;
    if (rival.id === entry.id) own = message;
    taken.add(message);
  }
  return own;
}

/** The messages that can be what became of an entry, newest first. */
function candidatesFor(entry: Entry, { messages, records }: Evidence): Message[] {
  const { account, baseline } = entry;
  const owned = new Set(
    records.filter(({ accountId }) => accountId === account.id).map(({ messageId }) => messageId),
  );
  const known = new Set(baseline);
  // The list is newest first: what lies below a message of before is older still.
  const end = messages.findIndex(({ id }) => known.has(id));
  return (end === -1 ? messages : messages.slice(0, end)).filter(
    (message) =>
      !owned.has(message.id) &&
      isTo(message, entry) &&
      canHaveText(message, entry) &&
      isInTime(message, entry),
  );
}

/**
 * The unsettled sends of the same text to the same number, the entry itself among them, oldest first. `undefined`
 * while one of them is under way, or not known well enough.
 */
function rivalsOf(entry: Entry, { entries, records }: Evidence): Entry[] | undefined {
  const rivals = records.filter(
    ({ hash, state }) => hash === entry.hash && (state === "unknown" || state === "underWay"),
  );
  const known = rivals.map(({ id, state }) => {
    if (id === entry.id) return entry;
    return state === "unknown" ? entries.find((other) => other.id === id) : undefined;
  });
  if (!known.includes(entry) || known.includes(undefined)) return undefined;
  return known
    .filter((rival) => rival !== undefined)
    .sort((a, b) => a.requestedAt - b.requestedAt || (a.id < b.id ? -1 : 1));
}

/**
 * Whether what was given up may be what is listed: it may have been sent all the same. One that was tried before
 * an entry is in the entry's list of before, if there is one.
 */
function mayOwn(record: SendRecord, { hash, baseline, requestedAt }: Entry): boolean {
  const { state, messageId, at } = record;
  if (record.hash !== hash || state !== "discarded" || messageId !== undefined) return false;
  return baseline === undefined || at >= requestedAt;
}

/** Without a list of before, only the message's own time tells that it is not an older one. */
function isKnownToBeNew({ createdAt }: Message, { baseline, clockOffset, requestedAt }: Entry): boolean {
  if (baseline !== undefined) return true;
  if (createdAt === undefined || clockOffset === undefined) return false;
  return createdAt >= requestedAt + clockOffset - PRECISION;
}

function isTo({ to }: Message, entry: Entry): boolean {
  return to?.replace(/\D/g, "") === entry.to.replace(/\D/g, "");
}

/** A server may trim a text or fold its white space: then a person decides. A list may leave texts out. */
function canHaveText({ body }: Message, entry: Entry): boolean {
  return body === undefined || fold(body) === fold(entry.body);
}

function fold(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Whether it was made while the request was under way, by the server's clock. */
function isInTime({ createdAt }: Message, { requestedAt, deadline, clockOffset }: Entry): boolean {
  // A clock that is not known narrows nothing.
  if (createdAt === undefined || clockOffset === undefined) return true;
  const begin = requestedAt + clockOffset - BEFORE;
  const end = deadline + clockOffset + AFTER;
  return createdAt >= begin && createdAt <= end;
}

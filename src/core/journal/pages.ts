import { isAborted, timeLimit } from "../../api/abort.js";
import type { SmsApi } from "../../api/client.js";
import type { Message, PageCursor } from "../../api/schemas.js";
import type { SignedIn } from "../session.js";
import type { Entry } from "./entry.js";

/** How many pages a look reads at most. */
const MAX_PAGES = 20;

/** How many messages without a text are asked for one by one. */
const MAX_SINGLE = 5;

/** What the server listed before a request. */
export interface Baseline {
  /** The ids of the newest page. */
  readonly ids: readonly string[];
  /** How far the server's clock was ahead, in ms. */
  readonly clockOffset: number | undefined;
}

/** The newest messages, as far back as they are needed. */
export interface RecentMessages {
  readonly messages: readonly Message[];
  /** Whether they reach back to before the requests. */
  readonly complete: boolean;
  readonly clockOffset: number | undefined;
}

/**
 * What the server lists just before a request; `undefined` if that cannot be had in time. A send does not wait
 * for it any longer, and does not fail for it: a token may be allowed to send and nothing else.
 * @param patience in ms
 */
export async function takeBaseline(
  { api }: Pick<SignedIn, "api">,
  patience: number,
  signal: AbortSignal | undefined,
): Promise<Baseline | undefined> {
  const limit = timeLimit(patience, signal);
  try {
    const page = await (await api()).list(undefined, undefined, limit.signal);
    return { ids: page.messages.map(({ id }) => id), clockOffset: offsetOf(page.date) };
  } catch {
    return undefined;
  } finally {
    limit.dispose();
  }
}

/**
 * The messages that may have come of some sends of one account.
 * @throws ApiError
 */
export async function readRecent(
  api: SmsApi,
  entries: readonly Entry[],
  signal?: AbortSignal,
): Promise<RecentMessages> {
  const found = new Map<string, Message>();
  let cursor: PageCursor | undefined;
  let clockOffset: number | undefined;
  let complete = false;
  for (let pages = 0; pages < MAX_PAGES && !complete; pages++) {
    const page = await api.list(undefined, cursor, signal);
    clockOffset ??= offsetOf(page.date);
    for (const message of page.messages) if (!found.has(message.id)) found.set(message.id, message);
    cursor = page.next;
    const messages = [...found.values()];
    complete = cursor === undefined || entries.every((entry) => reachesBack(messages, entry));
  }
  return { messages: [...found.values()], complete, clockOffset };
}

/** Fetches what a lean list left out of the messages to a number, if they are few. */
export async function withTexts(
  api: SmsApi,
  candidates: readonly Message[],
  signal?: AbortSignal,
): Promise<Message[]> {
  const lean = candidates.filter(({ body }) => body === undefined);
  if (lean.length > MAX_SINGLE) return [...candidates];
  return Promise.all(
    candidates.map(async (message) => {
      if (message.body !== undefined) return message;
      try {
        return completed(message, await api.message(message.id, signal));
      } catch (error) {
        // Deleted meanwhile, or not to be had: what the list told has to do.
        if (signal !== undefined && isAborted(signal)) throw error;
        return message;
      }
    }),
  );
}

/** What the list told goes before what the message alone tells, which may be less, or of another. */
function completed(listed: Message, single: Message): Message {
  if (single.id !== listed.id) return listed;
  const known = Object.entries(listed).filter(([, value]) => value !== undefined);
  return { ...single, ...Object.fromEntries(known), id: listed.id };
}

/** Whether messages, newest first, go back to before an entry's request. */
function reachesBack(messages: readonly Message[], { baseline, requestedAt, clockOffset }: Entry): boolean {
  const known = new Set(baseline);
  const last = messages.at(-1);
  const old = requestedAt + (clockOffset ?? 0) - 60_000;
  return (
    messages.some(({ id }) => known.has(id)) ||
    (clockOffset !== undefined && last?.createdAt !== undefined && last.createdAt < old)
  );
}

function offsetOf(date: number | undefined): number | undefined {
  // The header has whole seconds: half of one is the likeliest rest.
  return date === undefined ? undefined : date + 500 - Date.now();
}

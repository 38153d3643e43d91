import type { StatusFilter } from "../api/statusFilter.js";
import type { Message, PageCursor } from "../api/schemas.js";
import { MessageIndex } from "./messageIndex.js";

/** What is loaded of the account's messages: newest first, no id twice, and no gaps below those that arrived. */
export interface MessageList {
  readonly messages: readonly Message[];
  /** How many at the top came one by one: others, not told of, may lie between them and the pages below. */
  readonly arrived: number;
  /** Where older ones are; `undefined` if all are loaded. */
  readonly next: PageCursor | undefined;
  /** How many there are in all, as the server said last; it may not be true. */
  readonly total?: number | undefined;
  /** The same as the page said that told of `next`. */
  readonly totalThen?: number | undefined;
  /** How many were seen to leave since `total` was told. */
  readonly left?: number | undefined;
  /** Pages were put together that could not be shown to touch: see `isUncertain`. */
  readonly unproved?: boolean | undefined;
}

/**
 * Whether some of the messages may be missing between those that are shown: the list moved too fast to be read, or
 * the server has no more pages but says that there are more messages.
 */
export function isUncertain({ messages, next, total = 0, left = 0, unproved }: MessageList): boolean {
  return unproved === true || (next === undefined && total - left > messages.length);
}

/**
 * The list with one message that arrived, was sent or changed, as far as it passes the filter.
 * @param index of the list, which is brought to the new one; so in all functions that take it
 */
export function upsert(
  list: MessageList,
  message: Message,
  filter: StatusFilter | undefined,
  index = new MessageIndex(),
): MessageList {
  return upsertAll(list, [message], filter, index);
}

/** As `upsert`. However many there are, the list is copied once. */
export function upsertAll(
  list: MessageList,
  messages: readonly Message[],
  filter: StatusFilter | undefined,
  index = new MessageIndex(),
): MessageList {
  return edit(list, index, (draft) => {
    for (const message of messages) put(draft, message, filter, index);
  });
}

/** The list without one of its messages. */
export function without(list: MessageList, id: string, index = new MessageIndex()): MessageList {
  return edit(list, index, (draft) => {
    const known = index.get(id);
    if (known !== undefined) remove(draft, known, index);
  });
}

/** A list that is being changed; its messages are copied before the first change. */
interface Draft {
  readonly list: MessageList;
  messages: Message[] | undefined;
  arrived: number;
  left: number;
}

function edit(list: MessageList, index: MessageIndex, change: (draft: Draft) => void): MessageList {
  const draft: Draft = { list, messages: undefined, arrived: list.arrived, left: list.left ?? 0 };
  index.of(list);
  change(draft);
  const { messages, arrived, left } = draft;
  return messages === undefined ? list : index.settle({ ...list, messages, arrived, left });
}

function put(draft: Draft, message: Message, filter: StatusFilter | undefined, index: MessageIndex): void {
  const known = index.get(message.id);
  const merged = mergeMessage(known, message);
  const passes = filter === undefined || merged.status === filter;
  if (known === undefined) {
    if (passes) insert(draft, merged, index);
  } else if (!passes) {
    remove(draft, known, index);
  } else if (merged !== known) {
    const messages = (draft.messages ??= [...draft.list.messages]);
    messages[messages.indexOf(known)] = merged;
    index.put(merged);
  }
}

function remove(draft: Draft, known: Message, index: MessageIndex): void {
  const messages = (draft.messages ??= [...draft.list.messages]);
  const place = messages.indexOf(known);
  messages.splice(place, 1);
  if (place < draft.arrived) draft.arrived--;
  draft.left++;
  index.drop(known);
}

/** Adds a message that the list has not: on top, unless numbers or times say that it is an older one. */
function insert(draft: Draft, message: Message, index: MessageIndex): void {
  const current = draft.messages ?? draft.list.messages;
  const newer = countNewer(current, message);
  // Older than all that is loaded: it comes with a further page, if there is one.
  if (newer > 0 && newer === current.length && draft.list.next !== undefined) return;
  const messages = (draft.messages ??= [...current]);
  messages.splice(newer, 0, message);
  if (newer <= draft.arrived) draft.arrived++;
  index.put(message);
}

/** How many of a list, newest first, are known to be newer. */
function countNewer(messages: readonly Message[], message: Message): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    // Most are newer than all: the first look is at the top.
    const middle = low === 0 && high === messages.length ? 0 : (low + high) >>> 1;
    const other = messages[middle];
    if (other !== undefined && isNewer(other, message)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether one message is known to be newer than another. */
export function isNewer(a: Message, b: Message): boolean {
  const byTime = a.createdAt !== undefined && b.createdAt !== undefined && a.createdAt > b.createdAt;
  return hasHigherNumber(a, b) ?? byTime;
}

/** Compares ids that are numbers, which count up; `undefined` if they are not. */
export function hasHigherNumber(a: Pick<Message, "id">, b: Pick<Message, "id">): boolean | undefined {
  return isNumber(a.id) && isNumber(b.id) ? Number(a.id) > Number(b.id) : undefined;
}

function isNumber(id: string): boolean {
  return /^\d{1,15}$/.test(id);
}

/** Whether a message stays as it is (API.md, "Statuses"). */
export function isFinal({ status }: Pick<Message, "status">): boolean {
  return status === "delivered" || status === "failed";
}

/**
 * What is known of a message, the newer first: a lean answer does not wipe out what a fuller one told. A final
 * status is the newer one whatever came last: the word of a delivery may overtake the answer to the send. It is
 * the message that was known if nothing of it is new.
 */
export function mergeMessage(known: Message | undefined, fresh: Message): Message {
  if (known === undefined) return fresh;
  const [older, newer] = isFinal(known) && !isFinal(fresh) ? [fresh, known] : [known, fresh];
  const merged: Message = {
    id: fresh.id,
    status: newer.status ?? older.status,
    to: newer.to ?? older.to,
    body: newer.body ?? older.body,
    senderId: newer.senderId ?? older.senderId,
    price: newer.price ?? older.price,
    createdAt: newer.createdAt ?? older.createdAt,
    updatedAt: newer.updatedAt ?? older.updatedAt,
    deliveredAt: newer.deliveredAt ?? older.deliveredAt,
    error: newer.error ?? older.error,
    raw: { ...older.raw, ...newer.raw },
  };
  return isSame(known, merged) ? known : merged;
}

/** Whether two messages tell the same; `other` tells no less than the first. */
function isSame(message: Message, other: Message): boolean {
  const keys = Object.keys(other) as (keyof Message)[];
  return (
    keys.every((key) => key === "raw" || other[key] === message[key]) &&
    Object.entries(other.raw).every(([key, value]) => message.raw[key] === value)
  );
}

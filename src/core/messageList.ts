import type { StatusFilter } from "../api/statusFilter.js";
import type { Message, MessagePage, PageCursor } from "../api/schemas.js";
import { uniqueById } from "./uniqueById.js";

/** What is loaded of the account's messages: newest first, no id twice, and no gaps below those that arrived. */
export interface MessageList {
  readonly messages: readonly Message[];
  /** How many at the top came one by one: others, not told of, may lie between them and the pages below. */
  readonly arrived: number;
  /** Where older ones are; `undefined` if all are loaded. */
  readonly next: PageCursor | undefined;
}

/**
 * The list that a first page gives, with what is loaded of older pages kept if the two touch. Not so under a
 * filter: messages join and leave its list anywhere, so what is older may have changed unseen.
 */
export function mergeFirstPage(
  list: MessageList | undefined,
  page: MessagePage,
  filter?: StatusFilter,
): MessageList {
  const known = new Map((list?.messages ?? []).map((message) => [message.id, message]));
  const fresh = uniqueById(page.messages).map((message) => mergeMessage(known.get(message.id), message));
  const start: MessageList = { messages: fresh, arrived: 0, next: page.next };
  if (list === undefined || filter !== undefined || page.next === undefined) return start;
  const last = fresh.at(-1)?.id;
  const touching = list.messages.findIndex(({ id }, index) => id === last && index >= list.arrived);
  // The two do not touch: what lies between them is not known, so what is older starts anew.
  const older = touching === -1 ? [] : list.messages.slice(touching + 1);
  return older.length === 0 ? start : { ...start, messages: [...fresh, ...older], next: list.next };
}

/**
 * The list with a further page at its end. New messages shift the pages: this one may repeat some of the list,
 * or hold some that are newer than the list, which are left to the next refresh.
 */
export function appendPage(list: MessageList, page: MessagePage): MessageList {
  const ids = new Set(list.messages.map(({ id }) => id));
  const end = list.messages.at(-1);
  const paged = new Set(list.messages.slice(list.arrived).map(({ id }) => id));
  const below = page.messages.slice(page.messages.findLastIndex(({ id }) => paged.has(id)) + 1);
  const added = uniqueById(below).filter(
    (message) => !ids.has(message.id) && !(end !== undefined && isNewer(message, end)),
  );
  return { ...list, messages: [...list.messages, ...added], next: page.next };
}

/** The list with one message that arrived, was sent or changed, as far as it passes the filter. */
export function upsert(list: MessageList, message: Message, filter: StatusFilter | undefined): MessageList {
  const index = list.messages.findIndex(({ id }) => id === message.id);
  const merged = mergeMessage(list.messages[index], message);
  const passes = filter === undefined || merged.status === filter;
  if (index === -1) {
    return passes ? insert(list, merged) : list;
  }
  if (passes) return { ...list, messages: list.messages.with(index, merged) };
  const arrived = index < list.arrived ? list.arrived - 1 : list.arrived;
  return { ...list, messages: list.messages.toSpliced(index, 1), arrived };
}

/**
 * The list with a message that came by another way than what is listed, earlier or later: a final status is the
 * newer one.
 */
export function rejoin(list: MessageList, message: Message, filter: StatusFilter | undefined): MessageList {
  const known = list.messages.find(({ id }) => id === message.id);
  return known !== undefined && isFinal(known) && !isFinal(message) ? list : upsert(list, message, filter);
}

/** Whether a message stays as it is (API.md, "Statuses"). */
export function isFinal({ status }: Message): boolean {
  return status === "delivered" || status === "failed";
}

/** The list with a message that it has not: on top, unless the numbers say that it is an older one. */
function insert(list: MessageList, message: Message): MessageList {
  const newer = list.messages.filter((other) => hasHigherNumber(other, message) === true).length;
  // Older than all that is loaded: it comes with a further page, if there is one.
  if (newer > 0 && newer === list.messages.length && list.next !== undefined) return list;
  const messages = list.messages.toSpliced(newer, 0, message);
  return { ...list, messages, arrived: newer <= list.arrived ? list.arrived + 1 : list.arrived };
}

/** Whether one message is known to be newer than another. */
function isNewer(a: Message, b: Message): boolean {
  const byTime = a.createdAt !== undefined && b.createdAt !== undefined && a.createdAt > b.createdAt;
  return hasHigherNumber(a, b) ?? byTime;
}

/** Compares ids that are numbers, which count up; `undefined` if they are not. */
function hasHigherNumber(a: Message, b: Message): boolean | undefined {
  return [a.id, b.id].every((id) => /^\d{1,15}$/.test(id)) ? Number(a.id) > Number(b.id) : undefined;
}

/**
 * What is known of a message, the newer first: a lean answer does not wipe out what a fuller one told. A final
 * status is the newer one whatever came last: the word of a delivery may overtake the answer to the send.
 */
export function mergeMessage(known: Message | undefined, fresh: Message): Message {
  if (known === undefined) return fresh;
  const [older, newer] = isFinal(known) && !isFinal(fresh) ? [fresh, known] : [known, fresh];
  const told = Object.entries(newer).filter(([, value]) => value !== undefined);
  return {
    ...older,
    ...(Object.fromEntries(told) as Partial<Message>),
    id: fresh.id,
    raw: { ...older.raw, ...newer.raw },
  };
}

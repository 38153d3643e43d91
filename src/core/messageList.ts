import type { StatusFilter } from "../api/client.js";
import type { Message, MessagePage, PageCursor } from "../api/schemas.js";

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

/** The list with a further page at its end. New arrivals shift pages, so the page may repeat some messages. */
export function appendPage(list: MessageList, page: MessagePage): MessageList {
  const ids = new Set(list.messages.map(({ id }) => id));
  const added = uniqueById(page.messages).filter(({ id }) => !ids.has(id));
  return { ...list, messages: [...list.messages, ...added], next: page.next };
}

/** The list with one message that arrived, was sent or changed, as far as it passes the filter. */
export function upsert(list: MessageList, message: Message, filter: StatusFilter | undefined): MessageList {
  const index = list.messages.findIndex(({ id }) => id === message.id);
  const merged = mergeMessage(list.messages[index], message);
  const passes = filter === undefined || merged.status === filter;
  if (index === -1) {
    if (!passes) return list;
    return { ...list, messages: [merged, ...list.messages], arrived: list.arrived + 1 };
  }
  if (passes) return { ...list, messages: list.messages.with(index, merged) };
  const arrived = index < list.arrived ? list.arrived - 1 : list.arrived;
  return { ...list, messages: list.messages.toSpliced(index, 1), arrived };
}

/** What is known of a message, the newer first: a lean answer does not wipe out what a fuller one told. */
export function mergeMessage(old: Message | undefined, fresh: Message): Message {
  if (old === undefined) return fresh;
  const told = Object.entries(fresh).filter(([, value]) => value !== undefined);
  return {
    ...old,
    ...(Object.fromEntries(told) as Partial<Message>),
    id: fresh.id,
    raw: { ...old.raw, ...fresh.raw },
  };
}

function uniqueById(messages: readonly Message[]): Message[] {
  return [...new Map(messages.map((message) => [message.id, message])).values()];
}

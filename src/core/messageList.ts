import type { StatusFilter } from "../api/client.js";
import type { Message, MessagePage, PageCursor } from "../api/schemas.js";

/** What is loaded of the account's messages: newest first, without gaps, no id twice. */
export interface MessageList {
  readonly messages: readonly Message[];
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
  if (list === undefined || filter !== undefined || page.next === undefined) {
    return { messages: fresh, next: page.next };
  }
  const freshIds = new Set(fresh.map(({ id }) => id));
  const lastShared = list.messages.findLastIndex(({ id }) => freshIds.has(id));
  // No message in common: what lies between the two is not known, so what is older starts anew.
  if (lastShared === -1) return { messages: fresh, next: page.next };
  const older = list.messages.slice(lastShared + 1);
  return { messages: [...fresh, ...older], next: older.length === 0 ? page.next : list.next };
}

/** The list with a further page at its end. New arrivals shift pages, so the page may repeat some messages. */
export function appendPage(list: MessageList, page: MessagePage): MessageList {
  const ids = new Set(list.messages.map(({ id }) => id));
  const added = uniqueById(page.messages).filter(({ id }) => !ids.has(id));
  return { messages: [...list.messages, ...added], next: page.next };
}

/** The list with one message that arrived, was sent or changed, as far as it passes the filter. */
export function upsert(list: MessageList, message: Message, filter: StatusFilter | undefined): MessageList {
  const index = list.messages.findIndex(({ id }) => id === message.id);
  const merged = mergeMessage(list.messages[index], message);
  const passes = filter === undefined || merged.status === filter;
  if (index === -1) return passes ? { ...list, messages: [merged, ...list.messages] } : list;
  return {
    ...list,
    messages: passes ? list.messages.with(index, merged) : list.messages.toSpliced(index, 1),
  };
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

import type { StatusFilter } from "../api/statusFilter.js";
import type { MessagePage } from "../api/schemas.js";
import { MessageIndex } from "./messageIndex.js";
import { mergeMessage, type MessageList } from "./messageList.js";
import { uniqueById } from "./uniqueById.js";

/**
 * The list that a first page gives, with what is loaded of older pages kept if the two touch. Not so under a
 * filter: messages join and leave its list anywhere, so what is older may have changed unseen.
 */
export function mergeFirstPage(
  list: MessageList | undefined,
  page: MessagePage,
  filter?: StatusFilter,
  index = new MessageIndex(),
): MessageList {
  index.of(list);
  const fresh = uniqueById(page.messages).map((message) => mergeMessage(index.get(message.id), message));
  const { next, total } = page;
  const start: MessageList = { messages: fresh, arrived: 0, next, total, totalThen: total };
  const last = list !== undefined && filter === undefined && page.next !== undefined && fresh.at(-1)?.id;
  const known = typeof last === "string" && index.isPaged(last) ? index.get(last) : undefined;
  // If the two do not touch, what lies between them is not known, so what is older starts anew.
  const end = list && known ? list.messages.indexOf(known, list.arrived) + 1 : Infinity;
  const top = list?.messages.slice(0, end) ?? [];
  const ids = new Set(fresh.map(({ id }) => id));
  const stayed = top.filter(({ id }) => ids.has(id)).length;
  // A server that lists in another order than before may have moved some up from further down.
  const hasMoved = fresh.filter(({ id }) => index.get(id) !== undefined).length > stayed;
  const below = list?.messages.slice(end) ?? [];
  const older = hasMoved ? below.filter(({ id }) => !ids.has(id)) : below;
  for (const message of fresh) index.put(message);
  for (const message of top) if (!ids.has(message.id)) index.drop(message);
  if (older.length === 0) return index.settle(start);
  // Most refreshes bring nothing new: then views need not compare a long list with its copy.
  const isSame = end === fresh.length && fresh.every((message, place) => message === list?.messages[place]);
  const messages = isSame && list !== undefined ? list.messages : fresh.concat(older);
  return index.settle({ ...start, ...list, messages, arrived: 0, total, left: 0 });
}

/** How many pages a refresh may read to reach what is loaded, before it gives that up. */
export const BRIDGE_PAGES = 5;

/**
 * Whether a first page lies above a list with a gap between, and the list is so long that it is worth some more pages
 * to close it: more pages than these would have to be read again.
 */
export function isFarAbove(
  list: MessageList | undefined,
  { messages, next }: MessagePage,
  filter: StatusFilter | undefined,
  index: MessageIndex,
): boolean {
  if (list === undefined || filter !== undefined || next === undefined) return false;
  const end = messages.at(-1)?.id;
  const isLong = list.messages.length > BRIDGE_PAGES * messages.length;
  return isLong && end !== undefined && !index.of(list).isPaged(end);
}

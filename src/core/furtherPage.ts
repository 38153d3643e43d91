import type { StatusFilter } from "../api/statusFilter.js";
import type { Message, MessagePage } from "../api/schemas.js";
import { MessageIndex } from "./messageIndex.js";
import { isNewer, mergeMessage, type MessageList } from "./messageList.js";
import { uniqueById } from "./uniqueById.js";

/**
 * The list with a further page. New messages shift the pages: this one may repeat some of the list, which tells
 * how it is by now, or hold some that are newer than the list, which are left to the next refresh.
 */
export function appendPage(
  list: MessageList,
  page: MessagePage,
  filter?: StatusFilter,
  index = new MessageIndex(),
): MessageList {
  index.of(list);
  const rows = uniqueById(page.messages).filter(({ id }) => index.get(id) === undefined || index.isPaged(id));
  const total = page.total ?? list.total;
  const canLeave = filter === "sent" || (total ?? 0) < (list.total ?? 0);
  const change = splice(list, rows, canLeave, index);
  for (const message of change?.gone ?? []) index.drop(message);
  for (const message of change?.put ?? []) index.put(message);
  return index.settle({
    ...list,
    messages: change?.messages ?? list.messages,
    next: page.next,
    total,
    totalThen: page.total,
    left: page.total === undefined ? list.left : 0,
  });
}

/** What a page changes in a list. */
interface Splice {
  readonly messages: readonly Message[];
  readonly put: readonly Message[];
  readonly gone: readonly Message[];
}

/**
 * Writes the rows of a page into a list, from the first that it has. The rows have no gaps: what the list has
 * between them and they have not, has left, or else they have it further down.
 */
function splice(
  { messages, arrived }: MessageList,
  rows: readonly Message[],
  canLeave: boolean,
  index: MessageIndex,
): Splice | undefined {
  const first = rows.findIndex(({ id }) => index.get(id) !== undefined);
  if (first === -1) {
    const end = messages.at(-1);
    const put = rows.filter((row) => end === undefined || !isNewer(row, end));
    return put.length === 0 ? undefined : { messages: messages.concat(put), put, gone: [] };
  }
  const known = messages.findLastIndex(({ id }) => id === rows[first]?.id);
  const above = placeAbove(messages, rows[0], known);
  // Above the topmost of all may be others that are not on this page.
  const from = above > arrived ? above : known;
  const ids = new Set(rows.map(({ id }) => id));
  const put: Message[] = [];
  let written: Message[] = [];
  let gone: Message[] = [];
  let fresh: Message[] = [];
  let at = from;
  const passTo = (place: number): void => {
    const absent = messages.slice(at, place);
    const stays = ({ id }: Message): boolean => !canLeave || ids.has(id);
    at = place;
    put.push(...fresh);
    gone = gone.concat(absent.filter((message) => !stays(message)));
    written = written.concat(byAge(fresh, absent.filter(stays)));
    fresh = [];
  };
  for (const row of rows.slice(above > arrived ? 0 : first)) {
    const old = index.get(row.id);
    const place = old === undefined ? -1 : messages.indexOf(old, at);
    if (old === undefined) fresh.push(row);
    // A server that lists in another order than before: it stays where it was.
    if (old === undefined || place === -1) continue;
    passTo(place);
    at++;
    const merged = mergeMessage(old, row);
    if (merged !== old) put.push(merged);
    written.push(merged);
  }
  const lowest = fresh.at(-1);
  if (lowest !== undefined) {
    const older = messages.findIndex((message, place) => place >= at && isNewer(lowest, message));
    passTo(older === -1 ? messages.length : older);
  }
  if (put.length === 0 && gone.length === 0) return undefined;
  return { messages: messages.slice(0, from).concat(written, messages.slice(at)), put, gone };
}

/** Where a row belongs that a page has above one that is known: those that are known to be older are below it. */
function placeAbove(messages: readonly Message[], row: Message | undefined, known: number): number {
  let place = known;
  for (let above = messages[place - 1]; row && above && isNewer(row, above); above = messages[place - 1])
    place--;
  return place;
}

/** Two parts of a list in one, where ids or times say how; else what is known first. */
function byAge(fresh: readonly Message[], known: readonly Message[]): readonly Message[] {
  const merged: Message[] = [];
  let at = 0;
  for (const message of fresh) {
    for (let next = known[at]; next !== undefined && !isNewer(message, next); next = known[++at]) {
      merged.push(next);
    }
    merged.push(message);
  }
  return merged.concat(known.slice(at));
}

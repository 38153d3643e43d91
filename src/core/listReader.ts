import { isAborted } from "../api/abort.js";
import type { StatusFilter } from "../api/statusFilter.js";
import type { MessagePage, PageCursor } from "../api/schemas.js";
import { BRIDGE_PAGES, isFarAbove, mergeFirstPage } from "./firstPage.js";
import { appendPage } from "./furtherPage.js";
import { MessageIndex } from "./messageIndex.js";
import { isUncertain, type MessageList } from "./messageList.js";
import { Circle, readStep, type Known, type PageSource, type Step } from "./messagePages.js";
import { PagePacer, type Clock } from "./pagePacer.js";

/** The list that is read into, as it is at each moment. */
export interface ReadList {
  readonly list: MessageList | undefined;
  readonly filter: StatusFilter | undefined;
  readonly index: MessageIndex;
  /** Replaces the list. */
  patch(change: (list: MessageList) => MessageList): void;
  /** Reads the newest page. */
  refresh(): Promise<void>;
}

/** How far *Load All* has come. */
export interface LoadProgress {
  readonly loaded: number;
  /** How many there are in all, if the server says so; it may not be true. */
  readonly total: number | undefined;
  /** Until when nothing is asked because of the rate limit, ms since the epoch. */
  readonly waitUntil?: number | undefined;
}

/** How to load all. */
export interface LoadAllOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
  /** The system's unless a test has another. */
  readonly clock?: Clock | undefined;
}

type Read = (cursor: PageCursor) => Promise<MessagePage>;

/** Reads down until there is something older than before, or the server's pages only repeat each other. */
export async function loadMore(api: PageSource, target: ReadList, stop: AbortSignal): Promise<void> {
  const before = target.list?.messages.length ?? 0;
  const circle = new Circle();
  do {
    const step = await take((cursor) => api.list(target.filter, cursor, stop), target, stop);
    if (step === undefined || step.kind === "lost") return;
    if (step.pages.some((page) => circle.closes(page, false))) return;
  } while ((target.list?.messages.length ?? 0) <= before);
}

/** Reads to the end of the list. Gives whether it has all now. */
export async function loadAll(
  api: PageSource,
  target: ReadList,
  stop: AbortSignal,
  { onProgress, clock }: LoadAllOptions,
): Promise<boolean> {
  const tell = (waitUntil?: number): void => {
    const { list } = target;
    onProgress?.({ loaded: list?.messages.length ?? 0, total: list?.total, waitUntil });
  };
  const pacer = new PagePacer({ signal: stop, clock, onWait: tell });
  const read: Read = (cursor) => pacer.read((signal) => api.list(target.filter, cursor, signal));
  const circle = new Circle();
  for (let { list } = target; list?.next !== undefined; { list } = target) {
    tell();
    const step = await take(read, target, stop);
    if (step === undefined || step.kind === "lost") return false;
    const isNews = (target.list?.messages.length ?? 0) > list.messages.length;
    if (step.pages.some((page) => circle.closes(page, isNews))) return false;
  }
  tell();
  const { list, filter } = target;
  // Messages that came meanwhile are above, and it may be that not all of them were told of.
  if (list !== undefined && filter === undefined && (list.arrived > 0 || isUncertain(list))) {
    await target.refresh();
  }
  const end = target.list;
  return end !== undefined && end.next === undefined && !isUncertain(end);
}

/**
 * A newest page that lies far above the list, with those below it down to the list; with fewer if that would be
 * too many, or cannot be proved.
 */
export async function bridge(
  api: PageSource,
  target: ReadList,
  page: MessagePage,
  signal: AbortSignal,
): Promise<MessagePage> {
  const index = new MessageIndex();
  const { filter } = target;
  let list = mergeFirstPage(undefined, page, filter, index);
  const newest: ReadList = {
    get list() {
      return list;
    },
    filter,
    index,
    patch: (change) => {
      list = change(list);
    },
    refresh: () => Promise.resolve(),
  };
  let below = page;
  for (let pages = 1; pages < BRIDGE_PAGES && isFarAbove(target.list, below, filter, target.index); pages++) {
    const step = await take((cursor) => api.list(filter, cursor, signal), newest, signal);
    const last = step?.pages.at(-1);
    if (last === undefined || step?.kind !== "on") break;
    below = last;
  }
  const { messages, next, total } = list;
  return { ...page, messages, next, total };
}

/** Takes the next page into the list; `undefined` if the list has no place for it any more. */
async function take(read: Read, target: ReadList, stop: AbortSignal): Promise<Step | undefined> {
  const { list, filter, index } = target;
  if (list?.next === undefined) return undefined;
  const { next, totalThen } = list;
  const step = await readStep(read, filter, { next, total: totalThen }, pagesOf(target));
  // A refresh meanwhile may have begun the list anew: then the pages have no place in it.
  if (isAborted(stop) || target.list === undefined || !goesOn(target.list, list)) return undefined;
  if (step.kind === "lost") await target.refresh();
  else {
    target.patch((now) => {
      const longer = step.pages.reduce((done, page) => appendPage(done, page, filter, index), now);
      return step.kind === "on" ? longer : index.settle({ ...longer, unproved: true });
    });
  }
  return step;
}

/** Whether a list goes on where another did: it was not begun anew, or it was and ends alike. */
function goesOn(list: MessageList, { next, messages }: MessageList): boolean {
  if (list.next === next) return true;
  return (
    list.messages.at(-1)?.id === messages.at(-1)?.id && JSON.stringify(list.next) === JSON.stringify(next)
  );
}

/** What is known of the list's pages, as it is at each moment. */
function pagesOf(target: ReadList): Known {
  return {
    has: (id) => target.list !== undefined && target.index.of(target.list).isPaged(id),
    get last() {
      return target.list?.messages.at(-1)?.id;
    },
    get size() {
      return target.list?.messages.length ?? 0;
    },
  };
}

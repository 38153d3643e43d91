import type { SmsApi } from "../api/client.js";
import type { StatusFilter } from "../api/statusFilter.js";
import type { Message, MessagePage, PageCursor } from "../api/schemas.js";
import { PagePacer, type PacerOptions } from "./pagePacer.js";

/**
 * Reading a list page by page while it moves. Pages are offsets: messages that arrive push rows down, so that the
 * next page repeats some, which is harmless and proves that the two touch. Messages that leave pull rows up past the
 * boundary, unseen. They leave under the filter `sent`, when they finish; elsewhere only by deletion, which the
 * API has no way for, and which a shrinking `total` gives away. In these cases a page that does not touch what is
 * known is not believed until the page before it, asked after it, shows that the boundary has not moved. `total` is
 * a hint: it makes us look twice, but it never proves anything. What could not be proved is said to be uncertain.
 */

/** Where pages come from. */
export type PageSource = Pick<SmsApi, "list">;

/** What is known of the list already: rows without gaps, down to the last. */
export interface Known {
  has(id: string): boolean;
  /** The id of the lowest row. */
  readonly last: string | undefined;
  /** How many rows there are, with those above the gapless ones. */
  readonly size: number;
}

/** Where a reading stands. */
export interface Place {
  readonly next: PageCursor;
  /** What the page that told of `next` said of the number of rows on all pages. */
  readonly total: number | undefined;
}

/** What a step down has brought. */
export interface Step {
  /**
   * `on`: the pages follow on what is known. `uncertain`: some rows between may be missing. `lost`: nothing that
   * is known is to be found any more, so it would have to be read anew.
   */
  readonly kind: "on" | "uncertain" | "lost";
  /** To be taken in this order. They may repeat what is known, and hold rows that were missed above. */
  readonly pages: readonly MessagePage[];
  /** Where older ones are; `undefined` if there are none. */
  readonly next: PageCursor | undefined;
}

/** How many times in one step to look for the place where pages touch, while the list keeps moving. */
const MOST_LOOKS = 8;

/** How often a reading begins at the top once more, because all that it had read has left. */
const MOST_RESTARTS = 3;

/** How many pages in a row may bring nothing new and no progress before they are taken for a circle. */
const MOST_REPEATS = 4;

/** Reads the next page, and what has to be read beside it so that nothing lies between it and what is known. */
export async function readStep(
  read: (cursor: PageCursor) => Promise<MessagePage>,
  filter: StatusFilter | undefined,
  place: Place,
  known: Known,
): Promise<Step> {
  const isKnown = (id: string): boolean => known.has(id);
  let below = await read(place.next);
  if (touches(below, isKnown)) {
    const ahead = pageAhead(place.next, below, known);
    const far = ahead && (await read(ahead));
    return far !== undefined && touches(far, isKnown) ? on(below, far) : on(below);
  }
  let { total } = place;
  if (filter !== "sent" && !isMoved(total, below.total, filter)) return on(below);
  let boundary = place.next;
  let held = known.last;
  let back = 1;
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const cursor = pageAbove(boundary, back);
    // An address without a number is a place in the list and no offset: nothing moves past it.
    if (cursor === undefined) return back === 1 && !("page" in boundary) ? on(below) : lost();
    const above = await read(cursor);
    if (!touches(above, isKnown)) {
      if (pageAbove(cursor, 1) === undefined) return lost();
      back *= 2;
      continue;
    }
    const ids = new Set(above.messages.map(({ id }) => id));
    const end = above.messages.at(-1)?.id ?? "";
    if (!isKnown(end)) return touches(below, (id) => ids.has(id)) ? on(above, below) : on(above);
    // Rows are added on top: as many as before, or more, and none can have moved up unseen.
    const isLess = (below.total ?? 0) < (total ?? 0) && below.total !== undefined;
    if (back === 1 && end === held && !isLess) return on(above, below);
    if (above.next === undefined) return on(above);
    boundary = above.next;
    held = end;
    ({ total } = above);
    back = 1;
    below = await read(boundary);
    if (touches(below, isKnown)) return on(above, below);
  }
  return { kind: "uncertain", pages: [below], next: below.next };
}

/**
 * Whether what the server says of its rows tells that a page should repeat some or may have lost some. Under a filter
 * rows are added anywhere, so more of them mean nothing.
 */
function isMoved(
  before: number | undefined,
  now: number | undefined,
  filter: StatusFilter | undefined,
): boolean {
  if (before === undefined || now === undefined) return false;
  return filter === undefined ? now !== before : now < before;
}

function on(...pages: readonly MessagePage[]): Step {
  return { kind: "on", pages, next: pages.at(-1)?.next };
}

function lost(): Step {
  return { kind: "lost", pages: [], next: undefined };
}

function touches({ messages }: MessagePage, isKnown: (id: string) => boolean): boolean {
  return messages.some(({ id }) => isKnown(id));
}

/** The page so many above another, not beyond the first; `undefined` above the first, or if pages have no numbers. */
function pageAbove(cursor: PageCursor, count: number): PageCursor | undefined {
  const page = numberOf(cursor);
  return page === undefined || page <= 1 ? undefined : withNumber(cursor, Math.max(1, page - count));
}

/**
 * Where what is known should end, if a page shows that this is further down: after many messages arrived, the
 * pages between have nothing new.
 */
function pageAhead(
  cursor: PageCursor,
  { messages, perPage, next }: MessagePage,
  known: Known,
): PageCursor | undefined {
  const page = numberOf(cursor);
  if (page === undefined || next === undefined || perPage === undefined || perPage === 0) return undefined;
  if (!messages.every(({ id }) => known.has(id))) return undefined;
  const last = Math.ceil(known.size / perPage);
  return last > page + 1 ? withNumber(cursor, last) : undefined;
}

function numberOf(cursor: PageCursor): number | undefined {
  if ("page" in cursor) return cursor.page;
  const page = new URL(cursor.url).searchParams.get("page") ?? "";
  return /^\d{1,9}$/.test(page) ? Number(page) : undefined;
}

function withNumber(cursor: PageCursor, page: number): PageCursor {
  if ("page" in cursor) return { page };
  const url = new URL(cursor.url);
  url.searchParams.set("page", String(page));
  return { url: url.href };
}

/** Some of the list's messages, newest first, that no page before has held. */
export interface ReadPage {
  readonly messages: readonly Message[];
  /** How many there are in all, if the server says so; it may not be true. */
  readonly total: number | undefined;
  /** Something above or below these may be missing: the list moved too fast, or the server's pages run in a circle. */
  readonly uncertain: boolean;
}

/**
 * Reads a list from its newest message to its end: nothing twice, and nothing left out that was there all the time
 * (else a page says `uncertain`). A message that was missed and found again comes later than its place. Waits out
 * rate limits, and leaves the last fifth of them to the user. Ends with the last page, or with an uncertain one when
 * the server's pages go on for ever.
 * @throws ApiError; `cancelled` when the signal aborts, `rateLimited` if the wait would be too long
 */
export async function* readPages(
  api: PageSource,
  filter: StatusFilter | undefined,
  options: PacerOptions = {},
): AsyncGenerator<ReadPage, void> {
  const pacer = new PagePacer(options);
  const read = (cursor: PageCursor | undefined): Promise<MessagePage> =>
    pacer.read((signal) => api.list(filter, cursor, signal));
  const seen = new Seen();
  const first = await read(undefined);
  yield { messages: seen.take(first), total: first.total, uncertain: false };
  const circle = new Circle();
  let restarts = 0;
  let { next, total } = first;
  while (next !== undefined) {
    const step = await readStep(read, filter, { next, total }, seen);
    const isLost = step.kind === "lost";
    const pages = isLost ? [await read(undefined)] : step.pages;
    const messages = pages.flatMap((page) => seen.take(page));
    total = pages.at(-1)?.total ?? total;
    const ends =
      pages.some((page) => circle.closes(page, messages.length > 0)) ||
      (isLost && ++restarts > MOST_RESTARTS);
    yield { messages, total, uncertain: ends || step.kind !== "on" };
    next = ends ? undefined : pages.at(-1)?.next;
  }
}

/** Everything that a reading has given. */
class Seen implements Known {
  readonly #ids = new Set<string>();
  #last: string | undefined;

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  get last(): string | undefined {
    return this.#last;
  }

  get size(): number {
    return this.#ids.size;
  }

  /** What of a page is new. */
  take({ messages }: MessagePage): Message[] {
    const fresh = messages.filter(({ id }) => {
      const isNew = !this.#ids.has(id);
      this.#ids.add(id);
      return isNew;
    });
    const last = messages.at(-1)?.id;
    if (fresh.some(({ id }) => id === last)) this.#last = last;
    return fresh;
  }
}

/**
 * Notices pages that repeat each other. Pages that repeat what is known may be many, after many messages arrived, but
 * each of them ends further down than the one before.
 */
export class Circle {
  readonly #ids = new Set<string>();
  #repeats = 0;

  /** @param isNews whether the page brought something new */
  closes({ messages }: MessagePage, isNews: boolean): boolean {
    if (isNews) {
      this.#ids.clear();
      this.#repeats = 0;
      return false;
    }
    const last = messages.at(-1)?.id;
    if (last === undefined || this.#ids.has(last)) this.#repeats++;
    for (const { id } of messages) this.#ids.add(id);
    return this.#repeats >= MOST_REPEATS;
  }
}

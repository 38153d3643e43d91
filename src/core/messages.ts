import { isAborted } from "../api/abort.js";
import { ApiError } from "../api/errors.js";
import type { StatusFilter } from "../api/statusFilter.js";
import type { Message } from "../api/schemas.js";
import { Emitter, type Disposable, type Event } from "./emitter.js";
import { lastOf, type Loadable } from "./loadable.js";
import { appendPage, mergeFirstPage, mergeMessage, rejoin, upsert, type MessageList } from "./messageList.js";
import { Resource } from "./resource.js";
import type { SessionReader } from "./session.js";

/** How many pages in a row may bring nothing new before *Load More* gives up for this time. */
const MAX_EMPTY_PAGES = 5;

/** What views see of the messages. */
export interface MessagesReader {
  readonly state: Loadable<MessageList>;
  readonly filter: StatusFilter | undefined;
  readonly onDidChange: Event<void>;
  find(id: string): Message | undefined;
}

/** The account's messages, as far as they are loaded. */
export class Messages implements MessagesReader, Disposable {
  readonly #session: SessionReader;
  readonly #first: Resource<MessageList>;
  readonly #changed = new Emitter<void>();
  readonly #subscription: Disposable;
  #filter: StatusFilter | undefined;
  #more: AbortController | undefined;
  /** What came by another way while the newest page is fetched. */
  #arrived: Message[] = [];

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(session: SessionReader) {
    this.#session = session;
    this.#first = new Resource(session, async ({ api }, signal) => {
      const filter = this.#filter;
      this.#arrived = [];
      const page = await (await api()).list(filter, undefined, signal);
      const merged = mergeFirstPage(lastOf(this.#first.state)?.value, page, filter);
      return this.#arrived.reduce((list, message) => rejoin(list, message, filter), merged);
    });
    this.#subscription = this.#first.onDidChange(() => {
      this.#changed.fire();
    });
  }

  get state(): Loadable<MessageList> {
    return this.#first.state;
  }

  get filter(): StatusFilter | undefined {
    return this.#filter;
  }

  /** Fetches the newest page and merges it into the list. Never throws: the state tells. */
  async refresh(): Promise<void> {
    await this.#first.refresh();
  }

  /** Shows messages of one status, or all. */
  async setFilter(filter: StatusFilter | undefined): Promise<void> {
    if (filter === this.#filter) return;
    this.#filter = filter;
    this.#first.reset();
    this.#changed.fire();
    await this.refresh();
  }

  /**
   * Adds older messages; nothing if there are none.
   * @throws ApiError
   */
  async loadMore(signal?: AbortSignal): Promise<void> {
    const { state: signedIn } = this.#session;
    const before = this.#list?.messages.length;
    if (signedIn.kind !== "signedIn" || before === undefined) return;
    this.#more?.abort();
    const request = (this.#more = new AbortController());
    const both = signal === undefined ? request.signal : AbortSignal.any([signal, request.signal]);
    const filter = this.#filter;
    try {
      const api = await signedIn.api();
      for (let pages = 0; pages < MAX_EMPTY_PAGES; pages++) {
        const list = this.#list;
        if (list?.next === undefined) return;
        const { next: cursor } = list;
        const page = await api.list(filter, cursor, both);
        if (isAborted(both) || this.#session.state !== signedIn || this.#filter !== filter) return;
        // A refresh meanwhile may have begun the list anew: then the page has no place in it.
        this.#first.patch((now) => (now.next === cursor ? appendPage(now, page) : now));
        if ((this.#list?.messages.length ?? 0) > before) return;
      }
    } catch (error) {
      if (!request.signal.aborted) throw error;
    }
  }

  /** Takes a message that was sent, or that the server told of: the two may overtake each other. */
  add(message: Message): void {
    const { state } = this.#first;
    if (state.kind === "loading") this.#arrived.push(message);
    this.#first.patch((list) => rejoin(list, message, this.#filter));
    // A list that could not be had is worth another try by now.
    if (state.kind === "failed") void this.refresh();
  }

  /**
   * Fetches one message, which the list may not hold or may know less of.
   * @throws ApiError
   */
  async loadOne(id: string, signal?: AbortSignal): Promise<Message> {
    const { state: signedIn } = this.#session;
    if (signedIn.kind !== "signedIn") throw new ApiError("cancelled", true);
    const message = await (await signedIn.api()).message(id, signal);
    if (this.#session.state !== signedIn) throw new ApiError("cancelled", true);
    const known = this.find(id);
    if (known === undefined) return message;
    this.#first.patch((list) => upsert(list, message, this.#filter));
    return mergeMessage(known, message);
  }

  /** Empties the list and fetches it anew. */
  async restart(): Promise<void> {
    const { kind } = this.#first.state;
    this.#first.reset();
    if (kind !== "idle") await this.refresh();
  }

  find(id: string): Message | undefined {
    return this.#list?.messages.find((message) => message.id === id);
  }

  get #list(): MessageList | undefined {
    return lastOf(this.#first.state)?.value;
  }

  dispose(): void {
    this.#more?.abort();
    this.#subscription.dispose();
    this.#first.dispose();
    this.#changed.dispose();
  }
}

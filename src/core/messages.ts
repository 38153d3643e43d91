import type { StatusFilter } from "../api/statusFilter.js";
import type { Message } from "../api/schemas.js";
import { Emitter, type Disposable, type Event } from "./emitter.js";
import { lastOf, type Loadable } from "./loadable.js";
import { appendPage, mergeFirstPage, mergeMessage, upsert, type MessageList } from "./messageList.js";
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
  readonly #subscriptions: Disposable[];
  #filter: StatusFilter | undefined;
  #more: AbortController | undefined;

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(session: SessionReader) {
    this.#session = session;
    this.#first = new Resource(session, async ({ api }, signal) => {
      const filter = this.#filter;
      const page = await (await api()).list(filter, undefined, signal);
      return mergeFirstPage(lastOf(this.#first.state)?.value, page, filter);
    });
    this.#subscriptions = [
      this.#first.onDidChange(() => {
        // A list that was replaced is not the one that further pages were asked for.
        this.#more?.abort();
        this.#changed.fire();
      }),
    ];
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
   * Adds older messages. Does nothing if there are none, or the list changes meanwhile.
   * @throws ApiError
   */
  async loadMore(signal?: AbortSignal): Promise<void> {
    const { state: signedIn } = this.#session;
    const { state } = this.#first;
    if (signedIn.kind !== "signedIn" || state.kind !== "ready") return;
    this.#more?.abort();
    const request = (this.#more = new AbortController());
    const both = signal === undefined ? request.signal : AbortSignal.any([signal, request.signal]);
    let list = state.last.value;
    const before = list.messages.length;
    try {
      const api = await signedIn.api();
      for (let pages = 0; pages < MAX_EMPTY_PAGES && list.messages.length === before; pages++) {
        if (list.next === undefined) break;
        list = appendPage(list, await api.list(this.#filter, list.next, both));
      }
    } catch (error) {
      if (request.signal.aborted) return;
      throw error;
    }
    if (this.#more !== request || request.signal.aborted) return;
    this.#more = undefined;
    this.#first.put(list);
  }

  /** Takes a message that was sent, or that the server told of. */
  add(message: Message): void {
    const { state } = this.#first;
    // Before the first list there is nothing to add to: the list will have it.
    if (state.kind === "idle") return;
    if (state.last !== undefined) this.#first.put(upsert(state.last.value, message, this.#filter));
    // A request under way may not know the message yet, and a failed one is worth another try by now.
    if (state.kind !== "ready") void this.refresh();
  }

  /** Takes a fuller answer about a message, for views that look at it alone. */
  merge(message: Message): Message {
    const merged = mergeMessage(this.find(message.id), message);
    const { state } = this.#first;
    if (state.kind === "ready" && this.find(message.id) !== undefined) {
      this.#first.put(upsert(state.last.value, message, this.#filter));
    }
    return merged;
  }

  /** Empties the list and fetches it anew. */
  async restart(): Promise<void> {
    const { kind } = this.#first.state;
    this.#first.reset();
    if (kind !== "idle") await this.refresh();
  }

  find(id: string): Message | undefined {
    return lastOf(this.#first.state)?.value.messages.find((message) => message.id === id);
  }

  dispose(): void {
    this.#more?.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#first.dispose();
    this.#changed.dispose();
  }
}

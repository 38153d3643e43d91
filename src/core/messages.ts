import { isAborted } from "../api/abort.js";
import { ApiError } from "../api/errors.js";
import type { StatusFilter } from "../api/statusFilter.js";
import type { Message, MessagePage } from "../api/schemas.js";
import { Emitter, type Disposable, type Event } from "./emitter.js";
import { lastOf, type Loadable } from "./loadable.js";
import { isFarAbove, mergeFirstPage } from "./firstPage.js";
import type { LoadAllOptions, ReadList } from "./listReader.js";
import { MessageIndex } from "./messageIndex.js";
import { isFinal, mergeMessage, upsert, upsertAll, without, type MessageList } from "./messageList.js";
import type { PageSource } from "./messagePages.js";
import { accountOf, Resource } from "./resource.js";
import { StatusHistory, type StatusChange } from "./statusHistory.js";
import type { SessionReader, SignedIn } from "./session.js";

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
  readonly #isShown: () => boolean;
  readonly #first: Resource<MessageList, MessagePage>;
  readonly #changed = new Emitter<void>();
  readonly #subscriptions: readonly Disposable[];
  readonly #history = new StatusHistory();
  readonly #index = new MessageIndex((message) => {
    this.#history.add(message);
  });
  #filter: StatusFilter | undefined;
  /** What reads older pages. */
  #reading: { readonly abort: AbortController; readonly all: boolean } | undefined;
  /** What came by another way while the newest page is fetched. */
  #arrived: Message[] = [];

  readonly onDidChange: Event<void> = this.#changed.event;

  /** @param isShown whether anybody sees the list: otherwise it asks nothing by itself */
  constructor(session: SessionReader, isShown: () => boolean = () => true) {
    this.#session = session;
    this.#isShown = isShown;
    const fetchFirst = async ({ api }: SignedIn, signal: AbortSignal): Promise<MessagePage> => {
      this.#arrived = [];
      return this.#newest(await api(), signal);
    };
    const takeFirst = (page: MessagePage): MessageList => {
      const merged = mergeFirstPage(this.#list, page, this.#filter, this.#index);
      return upsertAll(merged, this.#arrived, this.#filter, this.#index);
    };
    this.#first = new Resource(session, fetchFirst, takeFirst, isShown);
    let account = accountOf(session);
    this.#subscriptions = [
      this.#first.onDidChange(() => {
        this.#changed.fire();
      }),
      session.onDidChange(() => {
        if (accountOf(session) === account) return;
        account = accountOf(session);
        this.#reading?.abort.abort();
        this.#history.clear();
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

  /** As `refresh`, if anybody sees the list, and not where it would undo what is loaded of all under a filter. */
  async refreshIfShown(): Promise<void> {
    const wouldUndo = this.#reading?.all === true && this.#filter !== undefined;
    if (this.#isShown() && !wouldUndo) await this.refresh();
  }

  /** Shows messages of one status, or all. */
  async setFilter(filter: StatusFilter | undefined): Promise<void> {
    if (filter === this.#filter) return;
    this.#filter = filter;
    this.#reset();
    this.#changed.fire();
    await this.refresh();
  }

  /**
   * Adds older messages; nothing if there are none, or while all are being loaded.
   * @throws ApiError
   */
  async loadMore(signal?: AbortSignal): Promise<void> {
    if (this.#list?.next === undefined || this.#reading?.all === true) return;
    await this.#read(signal, false, async (api, stop) => {
      const { loadMore } = await import("./listReader.js");
      await loadMore(api, this.#target(), stop);
    });
  }

  /**
   * Adds all older messages, at a pace that leaves part of the rate limit to the user. What is loaded stays when it
   * is cancelled or fails. It ends early when the list begins anew, by another filter or account, or a refresh that
   * does not touch it.
   * @returns whether all are loaded now; `undefined` if it was stopped, or gave way to another reading, filter or
   * account
   * @throws ApiError, or whatever kept the first page from being had
   */
  async loadAll(options: LoadAllOptions = {}): Promise<boolean | undefined> {
    if (this.#list === undefined) await this.refresh();
    const { state } = this.#first;
    if (state.kind === "failed" && state.last === undefined) throw state.error;
    return this.#read(options.signal, true, async (api, stop) => {
      const { loadAll } = await import("./listReader.js");
      return loadAll(api, this.#target(), stop, options);
    });
  }

  /** Takes a message that was sent, or that the server told of: the two may overtake each other. */
  add(message: Message): void {
    this.addAll([message]);
  }

  /** Takes many at once, which costs one change of the list. */
  addAll(messages: readonly Message[]): void {
    const { state } = this.#first;
    for (const message of messages) this.#note(message);
    if (state.kind === "loading") this.#arrived = this.#arrived.concat(messages);
    this.#first.patch((list) => upsertAll(list, messages, this.#filter, this.#index));
    // A list that could not be had is worth another try by now.
    if (state.kind === "failed") void this.refreshIfShown();
  }

  /**
   * Fetches one message, which the list may not hold or may know less of. One that is no more is taken out of it.
   * @throws ApiError
   */
  async loadOne(id: string, signal?: AbortSignal): Promise<Message> {
    const { state: signedIn } = this.#session;
    if (signedIn.kind !== "signedIn") throw new ApiError("cancelled", true);
    try {
      const message = await (await signedIn.api()).message(id, signal);
      if (this.#session.state !== signedIn) throw new ApiError("cancelled", true);
      if (this.#history.of(id).length > 0) this.#history.add(message);
      const known = this.find(id);
      if (known === undefined) return message;
      this.#first.patch((list) => upsert(list, message, this.#filter, this.#index));
      return mergeMessage(known, message);
    } catch (error) {
      const isGone = error instanceof ApiError && error.kind === "notFound";
      if (isGone && this.#session.state === signedIn) {
        this.#first.patch((list) => without(list, id, this.#index));
      }
      throw error;
    }
  }

  /** Empties the list and fetches it anew: at once if anybody sees it, or else when it is looked at. */
  async restart(): Promise<void> {
    const { kind } = this.#first.state;
    this.#reset();
    if (kind !== "idle") await this.refreshIfShown();
  }

  find(id: string): Message | undefined {
    const list = this.#list;
    return list && this.#index.of(list).get(id);
  }

  /** The statuses that this window saw a message take, oldest first; none if it did not change while we watched. */
  history(id: string): readonly StatusChange[] {
    return this.#history.of(id);
  }

  get #list(): MessageList | undefined {
    return lastOf(this.#first.state)?.value;
  }

  /** Remembers that a message arrived, or has another status than what is listed. */
  #note(message: Message): void {
    const known = this.find(message.id);
    const isNews = known === undefined || known.status !== message.status;
    if (isNews && (known === undefined || isFinal(message) || !isFinal(known))) this.#history.add(message);
  }

  #reset(): void {
    this.#reading?.abort.abort();
    this.#first.reset();
  }

  async #newest(api: PageSource, signal: AbortSignal): Promise<MessagePage> {
    const page = await api.list(this.#filter, undefined, signal);
    if (!isFarAbove(this.#list, page, this.#filter, this.#index)) return page;
    const { bridge } = await import("./listReader.js");
    return bridge(api, this.#target(), page, signal);
  }

  /** Reads older pages; the newest call wins. A change of filter or account ends it: then there is no result. */
  async #read<T>(
    signal: AbortSignal | undefined,
    all: boolean,
    read: (api: PageSource, stop: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    const { state: signedIn } = this.#session;
    if (signedIn.kind !== "signedIn") return undefined;
    this.#reading?.abort.abort();
    const reading = (this.#reading = { abort: new AbortController(), all });
    const { signal: own } = reading.abort;
    try {
      const stop = signal === undefined ? own : AbortSignal.any([signal, own]);
      const result = await read(await signedIn.api(), stop);
      return isAborted(stop) ? undefined : result;
    } catch (error) {
      if (!isAborted(own) && !(all && signal?.aborted === true)) throw error;
      return undefined;
    } finally {
      if (this.#reading === reading) this.#reading = undefined;
    }
  }

  #target(): ReadList {
    const list = (): MessageList | undefined => this.#list;
    const filter = this.#filter;
    return {
      get list() {
        return list();
      },
      filter,
      index: this.#index,
      patch: (change) => {
        this.#first.patch(change);
      },
      refresh: () => this.refresh(),
    };
  }

  dispose(): void {
    this.#reading?.abort.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#first.dispose();
    this.#changed.dispose();
  }
}

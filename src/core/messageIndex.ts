import type { Message } from "../api/schemas.js";
import type { MessageList } from "./messageList.js";

/**
 * The messages of a list by id. A list is a value that is replaced whole; the index is brought along from one to the
 * next, since making it anew for each of many changes would take longer than all the rest. Given a list that it was
 * not brought to, it reads that one.
 */
export class MessageIndex {
  readonly #onStatus: ((message: Message) => void) | undefined;
  readonly #byId = new Map<string, Message>();
  #list: MessageList | undefined;
  /** Those that arrived one by one, for the list that they were looked up for. */
  #arrived: { readonly of: MessageList; readonly ids: ReadonlySet<string> } | undefined;

  /** @param onStatus told of each message of a list that has another status than before */
  constructor(onStatus?: (message: Message) => void) {
    this.#onStatus = onStatus;
  }

  /** The index, which is now that of the list. */
  of(list: MessageList | undefined): this {
    if (list === this.#list && list !== undefined) return this;
    this.#byId.clear();
    for (const message of list?.messages ?? []) this.#byId.set(message.id, message);
    this.#list = list;
    return this;
  }

  get(id: string): Message | undefined {
    return this.#byId.get(id);
  }

  /** Whether a message is of a page, with all that lie between it and the others of pages. */
  isPaged(id: string): boolean {
    if (!this.#byId.has(id)) return false;
    const list = this.#list;
    if (list === undefined || list.arrived === 0) return true;
    if (this.#arrived?.of !== list) {
      const ids = new Set(list.messages.slice(0, list.arrived).map((message) => message.id));
      this.#arrived = { of: list, ids };
    }
    return !this.#arrived.ids.has(id);
  }

  /** Puts a message in, new or changed. */
  put(message: Message): void {
    const old = this.#byId.get(message.id);
    this.#byId.set(message.id, message);
    if (old !== undefined && old.status !== message.status) this.#onStatus?.(message);
  }

  /** Takes a message out. */
  drop({ id }: Message): void {
    this.#byId.delete(id);
  }

  /** Says that the index is by now that of a list; gives the list. */
  settle<T extends MessageList>(list: T): T {
    this.#list = list;
    return list;
  }
}

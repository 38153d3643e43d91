import { STATUSES, type MessageStatus, type SandboxMessage } from "./message.js";

/** A page of a list. */
export interface Page {
  readonly messages: readonly SandboxMessage[];
  /** How many there are on all pages. */
  readonly total: number;
}

/** Messages by id, and their ids in order: all, and those of each status. A page costs what is on it. */
export class MessageIndex {
  readonly #messages = new Map<number, SandboxMessage>();
  /** Ascending. */
  readonly #all: number[] = [];
  readonly #byStatus: Readonly<Record<MessageStatus, number[]>> = { sent: [], delivered: [], failed: [] };

  get size(): number {
    return this.#messages.size;
  }

  /** By id, ascending. */
  *[Symbol.iterator](): Generator<SandboxMessage> {
    for (const id of this.#all) {
      const message = this.#messages.get(id);
      if (message !== undefined) yield message;
    }
  }

  get(id: number): SandboxMessage | undefined {
    return this.#messages.get(id);
  }

  /** Adds a message, or puts it in place of the one with its id. */
  put(message: SandboxMessage): void {
    const old = this.#messages.get(message.id);
    this.#messages.set(message.id, message);
    if (old === undefined) insert(this.#all, message.id);
    if (old?.status === message.status) return;
    if (old !== undefined) remove(this.#byStatus[old.status], old.id);
    insert(this.#byStatus[message.status], message.id);
  }

  clear(): void {
    this.#messages.clear();
    this.#all.length = 0;
    for (const status of STATUSES) this.#byStatus[status].length = 0;
  }

  /** A page of the list, newest first. `page` starts at 1; one beyond the end is empty. */
  page(status: MessageStatus | undefined, page: number, perPage: number): Page {
    const ids = status === undefined ? this.#all : this.#byStatus[status];
    const end = ids.length - (page - 1) * perPage;
    const slice = end <= 0 ? [] : ids.slice(Math.max(0, end - perPage), end).reverse();
    return { messages: slice.flatMap((id) => this.#messages.get(id) ?? []), total: ids.length };
  }
}

/** Where `id` is or belongs in ascending `ids`. Most are the last, so that is looked at first. */
function positionOf(ids: readonly number[], id: number): number {
  if ((ids.at(-1) ?? 0) < id) return ids.length;
  let low = 0;
  let high = ids.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(ids: number[], id: number): void {
  const position = positionOf(ids, id);
  if (position === ids.length) ids.push(id);
  else if (ids[position] !== id) ids.splice(position, 0, id);
}

function remove(ids: number[], id: number): void {
  const position = positionOf(ids, id);
  if (ids[position] === id) ids.splice(position, 1);
}

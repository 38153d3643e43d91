import { SmsApi } from "../../../src/api/client.js";
import type { Message, MessagePage, PageCursor } from "../../../src/api/schemas.js";
import type { StatusFilter } from "../../../src/api/statusFilter.js";
import type { PageSource } from "../../../src/core/messagePages.js";
import { Messages } from "../../../src/core/messages.js";

/** A server's list of messages, newest first, which changes when a test wants it to. */
export class ListServer implements PageSource {
  readonly #perPage: number;
  readonly #statuses = new Map<number, string>();
  readonly #scheduled: { readonly request: number; readonly change: () => void }[] = [];
  #nextId = 1;
  /** The pages that were asked for. */
  readonly asked: number[] = [];
  /** What it says there are in all: the truth by default. */
  total: number | "none" | "true" = "true";
  /** What its messages look like. */
  wire = (id: number, status: string): Message => ({ id: String(id), status, raw: {} });
  /** Called before each answer. */
  onRequest: () => void = () => undefined;

  constructor(perPage: number, count: number) {
    this.#perPage = perPage;
    this.insert(count);
  }

  /** Makes a change before the request of this number, from 1. */
  before(request: number, change: () => void): void {
    this.#scheduled.push({ request, change });
  }

  /** Adds new messages; gives them. */
  insert(count: number): Message[] {
    return Array.from({ length: count }, () => {
      this.#statuses.set(this.#nextId, "sent");
      return this.wire(this.#nextId++, "sent");
    });
  }

  /** Gives the message with its new status; `undefined` if there is none of that id. */
  setStatus(id: number, status: string): Message | undefined {
    if (!this.#statuses.has(id)) return undefined;
    this.#statuses.set(id, status);
    return this.wire(id, status);
  }

  remove(id: number): void {
    this.#statuses.delete(id);
  }

  /** All ids that were ever given, ascending. */
  get count(): number {
    return this.#nextId - 1;
  }

  statusOf(id: number): string | undefined {
    return this.#statuses.get(id);
  }

  /** What the list is now, newest first. */
  rows(filter?: StatusFilter): Message[] {
    return [...this.#statuses]
      .filter(([, status]) => filter === undefined || status === filter)
      .sort(([a], [b]) => b - a)
      .map(([id, status]) => this.wire(id, status));
  }

  list(filter: StatusFilter | undefined, cursor?: PageCursor): Promise<MessagePage> {
    const page = cursor === undefined ? 1 : "page" in cursor ? cursor.page : NaN;
    this.asked.push(page);
    for (const { request, change } of this.#scheduled) if (request === this.asked.length) change();
    this.onRequest();
    const rows = this.rows(filter);
    const messages = rows.slice((page - 1) * this.#perPage, page * this.#perPage);
    const isLast = page * this.#perPage >= rows.length;
    return Promise.resolve({
      messages,
      next: isLast ? undefined : { page: page + 1 },
      perPage: this.#perPage,
      total: this.total === "true" ? rows.length : this.total === "none" ? undefined : this.total,
    });
  }
}

/** The messages of a window whose account has its list from a source. */
export function messagesFrom(source: PageSource): Messages {
  class Api extends SmsApi {
    override list(...asked: Parameters<SmsApi["list"]>): Promise<MessagePage> {
      return source.list(...asked);
    }
  }
  const baseUrl = "http://127.0.0.1";
  const api = new Api({ baseUrl, authorize: () => Promise.resolve("") });
  const account = { id: "a", label: "A", baseUrl, kind: "other", owner: { permissions: [] } } as const;
  return new Messages({
    state: { kind: "signedIn", account, api: () => Promise.resolve(api) },
    onDidChange: () => ({ dispose: () => undefined }),
  });
}

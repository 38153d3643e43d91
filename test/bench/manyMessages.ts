import { SmsApi } from "../../src/api/client.js";
import { parseMessagePage, type MessagePage, type PageCursor } from "../../src/api/schemas.js";
import type { StatusFilter } from "../../src/api/statusFilter.js";
import { lastOf } from "../../src/core/loadable.js";
import { Messages } from "../../src/core/messages.js";
import { toWire, type SandboxMessage } from "../../src/sandbox/message.js";

/** A message of the sandbox, with every field. */
export function sandboxMessage(id: number): SandboxMessage {
  const created = Date.UTC(2025, 0, 1) + id * 60_000;
  const isFailed = id % 20 === 0;
  const ended = new Date(created + 2000).toISOString();
  return {
    id,
    status: isFailed ? "failed" : "delivered",
    to: `+1${200 + (id % 700)}55501${String(id % 80).padStart(2, "0")}`,
    body: `Your order ${id} has shipped and arrives tomorrow between 9 and 12.`,
    senderId: id % 3 === 0 ? "MyShop" : null,
    priceMicros: 7900,
    nviaMessageId: `nvia_${String(id).padStart(12, "0")}`,
    createdAt: new Date(created).toISOString(),
    updatedAt: ended,
    deliveredAt: isFailed ? null : ended,
    error: isFailed ? "The recipient could not be reached." : null,
  };
}

/** The text of a page of a list of so many, newest first, as the sandbox writes it. */
export function pageText(count: number, perPage: number, page: number): string {
  const newest = count - (page - 1) * perPage;
  const ids = Array.from({ length: Math.max(0, Math.min(perPage, newest)) }, (_, row) => newest - row);
  return JSON.stringify({
    data: ids.map((id) => toWire(sandboxMessage(id), "number")),
    meta: { current_page: page, last_page: Math.ceil(count / perPage), per_page: perPage, total: count },
  });
}

/** The API, whose first pages come without a server, so that a long list is there at once. */
export class PreparedApi extends SmsApi {
  readonly #count: number;
  readonly #perPage: number;
  /** The last page that comes without a server. */
  prepared = 0;

  constructor(baseUrl: string, token: string, count: number, perPage: number) {
    super({ baseUrl, authorize: () => Promise.resolve(token) });
    this.#count = count;
    this.#perPage = perPage;
  }

  override list(filter?: StatusFilter, cursor?: PageCursor, signal?: AbortSignal): Promise<MessagePage> {
    const page = cursor === undefined ? 1 : "page" in cursor ? cursor.page : Infinity;
    if (page > this.prepared) return super.list(filter, cursor, signal);
    const value: unknown = JSON.parse(pageText(this.#count, this.#perPage, page));
    const parsed = parseMessagePage(value, "http://127.0.0.1/api/v1/sms", page);
    return parsed === undefined ? Promise.reject(new Error("no page")) : Promise.resolve(parsed);
  }
}

/** A window's messages that come by this API. */
export function messagesBy(api: SmsApi): Messages {
  const account = {
    id: "bench",
    label: "Bench",
    baseUrl: "http://127.0.0.1/api/v1",
    kind: "other",
    owner: { permissions: [] },
  } as const;
  return new Messages({
    state: { kind: "signedIn", account, api: () => Promise.resolve(api) },
    onDidChange: () => ({ dispose: () => undefined }),
  });
}

/** How many are loaded; fails if the last request has. */
export function loadedCount({ state }: Messages): number {
  if (state.kind !== "ready") throw new Error(`The messages are ${state.kind}.`);
  return lastOf(state)?.value.messages.length ?? 0;
}

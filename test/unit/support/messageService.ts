import type { Message } from "../../../src/api/schemas.js";
import { lastOf } from "../../../src/core/loadable.js";
import { Messages } from "../../../src/core/messages.js";
import { json, startServer, type Answer, type ScriptedServer } from "./httpServer.js";
import { newToken } from "./values.js";
import { useCleanup, type Deferred } from "./waiting.js";
import { Machine, signIn, type Window } from "./windows.js";

const PER_PAGE = 3;

/** A server's messages, from which it answers as the API does. */
export class Service {
  readonly statuses: string[] = [];
  /** How often page 2 and all after it show page 1 once more. */
  repeats = 0;
  /** What the next answers are instead, in turn. */
  readonly instead: Answer[] = [];
  /** What an answer waits for; it holds what was true before. */
  gate: Deferred<void> | undefined;

  readonly answer: Answer = (response, request) => {
    const special = this.instead.shift();
    if (special !== undefined) {
      special(response, request);
      return;
    }
    const body = json(this.#page(new URL(request.path, "http://127.0.0.1").searchParams));
    void (this.gate?.promise ?? Promise.resolve()).then(() => {
      body(response, request);
    });
  };

  #page(query: URLSearchParams): unknown {
    const filter = query.get("status");
    const rows = this.statuses
      .map((status, id) => ({ id, status, body: `Text ${id}` }))
      .filter(({ status }) => filter === null || status === filter)
      .reverse();
    const asked = Number(query.get("page"));
    const shown = Math.max(1, asked - this.repeats);
    const last = Math.ceil(rows.length / PER_PAGE) + this.repeats;
    return {
      data: rows.slice((shown - 1) * PER_PAGE, shown * PER_PAGE),
      meta: { current_page: asked, last_page: last },
    };
  }
}

/** A window's messages and the server that they come from, which has eight of them. */
export interface MessagesTest {
  readonly service: Service;
  readonly server: ScriptedServer;
  readonly window: Window;
  readonly messages: Messages;
  /** The ids that are loaded. */
  readonly ids: () => string;
  readonly hasMore: () => boolean;
  /** A message as a server tells of it. */
  readonly told: (id: number, status?: string) => Message;
}

/** Sets up a new one for each test. */
export function useMessages(): MessagesTest {
  const cleanup = useCleanup();
  let parts: Pick<MessagesTest, "service" | "server" | "window" | "messages">;
  beforeEach(async () => {
    const service = new Service();
    const server = await startServer(service.answer);
    const window = new Machine().open();
    const messages = new Messages(window.session);
    parts = { service, server, window, messages };
    cleanup(() => server.close());
    cleanup(() => {
      messages.dispose();
      window.dispose();
    });
    await signIn(window, server.baseUrl, newToken());
    service.statuses.push(...Array.from({ length: 8 }, (_, id) => (id % 2 === 0 ? "sent" : "delivered")));
  });
  return {
    get service() {
      return parts.service;
    },
    get server() {
      return parts.server;
    },
    get window() {
      return parts.window;
    },
    get messages() {
      return parts.messages;
    },
    ids: () => (lastOf(parts.messages.state)?.value.messages ?? []).map(({ id }) => id).join(" "),
    hasMore: () => lastOf(parts.messages.state)?.value.next !== undefined,
    told: (id, status = "sent") => ({ id: String(id), status, raw: {} }),
  };
}

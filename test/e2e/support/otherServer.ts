import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  /** With the query, as it was on the wire. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** The forms that the provider's page leaves open. */
export interface Shapes {
  /** The answer to a send: the message itself, or `{sms, balance}`. */
  send: "flat" | "nested";
  /** The envelope of one message. */
  one: "flat" | "sms" | "data";
  /** Whether lists tell id, status, number and price only. */
  lean: boolean;
  /** How amounts are written. */
  decimals: "number" | "string";
  pages: "full" | "links" | "meta" | "none";
}

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

/** What a server does to a request instead of answering it. */
export type Mishap = Answer | "cut" | "hang" | "half JSON";

/** A message as the server keeps it; the price is in US dollars. */
export interface StoredMessage {
  readonly id: number;
  status: string;
  readonly to: string;
  body: string;
  readonly sender_id: string | null;
  readonly price: number;
  readonly created_at: string;
  /** Why it failed. */
  error?: string;
}

/** How many messages a page has: few, so that a list of a dozen has several. */
export const PER_PAGE = 5;

const countries = [
  { country_code: "US", country_name: "United States", dial_code: "+1", price: 0.0079 },
  { country_code: "GB", country_name: "United Kingdom", dial_code: "+44", price: 0.04 },
  { country_code: "AU", country_name: "Australia", dial_code: "+61", price: 0.0321 },
];

/**
 * A server that speaks the SMS for AI API, written from the provider's page and not from the sandbox. It records
 * every request, and can be told to fail.
 */
export class OtherServer {
  readonly requests: SeenRequest[] = [];
  readonly messages: StoredMessage[] = [];
  readonly shapes: Shapes = { send: "flat", one: "flat", lean: false, decimals: "number", pages: "full" };
  credits = 12.345678;
  /** What answers at paths beside the API. */
  readonly beside = new Map<string, (request: SeenRequest) => Answer>();
  /** Where `links.next` leads instead of to this server. */
  foreignNext: string | undefined;
  readonly #server: Server;
  readonly #prefix: string;
  #port = 0;
  readonly #tokens: ReadonlyMap<string, string>;
  readonly #mishaps: { readonly route: string; readonly mishap: Mishap }[] = [];

  private constructor(prefix: string, tokens: ReadonlyMap<string, string>) {
    this.#prefix = prefix;
    this.#tokens = tokens;
    this.#server = createServer((request, response) => {
      void this.#answer(request, response);
    });
  }

  /**
   * @param prefix the path of the API, such as `/api/v1`
   * @param tokens the tokens that it accepts, with their names
   */
  static async start(prefix: string, tokens: ReadonlyMap<string, string>): Promise<OtherServer> {
    const other = new OtherServer(prefix, tokens);
    await other.listen();
    return other;
  }

  /** Begins to listen, after a stop on the same port as before. */
  async listen(): Promise<void> {
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** `127.0.0.1:PORT` */
  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get baseUrl(): string {
    return `http://${this.host}${this.#prefix}`;
  }

  /** The requests so far, as `METHOD /path?query` below the base URL. */
  get log(): string[] {
    return this.requests.map(({ method, path }) =>
      `${method} ${path.startsWith(this.#prefix) ? path.slice(this.#prefix.length) : `outside: ${path}`}`.trim(),
    );
  }

  /** Lets the next requests of a route (`GET /sms`) go wrong, one for each mishap. */
  fail(route: string, ...mishaps: Mishap[]): void {
    this.#mishaps.push(...mishaps.map((mishap) => ({ route, mishap })));
  }

  /** Keeps a message, as if it had been sent some time ago. */
  seed(message: Partial<StoredMessage> & Pick<StoredMessage, "to" | "body">): StoredMessage {
    const kept = {
      id: this.messages.length + 1,
      status: "delivered",
      sender_id: null,
      price: 0.0079,
      created_at: new Date(Date.now() - 3_600_000).toISOString(),
      ...message,
    };
    this.messages.unshift(kept);
    return kept;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { method = "", url = "", headers } = request;
    const seen = { method, path: url, headers, body };
    this.requests.push(seen);
    const { pathname, searchParams } = new URL(url, "http://server");
    const beside = this.beside.get(pathname)?.(seen);
    if (beside !== undefined) {
      response.writeHead(beside.status, beside.headers).end(beside.body);
      return;
    }
    const route = `${method} ${pathname.startsWith(this.#prefix) ? pathname.slice(this.#prefix.length) : "?"}`;
    const index = this.#mishaps.findIndex((planned) => planned.route === route.trim());
    const [planned] = index === -1 ? [] : this.#mishaps.splice(index, 1);
    if (planned !== undefined) this.#failTo(response, planned.mishap);
    else this.#serve(response, route, searchParams, headers, body);
  }

  #failTo(response: ServerResponse, mishap: Mishap): void {
    if (mishap === "hang") return;
    if (mishap === "cut") {
      response.destroy();
    } else if (mishap === "half JSON") {
      response.writeHead(200, { "Content-Type": "application/json" }).end('{"data": [{"id": 1, "sta');
    } else {
      response.writeHead(mishap.status, mishap.headers).end(mishap.body);
    }
  }

  #serve(
    response: ServerResponse,
    route: string,
    query: URLSearchParams,
    headers: IncomingMessage["headers"],
    body: string,
  ): void {
    const json = (status: number, value: unknown): void => {
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
    };
    if (headers.accept !== "application/json") {
      response.writeHead(302, { Location: "/login" }).end();
      return;
    }
    if (route === "GET ") {
      json(200, { api: "Other SMS", version: "1.7", status: "operational" });
      return;
    }
    const name = this.#tokens.get((headers.authorization ?? "").replace(/^Bearer /, ""));
    if (name === undefined) {
      json(401, { message: "Unauthenticated." });
      return;
    }
    const id = /^GET \/sms\/(\d+)$/.exec(route)?.[1];
    const one = this.messages.find((message) => String(message.id) === id);
    if (route === "GET /me") json(200, this.#me(name));
    else if (route === "GET /balance") json(200, { credits_usd: this.#amount(this.credits) });
    else if (route === "GET /countries") json(200, this.#countries());
    else if (route === "GET /sms") json(200, this.#list(query));
    else if (route === "POST /sms/send") json(200, this.#send(body));
    else if (one !== undefined) json(200, this.#envelope(this.#full(one)));
    else json(404, { message: "No such thing here." });
  }

  #me(name: string): unknown {
    return {
      token: { id: 7, name, permissions: ["sms:send", "sms:read"] },
      user: { name: "Ada Other", email: "ada@example.com", credits: this.#amount(this.credits) },
    };
  }

  #countries(): unknown {
    return countries.map(({ price, ...country }) => ({ ...country, price_usd: this.#amount(price) }));
  }

  #list(query: URLSearchParams): unknown {
    const status = query.get("status");
    const page = Number(query.get("page") ?? "1");
    const all = this.messages.filter((message) => status === null || message.status === status);
    const last = Math.max(1, Math.ceil(all.length / PER_PAGE));
    const rows = all.slice((page - 1) * PER_PAGE, page * PER_PAGE);
    const next = this.foreignNext ?? `${this.baseUrl}/sms?page=${page + 1}`;
    const { pages, lean } = this.shapes;
    return {
      data: rows.map((message) => (lean ? this.#lean(message) : this.#full(message))),
      ...(pages === "full" || pages === "links" ? { links: { next: page < last ? next : null } } : {}),
      ...(pages === "full" || pages === "meta"
        ? { meta: { current_page: page, last_page: last, per_page: PER_PAGE, total: all.length } }
        : {}),
    };
  }

  #send(body: string): unknown {
    const {
      to,
      body: text,
      sender_id,
    } = JSON.parse(body) as { to: string; body: string; sender_id?: string };
    const price = countries.find(({ dial_code }) => to.startsWith(dial_code))?.price ?? 1;
    const now = new Date().toISOString();
    const sent = this.seed({
      to,
      body: text,
      sender_id: sender_id ?? null,
      status: "sent",
      price,
      created_at: now,
    });
    this.credits -= price;
    if (this.shapes.send === "flat") return { ...this.#lean(sent), nvia_message_id: `nvia-${sent.id}` };
    return { sms: this.#lean(sent), balance: this.#amount(this.credits) };
  }

  #envelope(message: unknown): unknown {
    return this.shapes.one === "flat" ? message : { [this.shapes.one]: message };
  }

  #lean({ id, status, to, price }: StoredMessage): Record<string, unknown> {
    return { id, status, to, price_usd: this.#amount(price) };
  }

  #full({ price, ...message }: StoredMessage): Record<string, unknown> {
    return { ...message, price_usd: this.#amount(price), gateway_note: "as the gateway says" };
  }

  #amount(usd: number): number | string {
    const rounded = usd.toFixed(6);
    return this.shapes.decimals === "string" ? rounded : Number(rounded);
  }
}

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createParser } from "eventsource-parser";
import type { SandboxBehavior } from "../../../src/sandbox/behavior.js";
import {
  startSandboxServer,
  type SandboxServer,
  type SandboxServerOptions,
} from "../../../src/sandbox/server.js";
import { newToken } from "../../../src/sandbox/token.js";

/** A number that is delivered. */
export const ORDINARY = "+12025550123";

/** A behaviour that lets a test decide what happens: no limits, and nothing moves by itself. */
export const STILL: Partial<SandboxBehavior> = {
  rateLimitPerMinute: 0,
  rateLimitPerDay: 0,
  deliveryDelayMs: 3_600_000,
};

/** What a test leaves behind, undone after it in reverse order. */
export class Cleanup {
  readonly #tasks: (() => unknown)[] = [];

  add(task: () => unknown): void {
    this.#tasks.push(task);
  }

  async run(): Promise<void> {
    for (const task of this.#tasks.splice(0).reverse()) await task();
  }

  async tempDir(): Promise<string> {
    const dir = await mkdtemp(join(tmpdir(), "sandbox-test-"));
    this.add(() => rm(dir, { recursive: true, force: true }));
    return dir;
  }
}

/** A fresh `Cleanup` for the tests of the calling suite. */
export function useCleanup(): Cleanup {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());
  return cleanup;
}

/** Waits until something is so; fails after 5 s. */
export async function until(what: string, isSo: () => unknown): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!(await isSo())) {
    if (Date.now() > deadline) assert.fail(`still not so after 5 s: ${what}`);
    await sleep(5);
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  assert.ok(typeof address === "object" && address !== null);
  return address.port;
}

/** A message as the sandbox writes it. */
export interface WireMessage {
  readonly id: number;
  readonly status: string;
  readonly to: string;
  readonly body: string;
  readonly sender_id: string | null;
  readonly price_usd: number | string;
  readonly nvia_message_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly delivered_at: string | null;
  readonly error: string | null;
}

/** Every field that an answer of the sandbox may have. A test asserts those that it is about. */
export interface Json extends WireMessage {
  readonly message: string;
  readonly errors: Readonly<Record<string, readonly string[]>>;
  readonly sms: WireMessage;
  readonly balance: number | string;
  readonly credits_usd: number | string;
  readonly token: unknown;
  readonly user: { readonly credits: number | string };
  readonly data: readonly WireMessage[];
  readonly links: { readonly next: string | null };
  readonly meta: {
    readonly current_page: number;
    readonly from: number | null;
    readonly last_page: number;
    readonly per_page: number;
    readonly total: number;
  };
}

/** The answer to a request. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Json;
}

/** A running sandbox and a client with its token. */
export class Client {
  readonly server: SandboxServer;
  readonly dataDir: string;
  readonly token: string;

  constructor(server: SandboxServer, dataDir: string, token: string) {
    this.server = server;
    this.dataDir = dataDir;
    this.token = token;
  }

  async request(method: string, path: string, init: RequestInit & { token?: string } = {}): Promise<Answer> {
    const headers = new Headers(init.headers);
    headers.set("Accept", "application/json");
    if (init.token !== "") headers.set("Authorization", `Bearer ${init.token ?? this.token}`);
    const response = await fetch(this.server.baseUrl + path, { ...init, method, headers });
    const text = await response.text();
    const json: unknown = text === "" ? undefined : JSON.parse(text);
    return { status: response.status, headers: response.headers, json: json as Json };
  }

  get(path: string): Promise<Answer> {
    return this.request("GET", path);
  }

  post(fields: unknown, signal?: AbortSignal): Promise<Answer> {
    return this.request("POST", "/sms/send", {
      body: JSON.stringify(fields),
      headers: { "Content-Type": "application/json" },
      ...(signal && { signal }),
    });
  }

  send(to = ORDINARY, body = "Hello"): Promise<Answer> {
    return this.post({ to, body });
  }

  async credits(): Promise<number> {
    const { json } = await this.get("/balance");
    assert.ok(typeof json.credits_usd === "number");
    return json.credits_usd;
  }

  /** All messages of the first page. */
  async messages(): Promise<readonly WireMessage[]> {
    const { json } = await this.get("/sms");
    return json.data;
  }

  async restarted(cleanup: Cleanup, options: Partial<SandboxServerOptions> = {}): Promise<Client> {
    await this.server.close();
    return startClient(cleanup, { dataDir: this.dataDir, token: this.token, ...options });
  }
}

/** Starts a sandbox for one test; it does nothing by itself unless `behavior` says so. */
export async function startClient(
  cleanup: Cleanup,
  options: Partial<SandboxServerOptions> = {},
): Promise<Client> {
  const dataDir = options.dataDir ?? (await cleanup.tempDir());
  const token = options.token ?? newToken();
  const behavior = { ...STILL, ...options.behavior };
  const server = await startSandboxServer({ port: 0, ...options, dataDir, token, behavior });
  cleanup.add(() => server.close());
  return new Client(server, dataDir, token);
}

/** One server-sent event. */
export interface Told {
  readonly event: string;
  readonly data: Json;
}

/** A client of the event stream, which is on when the promise resolves. */
export class Listener {
  readonly told: Told[] = [];
  readonly comments: string[] = [];
  /** How the stream came to its end: in good order, or cut. */
  ended: Promise<"ended" | "cut"> = Promise.resolve("ended");

  static async start(cleanup: Cleanup, client: Client): Promise<Listener> {
    const listener = new Listener();
    const aborter = new AbortController();
    const response = await fetch(`${client.server.baseUrl}/sandbox/events`, {
      headers: { Authorization: `Bearer ${client.token}` },
      signal: aborter.signal,
    });
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type") ?? "", /^text\/event-stream/);
    assert.ok(response.body);
    cleanup.add(() => {
      aborter.abort();
    });
    listener.ended = listener.#read(response.body).then(
      () => "ended",
      () => "cut",
    );
    await until("connected", () => listener.comments.includes("connected"));
    return listener;
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const parser = createParser({
      onEvent: ({ event, data }) => {
        this.told.push({ event: event ?? "", data: JSON.parse(data) as Json });
      },
      onComment: (comment) => {
        this.comments.push(comment);
      },
    });
    const decoder = new TextDecoder();
    for await (const chunk of stream) parser.feed(decoder.decode(chunk, { stream: true }));
  }
}

/** A request of node:http, which lets a test forge any header; `cut` if the connection ends without an answer. */
export function rawRequest(options: {
  port: number;
  method?: string;
  path?: string;
  headers?: Record<string, string | string[]>;
  body?: Iterable<string>;
}): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string } | "cut"> {
  const { port, method = "GET", path = "/api/v1", headers = {}, body = [] } = options;
  return new Promise((resolve) => {
    const outgoing = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent: false });
    outgoing.on("error", () => {
      resolve("cut");
    });
    outgoing.on("response", (incoming) => {
      let text = "";
      incoming.setEncoding("utf8");
      incoming.on("data", (chunk: string) => (text += chunk));
      incoming.on("end", () => {
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
      });
    });
    for (const part of body) outgoing.write(part);
    outgoing.end();
  });
}

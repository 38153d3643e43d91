import { mkdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import { createApp } from "./app.js";
import { creditsMicros, type AppContext } from "./appContext.js";
import { DEFAULT_BEHAVIOR, withChanges, type SandboxBehavior } from "./behavior.js";
import { Countries } from "./countries.js";
import { EventHub } from "./eventHub.js";
import { isAllowed } from "./guard.js";
import { Journal } from "./journal.js";
import { baseUrlOf, LOOPBACK } from "./loopback.js";
import { toWire } from "./message.js";
import { RateLimiter } from "./rateLimit.js";
import { loggablePath } from "./requestLog.js";
import { SandboxState, type StateChange } from "./state.js";
import { hasCode } from "./systemError.js";

/** What to start a sandbox server with. */
export interface SandboxServerOptions {
  /** 0 = any free one. */
  readonly port: number;
  /** Folder of the messages; made if it is missing. One server at a time may use it. */
  readonly dataDir: string;
  /** The one token that is accepted. */
  readonly token: string;
  readonly behavior?: Partial<SandboxBehavior> | undefined;
  /** ms since the epoch, for times of messages and windows of rate limits. */
  readonly clock?: (() => number) | undefined;
  /** Gets one line per request: method, route, status, ms. */
  readonly log?: ((line: string) => void) | undefined;
}

/** Something listens on the port. */
export class PortInUseError extends Error {
  override readonly name = "PortInUseError";
  readonly port: number;

  constructor(port: number, options?: ErrorOptions) {
    super(`Port ${port} is in use`, options);
    this.port = port;
  }
}

/** How long answers under way may take to get out when the server closes. */
const CLOSING_GRACE_MS = 500;

/** A local SMS for AI server that listens. */
export interface SandboxServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT/api/v1` */
  readonly baseUrl: string;
  /** Changes how it behaves from now on. */
  configure(changes: Partial<SandboxBehavior>): void;
  /** Removes all messages and gives the credits back. */
  clear(): Promise<void>;
  /** Ends every stream and connection, writes what is left to write, and then frees the port. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox on this machine's loopback address.
 * @throws PortInUseError, or the system's error if the port or the data cannot be had
 */
export async function startSandboxServer(options: SandboxServerOptions): Promise<SandboxServer> {
  const server = new HttpSandbox(options);
  await server.open(options.port);
  return server;
}

class HttpSandbox implements SandboxServer {
  readonly #options: SandboxServerOptions;
  readonly #hub = new EventHub();
  readonly #closing = new AbortController();
  /** Requests under way. */
  readonly #answering = new Set<ServerResponse>();
  readonly #state: SandboxState;
  readonly #http: Server;
  readonly #context: AppContext;
  #behavior: SandboxBehavior;
  #port = 0;
  #loaded: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: SandboxServerOptions) {
    const { dataDir, token, clock = Date.now } = options;
    this.#options = options;
    this.#behavior = withChanges(DEFAULT_BEHAVIOR, options.behavior ?? {});
    this.#state = new SandboxState({
      journal: new Journal(join(dataDir, "messages.jsonl")),
      clock,
      onChange: (change) => {
        this.#publish(change);
      },
    });
    this.#context = {
      token,
      port: () => this.#port,
      behavior: () => this.#behavior,
      state: this.#state,
      loaded: () => this.#load(),
      hub: this.#hub,
      limiter: new RateLimiter(clock),
      countries: new Countries(),
      closing: this.#closing.signal,
    };
    const answer = getRequestListener(createApp(this.#context).fetch, {
      // The adapter's own Request and Response would replace those of every extension in this process.
      overrideGlobalObjects: false,
      errorHandler: () => Response.json({ message: "Bad request." }, { status: 400 }),
    });
    this.#http = createServer((incoming, outgoing) => {
      this.#follow(incoming, outgoing);
      if (isAllowed(incoming, this.#port)) void answer(incoming, outgoing);
      else {
        outgoing.writeHead(403, { "Content-Type": "application/json" });
        outgoing.end(JSON.stringify({ message: "Forbidden." }));
      }
    });
  }

  get port(): number {
    return this.#port;
  }

  get baseUrl(): string {
    return baseUrlOf(this.#port);
  }

  /** Binds first: who has the port has the data, and reads it when its last owner has written it all. */
  async open(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#http.on("error", (error) => {
        reject(hasCode(error, "EADDRINUSE") ? new PortInUseError(port, { cause: error }) : error);
      });
      this.#http.listen({ port, host: LOOPBACK, exclusive: true }, resolve);
    });
    const address = this.#http.address();
    this.#port = typeof address === "object" && address !== null ? address.port : port;
    try {
      await this.#load();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  configure(changes: Partial<SandboxBehavior>): void {
    const before = creditsMicros(this.#context);
    this.#behavior = withChanges(this.#behavior, changes);
    if (creditsMicros(this.#context) !== before) this.#publishBalance();
  }

  async clear(): Promise<void> {
    await this.#load();
    await this.#state.clear();
  }

  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  async #shutDown(): Promise<void> {
    this.#closing.abort();
    this.#hub.close();
    const deadline = Date.now() + CLOSING_GRACE_MS;
    while (this.#answering.size > 0 && Date.now() < deadline) await sleep(5);
    await this.#state.close();
    await new Promise<void>((resolve) => {
      this.#http.close(() => {
        resolve();
      });
      this.#http.closeAllConnections();
    });
  }

  #load(): Promise<void> {
    this.#loaded ??= mkdir(this.#options.dataDir, { recursive: true, mode: 0o700 }).then(() =>
      this.#state.load(this.#behavior.deliveryDelayMs),
    );
    return this.#loaded;
  }

  /** Keeps account of a request until it is answered or cut. */
  #follow(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const began = performance.now();
    outgoing.setHeader("Cache-Control", "no-store");
    outgoing.setHeader("X-Content-Type-Options", "nosniff");
    this.#answering.add(outgoing);
    outgoing.on("close", () => {
      this.#answering.delete(outgoing);
      const status = outgoing.headersSent ? outgoing.statusCode : "cut";
      const ms = Math.round(performance.now() - began);
      this.#options.log?.(`${incoming.method ?? ""} ${loggablePath(incoming.url ?? "")} ${status} ${ms} ms`);
    });
  }

  #publish(change: StateChange): void {
    if (change.kind === "cleared") this.#hub.publish("cleared", {});
    else this.#hub.publish("message", toWire(change.message, "number"));
    if (change.kind !== "status") this.#publishBalance();
  }

  #publishBalance(): void {
    this.#hub.publish("balance", { credits_usd: creditsMicros(this.#context) / 1e6 });
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import type { SandboxBehavior } from "./behavior.js";
import { checkIdentity } from "./identity.js";
import { API_ROOT, askLoopback, baseUrlOf } from "./loopback.js";
import { PortInUseError, startSandboxServer, type SandboxServer } from "./server.js";
import { readOrCreateToken } from "./token.js";

/** What a window's host is built on. */
export interface SandboxHostOptions {
  /** Folder of token and messages, the same for all windows. */
  readonly dataDir: string;
  /** The port that is wanted now. */
  readonly port: () => number;
  /** How a server that this window owns is to behave. */
  readonly behavior: () => Partial<SandboxBehavior>;
  /** Gets one line per request to a server that this window owns: method, route, status, ms. */
  readonly log?: ((line: string) => void) | undefined;
}

/** Where the sandbox is. */
export interface SandboxAddress {
  /** `http://127.0.0.1:PORT/api/v1` */
  readonly baseUrl: string;
  readonly token: string;
  /** Whether it runs in this window. */
  readonly owned: boolean;
}

/** Another program listens on the wanted port. It was sent no token. */
export class SandboxPortTakenError extends Error {
  override readonly name = "SandboxPortTakenError";
  readonly port: number;

  constructor(port: number) {
    super(`Port ${port} is taken by another program`);
    this.port = port;
  }
}

/** Between two looks at a port that is changing hands. */
const BACKOFF_MS = [50, 100, 200, 400];

const CLEAR_TIMEOUT_MS = 10_000;

/**
 * A window's way to the one sandbox of this user and machine. The window that can bind the port owns it; the
 * others use it, and the first of them that needs it after the owner has gone takes over.
 */
export class SandboxHost {
  readonly #options: SandboxHostOptions;
  readonly #disposed = new AbortController();
  #server: SandboxServer | undefined;
  #token: string | undefined;
  /** The search under way, which all callers that want the same port share. */
  #search: { readonly port: number; readonly found: Promise<SandboxAddress> } | undefined;

  constructor(options: SandboxHostOptions) {
    this.#options = options;
  }

  /**
   * Finds the sandbox, or starts it. To be called before each request: it costs nothing for the owner, and one
   * request to the loopback address for the others.
   * @throws SandboxPortTakenError; the signal's reason when it is aborted; the system's error if the port or the
   * data cannot be had
   */
  async ensure(signal?: AbortSignal): Promise<SandboxAddress> {
    signal?.throwIfAborted();
    const found = this.#find(this.#options.port());
    return signal === undefined ? found : unlessAborted(found, signal);
  }

  /** Makes a server that this window owns behave as wanted now. */
  configure(): void {
    this.#server?.configure(this.#options.behavior());
  }

  /**
   * Removes all messages and gives the credits back, wherever the sandbox runs.
   * @throws what `ensure` throws, or an `Error` if the sandbox did not do it
   */
  async clear(): Promise<void> {
    for (const delay of [...BACKOFF_MS, undefined]) {
      const port = this.#options.port();
      const { owned, token } = await this.#find(port);
      if (owned && this.#server !== undefined) return this.#server.clear();
      const answer = await askLoopback({
        port,
        method: "DELETE",
        path: `${API_ROOT}/sandbox/messages`,
        headers: { Accept: "application/json", Authorization: `Bearer ${token}` },
        timeoutMs: CLEAR_TIMEOUT_MS,
        signal: this.#disposed.signal,
      });
      if (answer.kind === "answer" && answer.status === 200) return;
      // Anything else than a refusal of a connection or an owner that is closing will not get better.
      if (answer.kind === "answer" && answer.status !== 503) break;
      if (delay !== undefined) await sleep(delay, undefined, { signal: this.#disposed.signal });
    }
    throw new Error("The sandbox could not be emptied");
  }

  /** Closes a server that this window owns; another window then takes over when it needs it. */
  async dispose(): Promise<void> {
    this.#disposed.abort();
    await this.#search?.found.catch(() => undefined);
    await this.#closeServer();
  }

  async #find(port: number): Promise<SandboxAddress> {
    // A search for a port that is no longer wanted is let finish, so that there is never more than one server.
    while (this.#search !== undefined && this.#search.port !== port) {
      await this.#search.found.catch(() => undefined);
    }
    if (this.#search !== undefined) return this.#search.found;
    const found = this.#locate(port).finally(() => {
      this.#search = undefined;
    });
    this.#search = { port, found };
    return found;
  }

  async #locate(port: number): Promise<SandboxAddress> {
    this.#disposed.signal.throwIfAborted();
    this.#token ??= await readOrCreateToken(this.#options.dataDir);
    const address = { baseUrl: baseUrlOf(port), token: this.#token };
    if (this.#server?.port === port) return { ...address, owned: true };
    await this.#closeServer();
    let strangers = 0;
    for (const delay of [...BACKOFF_MS, undefined]) {
      const listener = await checkIdentity(port, this.#token, this.#disposed.signal);
      if (listener === "ours") return { ...address, owned: false };
      if (listener === "nobody" && (await this.#start(port, this.#token))) return { ...address, owned: true };
      // A port that is changing hands may look like a stranger's for a moment.
      if (listener === "stranger" && ++strangers === 2) break;
      if (delay !== undefined) await sleep(delay, undefined, { signal: this.#disposed.signal });
    }
    throw new SandboxPortTakenError(port);
  }

  /** @returns `false` if somebody else was faster */
  async #start(port: number, token: string): Promise<boolean> {
    const { dataDir, behavior, log } = this.#options;
    try {
      this.#server = await startSandboxServer({ port, dataDir, token, behavior: behavior(), log });
    } catch (error) {
      if (error instanceof PortInUseError) return false;
      throw error;
    }
    this.#disposed.signal.throwIfAborted();
    return true;
  }

  async #closeServer(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.close();
  }
}

/** Waits for a promise that others wait for too, as long as the signal lets us. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", stop);
    });
  });
}

import { isAborted, sleep, timeLimit, untilAborted } from "./abort.js";
import { isLoopback } from "./baseUrl.js";
import { ApiError, isRefusal, kindOfStatus, networkFailure } from "./errors.js";
import { readAll, readJson } from "./body.js";
import { refusalDetails } from "./refusal.js";
import { isHeaderSafe } from "./token.js";

/** One finished request, fit to log: no query values but page and status, no header, no body. */
export interface Exchange {
  readonly method: string;
  /** The route below the base URL, without ids. */
  readonly path: string;
  /** An HTTP status, or the kind of the failure. */
  readonly outcome: string;
  /** ms from the start of the request to its end. */
  readonly duration: number;
}

/** Limits in ms and bytes. Tests shorten them; the product uses the defaults. */
export interface Limits {
  readonly read: number;
  readonly send: number;
  readonly answerBytes: number;
  /** How often a read is tried in all. */
  readonly attempts: number;
  /** The first pause before another try; each further one doubles it. */
  readonly pause: number;
}

/** 15 s for a read with all its tries, 60 s for a send, 8 MiB for an answer. */
export const DEFAULT_LIMITS: Limits = {
  read: 15_000,
  send: 60_000,
  answerBytes: 8 * 1024 * 1024,
  attempts: 3,
  pause: 300,
};

/** How requests reach an account. */
export interface HttpOptions {
  /** As `parseBaseUrl` gives it. */
  readonly baseUrl: string;
  /** Gives the token just before a request. It may take its time, and may refuse by rejecting. */
  readonly authorize: (signal: AbortSignal) => PromiseLike<string>;
  readonly limits?: Partial<Limits> | undefined;
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
}

/** A JSON answer, and what its headers tell, if they do. */
export interface DatedAnswer {
  readonly value: unknown;
  /** When the server says that it gave it, ms since the epoch, to the second. */
  readonly date: number | undefined;
  /** How many more requests the server takes before its limit. */
  readonly remaining: number | undefined;
  /** How many requests it takes in all before its limit. */
  readonly limit: number | undefined;
}

/** What to ask for. */
interface Ask {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly body?: string;
  readonly authorized: boolean;
  readonly accept?: string;
}

/** Sends requests of one account to its own origin. */
export class Http {
  readonly #options: HttpOptions;
  readonly #limits: Limits;

  /** @throws Error if the base URL would carry a token in clear over a network */
  constructor(options: HttpOptions) {
    const { protocol, hostname } = new URL(options.baseUrl);
    if (protocol !== "https:" && !isLoopback(hostname)) throw new Error("insecure base URL");
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
  }

  /** The absolute address of a path below the base URL. */
  url(path: string): string {
    return this.#options.baseUrl + path;
  }

  /**
   * Reads JSON. Tried again after 5xx, a cut connection, and 429 if the server's wait fits into the time limit.
   * @throws ApiError
   */
  async read(url: string, signal: AbortSignal | undefined, authorized = true): Promise<unknown> {
    return (await this.readDated(url, signal, authorized)).value;
  }

  /**
   * As `read`, with the server's own clock.
   * @throws ApiError
   */
  async readDated(url: string, signal: AbortSignal | undefined, authorized = true): Promise<DatedAnswer> {
    const deadline = Date.now() + this.#limits.read;
    const limit = timeLimit(this.#limits.read, signal);
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.#json({ method: "GET", url, authorized }, limit.signal, signal);
        } catch (error) {
          const pause = this.#pauseBefore(error, attempt);
          if (pause === undefined || Date.now() + pause >= deadline) throw error;
          if (!(await sleep(pause, limit.signal))) throw abortError(signal, true);
        }
      }
    } finally {
      limit.dispose();
    }
  }

  /**
   * Posts JSON. Never tried again: what became of it is told by `ApiError.didNothing`.
   * @throws ApiError
   */
  async post(url: string, body: unknown, signal: AbortSignal | undefined): Promise<DatedAnswer> {
    const ask: Ask = { method: "POST", url, authorized: true, body: JSON.stringify(body) };
    const limit = timeLimit(this.#limits.send, signal);
    try {
      return await this.#json(ask, limit.signal, signal);
    } finally {
      limit.dispose();
    }
  }

  /**
   * Opens a stream of server-sent events, without a time limit.
   * @throws ApiError
   */
  async stream(url: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const response = await this.#exchange(
      { method: "GET", url, authorized: true, accept: "text/event-stream" },
      signal,
      signal,
    );
    if (!response.ok || response.body === null) throw await this.#refusal(response, true);
    return response.body;
  }

  async #json(ask: Ask, limited: AbortSignal, signal: AbortSignal | undefined): Promise<DatedAnswer> {
    const response = await this.#exchange(ask, limited, signal);
    const harmless = ask.method === "GET";
    if (!response.ok) throw await this.#refusal(response, harmless);
    try {
      const value = readJson(await readAll(response, this.#limits.answerBytes));
      return {
        value,
        date: dateOf(response),
        remaining: countIn(response, "X-RateLimit-Remaining"),
        limit: countIn(response, "X-RateLimit-Limit"),
      };
    } catch (error) {
      if (limited.aborted) throw abortError(signal, harmless);
      if (error instanceof ApiError)
        throw new ApiError("notUnderstood", harmless, { status: response.status });
      throw new ApiError("connectionLost", harmless, { detail: networkFailure(error).detail, cause: error });
    }
  }

  async #exchange(ask: Ask, limited: AbortSignal, signal: AbortSignal | undefined): Promise<Response> {
    const started = Date.now();
    const report = (outcome: string): void => {
      const path = loggablePath(ask.url, this.#options.baseUrl);
      this.#options.onExchange?.({ method: ask.method, path, outcome, duration: Date.now() - started });
    };
    try {
      const response = await this.#fetch(ask, limited, signal);
      report(String(response.status));
      return response;
    } catch (error) {
      report(error instanceof ApiError ? error.kind : "failed");
      throw error;
    }
  }

  async #fetch(ask: Ask, limited: AbortSignal, signal: AbortSignal | undefined): Promise<Response> {
    const headers: Record<string, string> = { Accept: ask.accept ?? "application/json" };
    if (ask.body !== undefined) headers["Content-Type"] = "application/json";
    if (ask.authorized) headers.Authorization = `Bearer ${await this.#token(limited, signal)}`;
    if (limited.aborted) throw abortError(signal, true);
    try {
      return await fetch(ask.url, {
        method: ask.method,
        headers,
        redirect: "manual",
        credentials: "omit",
        signal: limited,
        ...(ask.body === undefined ? {} : { body: ask.body }),
      });
    } catch (error) {
      const harmless = ask.method === "GET";
      if (isAborted(limited)) throw abortError(signal, harmless);
      const { neverConnected, detail } = networkFailure(error);
      throw new ApiError(neverConnected ? "offline" : "connectionLost", harmless || neverConnected, {
        detail,
        cause: error,
      });
    }
  }

  /** The token, in time and fit for a header. Whatever goes wrong here, nothing was requested. */
  async #token(limited: AbortSignal, signal: AbortSignal | undefined): Promise<string> {
    let token: string;
    try {
      token = await untilAborted(this.#options.authorize(limited), limited);
    } catch (cause) {
      throw limited.aborted ? abortError(signal, true) : new ApiError("noToken", true, { cause });
    }
    if (!isHeaderSafe(token)) throw new ApiError("invalidToken", true);
    return token;
  }

  async #refusal(response: Response, harmless: boolean): Promise<ApiError> {
    const { status } = response;
    const body = await readAll(response, 64 * 1024).catch(() => "");
    // A browser gives a redirect that it did not follow as status 0.
    const kind = kindOfStatus(status);
    return new ApiError(kind, harmless || isRefusal(status), {
      status,
      ...refusalDetails(response.headers, body),
    });
  }

  /** ms to wait before a read is tried again, or `undefined` if it should not be. */
  #pauseBefore(error: unknown, attempt: number): number | undefined {
    if (!(error instanceof ApiError) || attempt >= this.#limits.attempts) return undefined;
    const backoff = this.#limits.pause * 2 ** (attempt - 1) * (1 + Math.random() / 4);
    if (error.kind === "rateLimited" || error.kind === "server") {
      return error.retryAt === undefined
        ? error.kind === "server"
          ? backoff
          : undefined
        : Math.max(error.retryAt - Date.now(), backoff);
    }
    return error.kind === "connectionLost" ? backoff : undefined;
  }
}

/** The `Date` header (RFC 9110, 6.6.1). */
function dateOf(response: Response): number | undefined {
  const date = Date.parse(response.headers.get("Date") ?? "");
  return Number.isNaN(date) ? undefined : date;
}

/** A count in `X-RateLimit-*`, which the API page does not promise (API.md, "Errors"). */
function countIn(response: Response, name: string): number | undefined {
  const header = response.headers.get(name)?.trim() ?? "";
  return /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}

/** The paths of the API that hold nothing but their name. */
const ROUTES: ReadonlySet<string> = new Set([
  "",
  "/me",
  "/balance",
  "/countries",
  "/sms",
  "/sms/send",
  "/sandbox/events",
  "/sandbox/messages",
]);

/** What of an address may be logged: ids, and a server's own `links.next`, may have anything in them. */
function loggablePath(url: string, baseUrl: string): string {
  if (!url.startsWith(baseUrl)) return "…";
  const [path = "", query = ""] = url.slice(baseUrl.length).split("?", 2);
  if (!ROUTES.has(path)) return path.startsWith("/sms/") ? "/sms/…" : "…";
  const shown = [...new URLSearchParams(query)]
    .filter(([key, value]) => ["page", "status"].includes(key) && /^\w{1,20}$/.test(value))
    .map((pair) => pair.join("="));
  return shown.length === 0 ? path : `${path}?${shown.join("&")}`;
}

/** The error for an aborted request: the caller's wish, or else our time limit. */
function abortError(signal: AbortSignal | undefined, didNothing: boolean): ApiError {
  return new ApiError(signal?.aborted === true ? "cancelled" : "timeout", didNothing);
}

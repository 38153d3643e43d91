import { request } from "node:http";
import { hasCode } from "./systemError.js";

/** The one address that the sandbox listens on and is looked for at. */
export const LOOPBACK = "127.0.0.1";

/** Path under which the API lives, as in the provider's base URL. */
export const API_ROOT = "/api/v1";

/** Path of the MCP endpoint, as in the provider's address. */
export const MCP_PATH = "/api/mcp";

/** Base URL of a sandbox on a port. */
export function baseUrlOf(port: number): string {
  return `http://${LOOPBACK}:${port}${API_ROOT}`;
}

/** Address of the MCP endpoint of a sandbox on a port. */
export function mcpUrlOf(port: number): string {
  return `http://${LOOPBACK}:${port}${MCP_PATH}`;
}

/** One request to whatever listens on a port of this machine. */
export interface LoopbackRequest {
  readonly port: number;
  readonly method: "GET" | "DELETE";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * `nobody`: no connection came about, so nothing was sent. `broken`: there was one, but no whole answer of at
 * most 64 KiB within the time.
 */
export type LoopbackAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly body: string }
  | { readonly kind: "nobody" }
  | { readonly kind: "broken" };

const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Sends one request. Redirects are not followed, and no connection is kept.
 * @throws the signal's reason when it is aborted
 */
export async function askLoopback(options: LoopbackRequest): Promise<LoopbackAnswer> {
  options.signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]);
  const answer = await exchange(options, signal);
  options.signal?.throwIfAborted();
  return answer;
}

function exchange(options: LoopbackRequest, signal: AbortSignal): Promise<LoopbackAnswer> {
  const { port, method, path, headers } = options;
  return new Promise((resolve) => {
    let connected = false;
    const fail = (error: unknown): void => {
      // Windows takes seconds to refuse a connection. A listener's system accepts at once, even for a process
      // that hangs, so no connection within the time means that nobody is there.
      resolve({ kind: !connected || hasCode(error, "ECONNREFUSED") ? "nobody" : "broken" });
    };
    const outgoing = request({ host: LOOPBACK, port, method, path, headers, agent: false, signal });
    outgoing.on("socket", (socket) => {
      socket.once("connect", () => {
        connected = true;
      });
    });
    outgoing.on("error", fail);
    outgoing.on("close", fail);
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) outgoing.destroy(new Error("Too long an answer"));
        else chunks.push(chunk);
      });
      incoming.on("error", fail);
      incoming.on("close", fail);
      incoming.on("end", () => {
        const body = Buffer.concat(chunks).toString("utf8");
        resolve({ kind: "answer", status: incoming.statusCode ?? 0, body });
      });
    });
    outgoing.end();
  });
}

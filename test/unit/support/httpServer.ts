import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import type { Server as TcpServer } from "node:net";
import { SmsApi } from "../../../src/api/client.js";
import type { HttpOptions, Limits } from "../../../src/api/http.js";
import { newToken } from "./values.js";

/** A request as it arrived, its body read to the end. */
export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers one request in whatever way a test wants. */
export type Answer = (response: ServerResponse, request: Received) => void;

/** A server that a test dictates to. */
export interface ScriptedServer {
  readonly baseUrl: string;
  readonly origin: string;
  /** Every request so far. */
  readonly received: Received[];
  close(): Promise<void>;
}

/** Starts a server that answers with `answers` in turn, the last one for ever. */
export async function startServer(...answers: [Answer, ...Answer[]]): Promise<ScriptedServer> {
  const received: Received[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method = "", url = "", headers } = incoming;
      const request = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
      received.push(request);
      const answer = answers[received.length - 1] ?? answers[answers.length - 1];
      answer?.(response, request);
    });
    incoming.on("error", () => undefined);
  });
  const origin = `http://127.0.0.1:${await listen(server)}`;
  return {
    baseUrl: `${origin}/api/v1`,
    origin,
    received,
    close: () => {
      server.closeAllConnections();
      return closed(server);
    },
  };
}

/** A server below HTTP. */
export interface RawServer {
  readonly origin: string;
  readonly port: number;
  /** What each connection has sent so far. */
  readonly received: string[];
  close(): Promise<void>;
}

/** Starts a server that gets each connection once its request's headers, or its first bytes, are in. */
export async function startRawServer(onRequest: (socket: Socket) => void): Promise<RawServer> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    const index = received.push("") - 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (chunk) => {
      const first = received[index] === "";
      received[index] = (received[index] ?? "") + chunk.toString("latin1");
      if (first) onRequest(socket);
    });
  });
  const port = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    received,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return closed(server);
    },
  };
}

/** A port of this machine where nothing listens. */
export async function unusedPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await closed(server);
  return port;
}

async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function closed(server: Server | TcpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

/** Answers with JSON. */
export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return text(JSON.stringify(value), status, { "Content-Type": "application/json", ...headers });
}

/** Answers with a text. */
export function text(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

/** Never answers. */
export const silence: Answer = () => undefined;

/** Ends the connection without an answer. */
export const cut: Answer = (response) => {
  response.socket?.destroy();
};

/** Limits that let a failing test fail soon and a retry come at once. */
export const QUICK: Partial<Limits> = { read: 5000, send: 5000, pause: 1 };

/** The API at a server, with quick limits and a token of its own. */
export function apiAt({ baseUrl }: { readonly baseUrl: string }, options: Partial<HttpOptions> = {}): SmsApi {
  const token = newToken();
  return new SmsApi({
    baseUrl,
    authorize: () => Promise.resolve(token),
    ...options,
    limits: { ...QUICK, ...options.limits },
  });
}

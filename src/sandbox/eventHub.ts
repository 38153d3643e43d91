import type { ServerResponse } from "node:http";

const HEARTBEAT_MS = 15_000;

/** A client that lets this many bytes wait has hung; it is cut off and can connect again. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** The clients that listen to server-sent events. */
export class EventHub {
  readonly #clients = new Set<ServerResponse>();
  readonly #heartbeat = setInterval(() => {
    this.#write(": heartbeat\n\n");
  }, HEARTBEAT_MS).unref();

  /** Makes a response a stream of events. Its first line, a comment, tells the client that it is on. */
  add(client: ServerResponse): void {
    client.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" });
    this.#clients.add(client);
    client.on("close", () => {
      this.#clients.delete(client);
    });
    client.write(": connected\n\n");
  }

  /** Tells all clients. JSON has no line breaks, so it is one line of data. */
  publish(event: string, data: unknown): void {
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Ends all streams. */
  close(): void {
    clearInterval(this.#heartbeat);
    for (const client of this.#clients) client.end();
  }

  #write(text: string): void {
    for (const client of this.#clients) {
      client.write(text);
      if (client.writableLength > MAX_WAITING_BYTES) client.destroy();
    }
  }
}

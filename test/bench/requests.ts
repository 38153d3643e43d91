import { once } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";

/** A request to a server on this machine. */
export interface Call {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a server answered, for another to answer the same. */
export interface Answer {
  readonly status: number;
  /** Names and values by turns, without those that node:http writes by itself. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** A client that keeps its connections; as many requests are under way as it has of them. */
export class Client {
  readonly #agent: Agent;
  readonly #port: number;
  readonly #connections: number;

  constructor(port: number, connections: number) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.#port = port;
    this.#connections = connections;
  }

  /** Makes one request. */
  async answerTo(call: Call): Promise<Answer> {
    const { statusCode = 0, rawHeaders, body } = await this.#exchange(call);
    const automatic = ["date", "connection", "keep-alive"];
    const headers = rawHeaders.filter(
      (_, index) => !automatic.includes((rawHeaders[index - (index % 2)] ?? "").toLowerCase()),
    );
    return { status: statusCode, headers, body };
  }

  /** Makes many requests, and gives how many were answered in a second; fails on another status than wanted. */
  async perSecond(call: Call, count: number, status: number): Promise<number> {
    let left = count;
    const began = performance.now();
    await Promise.all(
      Array.from({ length: this.#connections }, async () => {
        while (left-- > 0) {
          const { statusCode, body } = await this.#exchange(call);
          if (statusCode !== status) throw new Error(`${call.path} gave ${statusCode ?? 0}: ${body}`);
        }
      }),
    );
    return (1000 * count) / (performance.now() - began);
  }

  /** Closes the connections. */
  close(): void {
    this.#agent.destroy();
  }

  async #exchange({ method, path, headers, body }: Call): Promise<IncomingMessage & { body: string }> {
    const outgoing = request({
      host: "127.0.0.1",
      port: this.#port,
      agent: this.#agent,
      method,
      path,
      headers,
    });
    outgoing.end(body);
    const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
    return Object.assign(incoming, { body: await text(incoming) });
  }
}

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startSandboxServer } from "../../src/sandbox/server.js";
import { serveDelayed } from "./delayedServer.js";
import type { Answer } from "./requests.js";

/** What the process is told to serve, as JSON in its argument. */
export type Served =
  | {
      readonly kind: "sandbox";
      readonly dataDir: string;
      readonly token: string;
      /** ms that it takes its time before it looks at a request; none when left out. */
      readonly delay?: number;
      /** Messages on a page; as many as the sandbox has by itself when left out. */
      readonly perPage?: number;
    }
  /** node:http alone, which gives to each method the same answer every time. */
  | { readonly kind: "bare"; readonly answers: Readonly<Record<string, Answer>> };

/** A server in a process of its own, so that it has a processor for itself; it tells its port to its parent. */
async function serve(served: Served): Promise<number> {
  if (served.kind === "bare") return serveBare(served.answers);
  const { port } = await startSandboxServer({
    ...served,
    port: 0,
    behavior: {
      rateLimitPerMinute: 0,
      rateLimitPerDay: 0,
      startingCreditsUsd: 1e6,
      ...(served.perPage === undefined ? {} : { perPage: served.perPage }),
      // Nothing is delivered while requests are counted.
      deliveryDelayMs: 86_400_000,
    },
  });
  return served.delay === undefined ? port : serveDelayed(port, served.delay);
}

async function serveBare(answers: Readonly<Record<string, Answer>>): Promise<number> {
  const server = createServer((incoming, outgoing) => {
    const { status, headers, body } = answers[incoming.method ?? ""] ?? {
      status: 404,
      headers: [],
      body: "",
    };
    // Whoever serves reads what it is sent.
    incoming.resume().on("end", () => {
      outgoing.writeHead(status, [...headers]);
      outgoing.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

process.on("disconnect", () => process.exit());
process.send?.(await serve(JSON.parse(process.argv[2] ?? "") as Served));

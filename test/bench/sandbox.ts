import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { newToken } from "../../src/sandbox/token.js";
import { root } from "../host/paths.js";
import { cleanEnvironment } from "../host/processes.js";
import { median, printSection, ratio, table, whole, type Row } from "./report.js";
import { Client, type Answer, type Call } from "./requests.js";
import type { Served } from "./serverChild.js";

const connections = 8;
const requests = 3000;
const repeats = 5;

/** Requests per second of the sandbox, beside a bare node:http server that gives the same answers. */
export async function benchSandbox(scratch: string): Promise<void> {
  const token = newToken();
  const calls = callsWith(token);
  const sandbox = await start({ kind: "sandbox", dataDir: join(scratch, "sandbox"), token });
  const answers: Record<string, Answer> = {};
  for (const call of calls) answers[call.method] = await sandbox.client.answerTo(call);
  const bare = await start({ kind: "bare", answers });
  const rows: Row[] = [];
  try {
    for (const call of calls) {
      const { status = 0, body = "" } = answers[call.method] ?? {};
      const [ours, theirs] = await compare(call, status, [sandbox.client, bare.client]);
      rows.push([
        `${call.method} ${call.path}`,
        `${status}, ${body.length} B`,
        whole(ours),
        whole(theirs),
        ratio(ours, theirs),
      ]);
    }
  } finally {
    sandbox.stop();
    bare.stop();
  }
  printSection(
    `Requests per second over ${connections} kept connections, median of ${repeats} times ${whole(requests)}`,
    [...table([["", "answer", "sandbox", "bare node:http", "sandbox of bare"], ...rows])],
  );
}

function callsWith(token: string): Call[] {
  const headers = { Accept: "application/json", Authorization: `Bearer ${token}` };
  const body = JSON.stringify({ to: "+12025550123", body: "Your order has shipped.", sender_id: "MyShop" });
  return [
    { method: "GET", path: "/api/v1/balance", headers, body: "" },
    {
      method: "POST",
      path: "/api/v1/sms/send",
      headers: {
        ...headers,
        "Content-Type": "application/json",
        "Content-Length": String(Buffer.byteLength(body)),
      },
      body,
    },
  ];
}

/** The medians of clients that take turns; the first turn of each only warms up. */
async function compare(call: Call, status: number, [a, b]: [Client, Client]): Promise<[number, number]> {
  const samples: [number, number][] = [];
  for (let repeat = 0; repeat <= repeats; repeat++) {
    samples.push([await a.perSecond(call, requests, status), await b.perSecond(call, requests, status)]);
  }
  const measured = samples.slice(1);
  return [median(measured.map(([first]) => first)), median(measured.map(([, second]) => second))];
}

interface RunningServer {
  readonly client: Client;
  stop(): void;
}

async function start(served: Served): Promise<RunningServer> {
  const { port, stop } = await startServer(served);
  const client = new Client(port, connections);
  return {
    client,
    stop: () => {
      client.close();
      stop();
    },
  };
}

/** Starts a server in a process of its own. */
export async function startServer(
  served: Served,
): Promise<{ readonly port: number; readonly stop: () => void }> {
  const child: ChildProcess = fork(
    join(root, "out", "test", "bench", "serverChild.js"),
    [JSON.stringify(served)],
    { env: cleanEnvironment() },
  );
  const ended = once(child, "exit").then(() => {
    throw new Error(`The ${served.kind} server ended before it listened.`);
  });
  // It ends when it is stopped, too.
  ended.catch(() => undefined);
  const [port] = (await Promise.race([once(child, "message"), ended])) as [number];
  return {
    port,
    stop: () => {
      child.disconnect();
    },
  };
}

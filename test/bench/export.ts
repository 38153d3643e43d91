import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Message } from "../../src/api/schemas.js";
import { spendingOf } from "../../src/core/spending.js";
import { newToken } from "../../src/sandbox/token.js";
import { loadPhoneNumbers } from "../../src/sms/phoneNumber.js";
import { root } from "../host/paths.js";
import { run } from "../host/processes.js";
import type { ExportTask, ExportFigures } from "./exportChild.js";
import { ms, printSection, table, whole, type Row } from "./report.js";
import { startServer } from "./sandbox.js";

const counts = [10_000, 100_000];
const day = 24 * 3_600_000;

/** Exporting what a sandbox has, each time in a process of its own, and adding up as many messages. */
export async function benchExport(scratch: string): Promise<void> {
  const rows: Row[] = [["", "time", "per message", "file", "heap in use, at most", "above the beginning"]];
  for (const count of counts) rows.push(await exportRow(join(scratch, String(count)), count));
  printSection("Exporting to CSV from a sandbox, 20 messages to a page", [
    ...table(rows),
    "heap: after collecting garbage, 50 times on the way, in a second run",
  ]);
  await benchSpending();
}

async function exportRow(folder: string, count: number): Promise<Row> {
  const token = newToken();
  mkdirSync(folder);
  writeFileSync(join(folder, "messages.jsonl"), journal(count));
  const server = await startServer({ kind: "sandbox", dataDir: folder, token });
  const baseUrl = `http://127.0.0.1:${server.port}/api/v1`;
  const file = join(folder, "messages.csv");
  try {
    const measure = async (heapEvery: number): Promise<ExportFigures> => {
      const task: ExportTask = { baseUrl, token, file, heapEvery };
      const child = join(root, "out", "test", "bench", "exportChild.js");
      const args = ["--expose-gc", child, JSON.stringify(task)];
      const figures = JSON.parse(await run(process.execPath, args, { cwd: root })) as ExportFigures;
      if (figures.count !== count) throw new Error(`${figures.count} messages were exported.`);
      return figures;
    };
    const { time } = await measure(0);
    const { heapBefore, heapMost } = await measure(count / 50);
    return [
      whole(count),
      ms(time),
      `${((1000 * time) / count).toFixed(0)} µs`,
      `${(statSync(file).size / 1e6).toFixed(1)} MB`,
      `${(heapMost / 1e6).toFixed(1)} MB`,
      `${((heapMost - heapBefore) / 1e6).toFixed(1)} MB`,
    ];
  } finally {
    server.stop();
  }
}

/** What a sandbox wrote down that had as many messages. */
function journal(count: number): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const at = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString();
    const message = {
      id: index + 1,
      status: "delivered",
      to: numberAt(index),
      body: `Your order ${index} has shipped and arrives tomorrow between 9 and 12.`,
      senderId: null,
      priceMicros: 7900,
      nviaMessageId: `nvia_${String(index).padStart(12, "0")}`,
      createdAt: at,
      updatedAt: at,
      deliveredAt: at,
      error: null,
    };
    return `${JSON.stringify({ type: "created", message })}\n`;
  });
  return lines.join("");
}

/** Numbers set aside for fiction; all that there are, again and again. */
function numberAt(index: number): string {
  return `+1${200 + (Math.floor(index / 100) % 800)}55501${String(index % 100).padStart(2, "0")}`;
}

/** How long it takes, and the most that it does without giving anything else its turn. */
async function benchSpending(): Promise<void> {
  const numbers = await loadPhoneNumbers();
  const rows: Row[] = [["", "time", "CPU of the longest stretch"]];
  for (const count of counts) {
    const messages: Message[] = Array.from({ length: count }, (_, index) => ({
      id: String(index),
      status: "delivered",
      to: numberAt(index),
      price: 7900,
      createdAt: Date.UTC(2026, 0, 1) + (index * 365 * day) / count,
      raw: {},
    }));
    const stretch = longestStretch();
    const began = performance.now();
    await spendingOf(messages, {
      countryOf: (to) => numbers.countryOf(to),
    });
    const time = performance.now() - began;
    rows.push([whole(count), ms(time), ms(stretch())]);
  }
  printSection("Adding messages up by day and country, each number read anew", table(rows));
}

/** Watches the turns of the event loop; gives the CPU time (ms) of the longest. A busy machine does not lengthen it. */
function longestStretch(): () => number {
  let longest = 0;
  let last = process.cpuUsage();
  const turn = (): void => {
    const { user, system } = process.cpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.cpuUsage();
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  return () => {
    clearImmediate(next);
    return longest;
  };
}

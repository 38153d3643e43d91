import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Message } from "../../src/api/schemas.js";
import type { Messages } from "../../src/core/messages.js";
import type { JournalRecord } from "../../src/sandbox/journal.js";
import { newToken } from "../../src/sandbox/token.js";
import { root } from "../host/paths.js";
import { run } from "../host/processes.js";
import { loadedCount, messagesBy, PreparedApi, sandboxMessage } from "./manyMessages.js";
import { bytes, median, ms, printSection, ratio, table, whole, type Row } from "./report.js";
import { startServer } from "./sandbox.js";

const count = 100_000;
const delay = 50;
const repeats = 20;
const far = 500;
const burst = 1000;

/**
 * From a request for a page to the state that views read, beside the bare request of the same page (fetch, text,
 * JSON.parse), in turns; then what changes cost in a list of all, and what it keeps of memory.
 */
export async function benchMessages(scratch: string): Promise<void> {
  const rows: Row[] = [];
  const changes: Row[] = [];
  for (const perPage of [20, 200]) {
    const token = newToken();
    const dataDir = join(scratch, `sandbox-${perPage}`);
    fill(dataDir);
    const server = await startServer({ kind: "sandbox", dataDir, token, delay, perPage });
    const bench = new PageBench(`http://127.0.0.1:${server.port}/api/v1`, token, perPage);
    try {
      rows.push(await bench.secondPage(), await bench.farPages());
      if (perPage === 200) changes.push(...(await bench.changes()));
    } finally {
      server.stop();
    }
  }
  printSection(
    `A page of ${whole(count)} messages behind a sandbox that answers after ${delay} ms, median of ${repeats} in turns`,
    [
      ...table([["", "bare request", "to the state", "core adds", "of that, least and most"], ...rows]),
      "wanted: at most 5 ms added",
    ],
  );
  printSection(`Changes in a list of ${whole(count)}`, table(changes));
  await printMemory(scratch);
}

/** The sandbox's journal, as if so many had been sent. */
function fill(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  const lines = Array.from({ length: count }, (_, index) => {
    const record: JournalRecord = { type: "created", message: sandboxMessage(index + 1) };
    return JSON.stringify(record);
  });
  writeFileSync(join(dataDir, "messages.jsonl"), `${lines.join("\n")}\n`);
}

/** ms of one request each, taken one after the other. */
interface Pair {
  readonly bare: number;
  readonly ours: number;
}

class PageBench {
  readonly #baseUrl: string;
  readonly #token: string;
  readonly #perPage: number;

  constructor(baseUrl: string, token: string, perPage: number) {
    this.#baseUrl = baseUrl;
    this.#token = token;
    this.#perPage = perPage;
  }

  /** Page 2, each time into a list that has page 1. */
  async secondPage(): Promise<Row> {
    const pairs: Pair[] = [];
    for (let repeat = -2; repeat < repeats; repeat++) {
      const messages = await this.#loaded(1);
      const pair = await this.#pair(2, messages, () => messages.loadMore());
      if (repeat >= 0) pairs.push(pair);
    }
    return this.#row("page 2", pairs);
  }

  /** The pages around the far one, one after the other into the same list. */
  async farPages(): Promise<Row> {
    const first = Math.min(far - repeats / 2, count / this.#perPage - repeats + 1);
    const messages = await this.#loaded(first - 1);
    const pairs: Pair[] = [];
    for (let page = first; page < first + repeats; page++) {
      pairs.push(await this.#pair(page, messages, () => messages.loadMore()));
    }
    return this.#row(`pages ${first} to ${first + repeats - 1}`, pairs);
  }

  /** What happens to a list that has all. */
  async changes(): Promise<Row[]> {
    const messages = await this.#loaded(count / this.#perPage);
    const refreshes: Pair[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      refreshes.push(await this.#pair(1, messages, () => messages.refresh(), 0));
    }
    const { bare, ours } = medians(refreshes);
    const changed = (id: number, status: string): Message => ({
      id: String(id),
      status,
      raw: { status },
    });
    const one = timesOf((index) => {
      const id = 1 + ((index * 4999) % count);
      messages.add(changed(id, "failed"));
      messages.add(changed(id, "delivered"));
    });
    const arrival = timesOf((index) => {
      messages.add(changed(count + 1 + index, "sent"));
    });
    const many = timesOf((index) => {
      const ids = Array.from({ length: burst }, (_, row) => count + 1000 + index * burst + row);
      messages.addAll(ids.map((id) => changed(id, "sent")));
    });
    let found = 0;
    const find = timesOf(() => {
      for (let id = 1; id <= count; id += 100) if (messages.find(String(id)) !== undefined) found++;
    });
    if (found !== repeats * 1000) throw new Error("Some were not found.");
    return [
      ["a refresh, above the bare request", ms(ours - bare)],
      ["two changes of a status, anywhere", ms(median(one))],
      ["one arrival", ms(median(arrival))],
      [`${whole(burst)} arrivals at once`, ms(median(many))],
      ["1,000 messages found by id", ms(median(find))],
    ];
  }

  async #loaded(pages: number): Promise<Messages> {
    const api = new PreparedApi(this.#baseUrl, this.#token, count, this.#perPage);
    api.prepared = pages;
    const messages = messagesBy(api);
    await messages.refresh();
    for (let page = 2; page <= pages; page++) await messages.loadMore();
    if (loadedCount(messages) !== pages * this.#perPage)
      throw new Error("The list is not what it should be.");
    api.prepared = 0;
    return messages;
  }

  /** The bare request of a page, and what is to be done by ours. */
  async #pair(
    page: number,
    messages: Messages,
    work: () => Promise<void>,
    more = this.#perPage,
  ): Promise<Pair> {
    const before = loadedCount(messages);
    const began = performance.now();
    const response = await fetch(`${this.#baseUrl}/sms?page=${page}`, {
      headers: { Accept: "application/json", Authorization: `Bearer ${this.#token}` },
    });
    const { data } = JSON.parse(await response.text()) as { data: unknown[] };
    const between = performance.now();
    await work();
    const ended = performance.now();
    if (data.length !== this.#perPage) throw new Error("The bare request gave no page.");
    if (loadedCount(messages) !== before + more) throw new Error("The page was not taken.");
    return { bare: between - began, ours: ended - between };
  }

  #row(label: string, pairs: readonly Pair[]): Row {
    const { bare, ours } = medians(pairs);
    const added = pairs.map((pair) => pair.ours - pair.bare);
    return [
      `${this.#perPage} on a page, ${label}`,
      ms(bare),
      ms(ours),
      ms(median(added)),
      `${ms(Math.min(...added))} … ${ms(Math.max(...added))}`,
    ];
  }
}

function medians(pairs: readonly Pair[]): Pair {
  return { bare: median(pairs.map(({ bare }) => bare)), ours: median(pairs.map(({ ours }) => ours)) };
}

/** ms of each time that something is done. */
function timesOf(work: (index: number) => void): number[] {
  return Array.from({ length: repeats }, (_, index) => {
    const began = performance.now();
    work(index);
    return performance.now() - began;
  });
}

async function printMemory(cwd: string): Promise<void> {
  const child = join(root, "out", "test", "bench", "messagesMemory.js");
  const rows: Row[] = [["", "all", "per 10,000", "bare rows of JSON", "of those"]];
  for (const loaded of [10_000, count]) {
    const printed = await run(process.execPath, ["--expose-gc", child, String(loaded)], { cwd });
    const [ours = NaN, bare = NaN] = printed.trim().split(" ").map(Number);
    rows.push([
      `${whole(loaded)} messages`,
      bytes(ours),
      bytes((ours * 10_000) / loaded),
      bytes((bare * 10_000) / loaded),
      ratio(ours, bare),
    ]);
  }
  printSection("Memory of loaded messages, after collecting garbage", table(rows));
}

import type { Message } from "../../src/api/schemas.js";
import { MessageSearch } from "../../src/core/messageSearch.js";
import { median, ms, printSection, table, whole, type Row } from "./report.js";

const count = 100_000;
const repeats = 5;

const bodies = [
  "Your code is 123456. It is valid for 10 minutes. Do not share it.",
  "Grüße aus Zürich: Ihre Bestellung ist unterwegs und kommt morgen zwischen 9 und 12 Uhr an.",
  "Your order has shipped.",
  "Здравствуйте! Ваш заказ готов к выдаче.",
];

/** One keystroke of Find Message over many loaded messages: how long it takes, and how long it blocks. */
export async function benchFind(): Promise<void> {
  const messages = Array.from({ length: count }, (_, index): Message => {
    const to = `+1${200 + (index % 800)}55501${String(index % 100).padStart(2, "0")}`;
    const body = `${bodies[index % bodies.length] ?? ""} (${index})`;
    return { id: String(index + 1), to, body, status: "delivered", raw: {} };
  });
  const rows: Row[] = [["", "found", "first", "then", "longest block"]];
  for (const query of ["grusse morgen", "(202) 555-0102", "order 99", "nowhere"]) {
    const first = await search(new MessageSearch(), messages, query);
    const warm = new MessageSearch();
    await search(warm, messages, "");
    await search(warm, messages, "nothing at all");
    const again = [];
    for (let run = 0; run < repeats; run++) again.push(await search(warm, messages, query));
    const block = Math.max(first.block, ...again.map((one) => one.block));
    rows.push([
      `“${query}”`,
      whole(first.count),
      ms(first.wall),
      ms(median(again.map(({ wall }) => wall))),
      ms(block),
    ]);
  }
  printSection(`Find in ${whole(count)} loaded messages, per keystroke`, table(rows));
}

interface Measured {
  readonly count: number;
  readonly wall: number;
  /** The longest time in which nothing else could run. */
  readonly block: number;
}

async function search(over: MessageSearch, messages: readonly Message[], query: string): Promise<Measured> {
  let last = performance.now();
  let block = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    block = Math.max(block, now - last);
    last = now;
  }, 0);
  const began = performance.now();
  const found = await over.find(messages, query, 200);
  const wall = performance.now() - began;
  clearInterval(timer);
  return { count: found?.count ?? 0, wall, block: Math.max(block, performance.now() - last) };
}

import { parseMessagePage } from "../../src/api/schemas.js";
import { median, ms, printSection, ratio, table, whole } from "./report.js";

const count = 10_000;
const repeats = 25;
/** Before measuring, so that the engine has compiled what it will. */
const warmUps = 5;
const address = "http://127.0.0.1:8642/api/v1/sms";

/** Reading a page of messages, beside bare JSON.parse of the same text. */
export function benchParse(): void {
  const text = JSON.stringify(page());
  const json: number[] = [];
  const schema: number[] = [];
  for (let repeat = -warmUps; repeat < repeats; repeat++) {
    const began = performance.now();
    const value: unknown = JSON.parse(text);
    const parsed = performance.now();
    const messages = parseMessagePage(value, address, 1)?.messages;
    const ended = performance.now();
    if (messages?.length !== count) throw new Error("The page was not understood.");
    if (repeat < 0) continue;
    json.push(parsed - began);
    schema.push(ended - parsed);
  }
  const bare = median(json);
  const ours = median(schema);
  printSection(
    `Reading a page of ${whole(count)} messages, ${(text.length / 1e6).toFixed(1)} MB, median of ${repeats}`,
    [
      ...table([
        ["", "page", "per message", "of JSON.parse"],
        ["JSON.parse", ms(bare), microseconds(bare), ratio(bare, bare)],
        ["parseMessagePage of what it gave", ms(ours), microseconds(ours), ratio(ours, bare)],
        ["both", ms(bare + ours), microseconds(bare + ours), ratio(bare + ours, bare)],
      ]),
    ],
  );
}

/** With every field that a server is known to tell (the sandbox tells them all). */
function page(): unknown {
  return {
    data: Array.from({ length: count }, (_, index) => message(count - index)),
    links: { first: `${address}?page=1`, last: `${address}?page=2`, prev: null, next: `${address}?page=2` },
    meta: {
      current_page: 1,
      from: 1,
      last_page: 2,
      path: address,
      per_page: count,
      to: count,
      total: 2 * count,
    },
  };
}

function message(id: number): unknown {
  const created = Date.UTC(2025, 0, 1) + id * 60_000;
  const failed = id % 20 === 0;
  const ended = new Date(created + 2000).toISOString();
  return {
    id,
    status: failed ? "failed" : "delivered",
    to: `+1202555${String(id % 10_000).padStart(4, "0")}`,
    body: `Your order ${id} has shipped and arrives tomorrow between 9 and 12.`,
    sender_id: id % 3 === 0 ? "MyShop" : null,
    price_usd: 0.0079,
    nvia_message_id: `nvia_${String(id).padStart(12, "0")}`,
    created_at: new Date(created).toISOString(),
    updated_at: ended,
    delivered_at: failed ? null : ended,
    error: failed ? "The number is not in service." : null,
  };
}

function microseconds(value: number): string {
  return `${((1000 * value) / count).toFixed(2)} µs`;
}

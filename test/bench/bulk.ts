import { join } from "node:path";
import { SmsApi } from "../../src/api/client.js";
import { layoutOf } from "../../src/core/bulk/columns.js";
import { MOST } from "../../src/core/bulk/pacer.js";
import { makePlan } from "../../src/core/bulk/plan.js";
import { readRecipients } from "../../src/core/bulk/recipients.js";
import { Run } from "../../src/core/bulk/run.js";
import { Runs } from "../../src/core/bulk/runs.js";
import { readTable } from "../../src/core/bulk/table.js";
import { Journal } from "../../src/core/journal/journal.js";
import { Outbox } from "../../src/core/outbox.js";
import type { SignedIn } from "../../src/core/session.js";
import { NodeFileStore } from "../../src/platform/node.js";
import { newToken } from "../../src/sandbox/token.js";
import { loadPhoneNumbers } from "../../src/sms/phoneNumber.js";
import { median, ms, printSection, ratio, table, whole } from "./report.js";
import { startServer } from "./sandbox.js";

const texts = 1000;
const repeats = 3;
const delay = 50;
const rows = 10_000;
const body = "Your order has shipped.";

/** A different number for each index, all set aside for fiction. */
function numberAt(index: number): string {
  return `+1${200 + Math.floor(index / 80)}55501${String(index % 80).padStart(2, "0")}`;
}

/** Texts per second of a run, intents on the disk before their requests, beside a bare loop of fetch. */
export async function benchBulk(scratch: string): Promise<void> {
  const token = newToken();
  const server = await startServer({ kind: "sandbox", dataDir: join(scratch, "sandbox"), token, delay });
  const baseUrl = `http://127.0.0.1:${server.port}/api/v1`;
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    for (let repeat = 0; repeat <= repeats; repeat++) {
      ours.push(await perSecond(() => sendRun(join(scratch, `run-${repeat}`), baseUrl, token)));
      theirs.push(await perSecond(() => sendBare(baseUrl, token)));
    }
  } finally {
    server.stop();
  }
  const pairs = ours.map((figure, index) => ratio(figure, theirs[index] ?? NaN)).slice(1);
  const [run, bare] = [median(ours.slice(1)), median(theirs.slice(1))];
  printSection(
    `Texts per second to a sandbox that answers after ${delay} ms, ${whole(texts)} texts, ${MOST} at once, median of ${repeats}`,
    [
      ...table([
        ["a run, with its journal", whole(run), ratio(run, bare)],
        ["a bare loop of fetch", whole(bare), ""],
      ]),
      `each run to the loop after it: ${pairs.join(", ")}; wanted: × 0.80 at least`,
    ],
  );
  await benchReading();
}

async function perSecond(send: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await send();
  return (1000 * texts) / (performance.now() - began);
}

async function sendRun(folder: string, baseUrl: string, token: string): Promise<void> {
  const api = new SmsApi({ baseUrl, authorize: () => Promise.resolve(token) });
  const account = { id: "bench", label: "Bench", baseUrl, kind: "other" } as const;
  const signedIn: SignedIn = {
    kind: "signedIn",
    account: { ...account, owner: { permissions: [] } },
    api: () => Promise.resolve(api),
  };
  const files = new NodeFileStore(folder);
  const entries = new Journal(files);
  const outbox = new Outbox({ journal: () => Promise.resolve(entries), duplicateWindow: () => 300_000 });
  const hashed = [];
  for (let index = 0; index < texts; index++) {
    const to = numberAt(index);
    hashed.push({ row: index + 1, to, hash: await entries.hash.hash(account.id, to, body) });
  }
  const journal = await new Runs({
    files: () => Promise.resolve(files),
    lifetime: () => 7 * 86_400_000,
  }).create(
    { id: "bench", createdAt: Date.now(), account, template: body, senderId: "", source: "bench" },
    hashed,
  );
  const run = new Run({
    journal,
    send: (text, options) => outbox.send(signedIn, text, options),
    adopt: (entry) => outbox.adopt(entry),
  });
  const end = await run.go();
  if (end.kind !== "done" || run.progress.sent !== texts) throw new Error(`The run was ${end.kind}.`);
}

async function sendBare(baseUrl: string, token: string): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: MOST }, async () => {
      while (next < texts) {
        const answer = await fetch(`${baseUrl}/sms/send`, {
          method: "POST",
          headers: {
            Accept: "application/json",
            Authorization: `Bearer ${token}`,
            "Content-Type": "application/json",
          },
          body: JSON.stringify({ to: numberAt(next++), body }),
        });
        await answer.json();
        if (!answer.ok) throw new Error(`The server gave ${answer.status}.`);
      }
    }),
  );
}

/** How long 10,000 rows take, and the longest time in which nothing else had its turn. */
async function benchReading(): Promise<void> {
  const lines = Array.from({ length: rows }, (_, index) => `Person ${index};${numberAt(index)};${index} May`);
  const source = ["Name;Mobile;Due", ...lines].join("\r\n");
  const numbers = await loadPhoneNumbers();
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  longest = 0;
  const began = performance.now();
  const read = readTable(source);
  if (!read.ok) throw new Error(read.problem);
  const parsed = performance.now();
  const layout = layoutOf(read.table);
  const recipients = await readRecipients(layout.rows, { column: layout.numberColumn ?? 0, numbers });
  const known = performance.now();
  await makePlan({
    recipients: recipients.valid,
    columns: layout.columns,
    template: "Hi {{name}}, your invoice is due on {{due}}.",
    prices: [{ code: "US", name: "United States", dialCode: "+1", price: 7900 }],
  });
  const planned = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 20));
  clearInterval(timer);
  printSection(`A table of ${whole(rows)} rows`, [
    ...table([
      ["parsed", ms(parsed - began)],
      ["numbers read", ms(known - parsed)],
      ["texts filled in and added up", ms(planned - known)],
      ["longest time without a turn for others", ms(longest)],
    ]),
  ]);
}

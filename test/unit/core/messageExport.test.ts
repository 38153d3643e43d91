import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Papa from "papaparse";
import type { SmsApi } from "../../../src/api/client.js";
import { ApiError } from "../../../src/api/errors.js";
import type { StatusFilter } from "../../../src/api/statusFilter.js";
import { unguarded } from "../../../src/core/csv.js";
import { exportText, type ExportFormat } from "../../../src/core/exportRows.js";
import {
  exportMessages,
  ExportTargetError,
  type Exported,
  type ExportProgress,
} from "../../../src/core/messageExport.js";
import { readPages } from "../../../src/core/messagePages.js";
import { replaceFile } from "../../../src/platform/node.js";
import { apiAt } from "../support/httpServer.js";
import { startSandbox, type TestSandbox } from "../support/sandbox.js";
import { SMS_TEXTS } from "../support/smsTexts.js";
import { US_NUMBER } from "../support/values.js";
import { useCleanup } from "../support/waiting.js";

/** Stays `sent`, and fails (src/sandbox/magic.ts). */
const UNDELIVERED = "+12025550188";
const FAILING = "+12025550190";

const NASTY = [
  ...["=1+1", "+1-2", "-2+3", "@SUM(A1)", "\tx", "'=1", '"quoted", and\nbroken\r\nlines', "a;b|c", " blank "],
  ...["\u202eright to left", "\u0001\u001f control", "😀\u2028\u0085", "\ufeffmark", "=".repeat(1600)],
];

/** The parts of an export that a test may want otherwise. */
interface Wanted {
  readonly format?: ExportFormat;
  readonly filter?: StatusFilter;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
  readonly path?: string;
}

describe("exportMessages", () => {
  const cleanup = useCleanup();
  let sandbox: TestSandbox;
  let api: SmsApi;
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "sms-for-ai-unit-"));
    cleanup(() => rm(folder, { recursive: true, force: true }));
    path = join(folder, "messages");
    sandbox = await startSandbox({ startingCreditsUsd: 1000 });
    cleanup(() => sandbox.close());
    const { token } = sandbox;
    api = apiAt(sandbox, { authorize: () => Promise.resolve(token) });
  });

  const send = async (count: number, to = UNDELIVERED): Promise<void> => {
    for (let index = 0; index < count; index++) await api.send({ to, body: `Text ${index}` });
  };
  const run = async (wanted: Wanted = {}): Promise<Exported> => {
    const signal = wanted.signal ?? new AbortController().signal;
    return exportMessages({
      pages: readPages(api, wanted.filter, { signal }),
      text: exportText(wanted.format ?? "json", () => undefined),
      open: () => replaceFile(wanted.path ?? path),
      signal,
      ...(wanted.onProgress === undefined ? {} : { onProgress: wanted.onProgress }),
    });
  };
  const json = async (): Promise<{ id: string; body: string; status: string; raw: unknown }[]> =>
    JSON.parse(await readFile(path, "utf8")) as { id: string; body: string; status: string; raw: unknown }[];
  const csv = async (): Promise<Record<string, string>[]> =>
    Papa.parse<Record<string, string>>(await readFile(path, "utf8"), {
      header: true,
      delimiter: ",",
      skipEmptyLines: true,
    }).data;
  const idsDown = (from: number, to = 1): string[] =>
    Array.from({ length: from - to + 1 }, (_, index) => String(from - index));

  it("writes an empty list", async () => {
    assert.deepEqual(await run(), { count: 0, uncertain: false });
    assert.deepEqual(await json(), []);
    await run({ format: "csv" });
    assert.equal((await readFile(path, "utf8")).split("\r\n").length, 2);
  });

  it("writes what the server has, texts of all kinds included, once each", async () => {
    const texts = [...SMS_TEXTS, ...NASTY];
    for (const body of texts) await api.send({ to: UNDELIVERED, body });
    const seen: ExportProgress[] = [];
    const done = await run({ onProgress: (progress) => seen.push(progress) });
    assert.deepEqual(done, { count: texts.length, uncertain: false });
    const rows = await json();
    assert.deepEqual(
      rows.map(({ body }) => body),
      texts.toReversed(),
    );
    const first = await api.message(rows[0]?.id ?? "");
    assert.deepEqual(rows[0]?.raw, first.raw);
    await run({ format: "csv" });
    assert.deepEqual(
      (await csv()).map(({ body = "" }) => unguarded(body)),
      texts.toReversed(),
    );
    assert.deepEqual(seen.at(-1), { count: texts.length, total: texts.length });
    assert.ok(seen.length > 1);
  });

  it("writes lean lists as far as they tell", async () => {
    await send(3);
    sandbox.configure({ listFields: "lean", decimals: "string" });
    await run({ format: "csv" });
    const rows = (await csv()).map(({ id, status, to, body, created_at }) => [
      id,
      status,
      to,
      body,
      created_at,
    ]);
    assert.deepEqual(
      rows,
      idsDown(3).map((id) => [id, "sent", UNDELIVERED, "", ""]),
    );
  });

  it("minds the filter", async () => {
    await send(2);
    await send(2, FAILING);
    await send(1, US_NUMBER);
    await untilStatus("3", "failed");
    await untilStatus("4", "failed");
    const done = await run({ filter: "failed" });
    assert.equal(done.count, 2);
    assert.deepEqual(
      (await json()).map(({ id, status }) => [id, status]),
      [
        ["4", "failed"],
        ["3", "failed"],
      ],
    );
  });
  const untilStatus = async (id: string, status: string): Promise<void> => {
    for (;;) if ((await api.message(id)).status === status) return;
  };

  it("repeats nothing and loses nothing while messages arrive", async () => {
    await send(70);
    const sending: Promise<void>[] = [];
    const done = await run({ onProgress: () => sending.push(send(7)) });
    await Promise.all(sending);
    const ids = (await json()).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(done.count, ids.length);
    assert.deepEqual(
      ids.filter((id) => Number(id) <= 70),
      idsDown(70),
    );
  });

  it("goes on after the limit was reached", async () => {
    await send(50);
    const signal = new AbortController().signal;
    let now = 0;
    const waits: number[] = [];
    const clock = {
      now: () => now,
      sleep: (ms: number): Promise<boolean> => {
        now += ms;
        sandbox.configure({ rateLimitPerMinute: 0 });
        return Promise.resolve(true);
      },
    };
    sandbox.configure({ rateLimitPerMinute: 1 });
    const { count } = await exportMessages({
      pages: readPages(api, undefined, { signal, clock, onWait: (at) => waits.push(at) }),
      text: exportText("json", () => undefined),
      open: () => replaceFile(path),
      signal,
    });
    assert.equal(count, 50);
    assert.equal(waits.length, 1);
    assert.deepEqual(
      (await json()).map(({ id }) => id),
      idsDown(50),
    );
  });

  it("leaves the old file when it is cancelled in the middle", async () => {
    await send(50);
    await writeFile(path, "old");
    const stop = new AbortController();
    const reason = new Error("cancelled");
    const halves: Promise<string[]>[] = [];
    const cancelled = run({
      signal: stop.signal,
      onProgress: ({ count }) => {
        if (count < 40) return;
        halves.push(readdir(folder));
        stop.abort(reason);
      },
    });
    await assert.rejects(cancelled, reason);
    assert.equal((await halves[0])?.includes("messages"), true);
    assert.equal(await readFile(path, "utf8"), "old");
    assert.deepEqual(await readdir(folder), ["messages"]);
  });

  it("has removed what it wrote before it gives way, when the window closes", async () => {
    await send(50);
    const stop = new AbortController();
    let left: string[] | undefined;
    const { readdirSync } = await import("node:fs");
    const closing = run({
      signal: stop.signal,
      onProgress: () => {
        assert.equal(readdirSync(folder).length, 1);
        stop.abort(new Error("closed"));
        left ??= readdirSync(folder);
      },
    });
    await assert.rejects(closing, /closed/);
    assert.deepEqual(left, []);
  });

  it("writes nothing if it was cancelled before it began", async () => {
    await assert.rejects(run({ signal: AbortSignal.abort(new Error("early")) }), /early/);
    assert.deepEqual(await readdir(folder), []);
  });

  it("leaves nothing when the server dies in the middle", async () => {
    await send(50);
    let closing: Promise<void> | undefined;
    const failed = run({
      onProgress: () => {
        closing ??= sandbox.close();
      },
    });
    await assert.rejects(failed, ApiError);
    await closing;
    assert.deepEqual(await readdir(folder), []);
  });

  it("tells a place that cannot be written from messages that cannot be had", async () => {
    const gone = run({ path: join(folder, "gone", "messages") });
    await assert.rejects(gone, (error: unknown) => {
      assert.ok(error instanceof ExportTargetError);
      assert.equal((error.cause as NodeJS.ErrnoException).code, "ENOENT");
      return true;
    });
  });
});

import assert from "node:assert/strict";
import { resultsText } from "../../../../src/core/bulk/results.js";
import { RunGoneError, RunHeldError } from "../../../../src/core/bulk/runs.js";
import type { Clock } from "../../../../src/core/bulk/run.js";
import type { FileStore } from "../../../../src/core/fileStore.js";
import {
  machineFiles,
  magic,
  numberAt,
  numbers,
  openBulkWindow,
  receivers,
  useFastClock,
  type BulkWindow,
} from "../../support/bulk.js";
import { startSandbox, type TestSandbox } from "../../support/sandbox.js";
import { newToken } from "../../support/values.js";
import { until, useCleanup } from "../../support/waiting.js";

describe("a run", () => {
  const cleanup = useCleanup();
  let sandbox: TestSandbox;
  let files: FileStore;
  let window: BulkWindow;
  async function begin(): Promise<void> {
    sandbox = await startSandbox({ startingCreditsUsd: 1000 });
    const started = sandbox;
    cleanup(() => started.close());
    ({ files } = await machineFiles(cleanup));
    window = await openBulkWindow(cleanup, sandbox, files);
  }
  beforeEach(begin);

  /** Begins anew with a clock that sandbox and window go by, and that passes waits at once. */
  async function beginWithFastClock(): Promise<Clock> {
    const clock = useFastClock(cleanup);
    await begin();
    return clock;
  }

  it("sends each row once, and tells how far it is", async () => {
    const journal = await window.create(numbers(30));
    const run = window.run(journal);
    assert.deepEqual(await run.go(), { kind: "done" });
    assert.deepEqual(await receivers(window), numbers(30).sort());
    const { total, sent, failed, unknown, cost, finishedHere } = run.progress;
    assert.deepEqual(
      { total, sent, failed, unknown, finishedHere },
      { total: 30, sent: 30, failed: 0, unknown: 0, finishedHere: 30 },
    );
    assert.ok(cost > 0);
    await window.runs.compact(journal);
    const [name = ""] = await files.list("bulk");
    const left = (await files.read(`bulk/${name}`)) ?? "";
    assert.doesNotMatch(left, /Hello|\+1/);
    const records = await window.outbox.records();
    assert.equal(records.filter(({ state, messageId }) => state === "sent" && messageId).length, 30);
  });

  it("leaves no text behind when its window dies between the last row and the tidying up", async () => {
    const journal = await window.create(numbers(3));
    assert.deepEqual(await window.go(journal), { kind: "done" });
    const [name = ""] = await files.list("bulk");
    const left = async (): Promise<string> => (await files.read(`bulk/${name}`)) ?? "";
    const find = (): Promise<unknown> => window.runs.find(() => Promise.resolve());
    // The lease is still another window's.
    await find();
    assert.match(await left(), /Hello/);
    await journal.lease.release();
    await find();
    assert.doesNotMatch(await left(), /Hello|\+1/);
    assert.deepEqual(await find(), { interrupted: [], damaged: [] });
    const records = await window.outbox.records();
    assert.equal(records.filter(({ state }) => state === "sent").length, 3);
  });

  it("has every intent on the disk before its request", async () => {
    const journal = await window.create(numbers(20));
    let requests = 0;
    await window.go(journal, {
      send: async (text, options) =>
        window.outbox.send(window.account, text, {
          ...options,
          journal: {
            begin: async (signal) => {
              await options.journal?.begin(signal);
              const row = [...journal.state.rows.values()].find(({ to }) => to === text.to);
              const disk = (await files.read(`bulk/${journal.state.header.id}.jsonl`)) ?? "";
              assert.ok(disk.includes(`{"i":${row?.row ?? ""},`));
              requests++;
            },
            end: async (outcome) => options.journal?.end(outcome),
          },
        }),
    });
    assert.equal(requests, 20);
  });

  it("goes on after rows that are refused for good, and says why", async () => {
    const journal = await window.create([numberAt(0), magic("invalidRecipient"), numberAt(1)]);
    assert.deepEqual(await window.go(journal), { kind: "done" });
    const row = journal.state.rows.get(3);
    assert.equal(row?.state, "failed");
    assert.match(row.error ?? "", /to: .*text messages/);
    assert.match(resultsText(journal.state), /,not_sent,,,validation \(HTTP 422\): to: /);
  });

  for (const [code, reason] of [
    ["insufficientCredits", "credits"],
    ["spendingLimit", "forbidden"],
    ["ipNotWhitelisted", "forbidden"],
  ] as const) {
    it(`pauses at ${code}, and keeps the row for later`, async () => {
      const journal = await window.create([magic(code), ...numbers(40)]);
      const end = await window.go(journal);
      assert.ok(end.kind === "paused");
      assert.equal(end.reason, reason);
      assert.equal(journal.state.rows.get(2)?.state, "pending");
      const sent = (await receivers(window)).length;
      assert.ok(sent < 40, "it went on");
      assert.deepEqual(
        new Set([...journal.state.rows.values()].map(({ state }) => state)).has("underWay"),
        false,
      );
      // The others go first when it goes on.
      assert.equal((await window.go(journal)).kind, "paused");
      assert.deepEqual(await receivers(window), numbers(40).sort());
    });
  }

  it("pauses at 401 and without a server, and sends nothing twice when it goes on", async () => {
    const stranger = await openBulkWindow(cleanup, { ...sandbox, token: newToken() }, files);
    const refused = await stranger.go(await stranger.create(numbers(3)));
    assert.ok(refused.kind === "paused" && refused.reason === "unauthorized");
    const journal = await window.create(numbers(10));
    const closed = await startSandbox();
    await closed.close();
    const away = await openBulkWindow(cleanup, closed, files);
    const offline = await window.go(journal, {
      send: (text, options) => away.outbox.send(away.account, text, options),
    });
    assert.ok(offline.kind === "paused" && offline.reason === "offline");
    assert.deepEqual(await window.go(journal), { kind: "done" });
    assert.deepEqual(await receivers(window), numbers(10).sort());
  });

  it("pauses after several failures in a row, not after as many with successes between", async () => {
    const bad = magic("invalidRecipient");
    const create = (recipients: readonly string[]): ReturnType<BulkWindow["create"]> =>
      window.create(recipients);
    // The same number stands for different ones that are refused.
    const end = await window.go(await create([...Array<string>(8).fill(bad), ...numbers(20)]));
    assert.ok(end.kind === "paused");
    assert.equal(end.reason, "failures");
    assert.ok((await receivers(window)).length < 20);
    const mixed = numbers(8).flatMap((number) => [bad, number]);
    assert.equal((await window.go(await create(mixed))).kind, "done");
  });

  it("takes a lost answer for unknown, hands it to the outbox and goes on", async () => {
    const lost = magic("cutAfterAccepted");
    const journal = await window.create([lost, ...numbers(5)], { results: "file:///results.csv" });
    assert.deepEqual(await window.go(journal), { kind: "done" });
    assert.equal(journal.state.rows.get(2)?.state, "unknown");
    const [entry, ...others] = await window.entries.entries();
    assert.deepEqual(others, []);
    assert.ok(entry);
    const { id } = journal.state.header;
    assert.deepEqual(
      { state: entry.state, to: entry.to, body: entry.body, origin: entry.origin, reason: entry.reason },
      { state: "unknown", to: lost, body: "Hello", origin: { run: id, row: 2 }, reason: "connectionLost" },
    );
    assert.match(resultsText(journal.state), new RegExp(`\\${lost},unknown,,,connectionLost`));
    await window.runs.compact(journal);
    assert.deepEqual(await window.runs.settle((entryId) => window.outbox.settlement(entryId)), []);
    await window.entries.settle(entry, { how: "sent", messageId: "77" });
    const [settled] = await window.runs.settle((entryId) => window.outbox.settlement(entryId));
    assert.ok(settled);
    assert.match(resultsText(settled), new RegExp(`\\${lost},sent,77,`));
    assert.doesNotMatch((await files.read(`bulk/${id}.jsonl`)) ?? "", /\+1/);
    assert.deepEqual(await window.runs.settle((entryId) => window.outbox.settlement(entryId)), []);
  });

  it("stops when a person wants it, lets those under way end, and goes on later", async () => {
    const journal = await window.create(numbers(60));
    const run = window.run(journal, {
      onProgress: () => {
        if (run.progress.sent >= 20) run.stop();
      },
    });
    assert.deepEqual(await run.go(), { kind: "stopped" });
    const { sent, unknown } = run.progress;
    assert.ok(sent >= 20 && sent < 40);
    assert.equal(unknown, 0);
    assert.equal((await receivers(window)).length, sent);
    await journal.lease.release();
    const again = await window.runs.open(journal.state.header.id);
    assert.deepEqual(await window.go(again), { kind: "done" });
    assert.deepEqual(await receivers(window), numbers(60).sort());
  });

  it("leaves those under way unknown when a person wants it to end at once", async () => {
    const slow = magic("slowAnswer");
    const journal = await window.create([slow, ...numbers(3)]);
    const run = window.run(journal, {
      onProgress: () => {
        if (run.progress.sent === 3) run.stop();
      },
    });
    const ended = run.go();
    await until(() => run.progress.sent === 3);
    run.abort();
    assert.deepEqual(await ended, { kind: "stopped" });
    assert.equal(journal.state.rows.get(2)?.state, "unknown");
    assert.equal((await window.entries.entries()).length, 1);
  });

  it("is one window's alone, until its lease ends", async () => {
    const clock = await beginWithFastClock();
    const journal = await window.create(numbers(5));
    const { id } = journal.state.header;
    const other = await openBulkWindow(cleanup, sandbox, files);
    await assert.rejects(other.runs.open(id), RunHeldError);
    assert.ok(((await other.runs.find(() => Promise.resolve())).interrupted[0]?.heldUntil ?? 0) > Date.now());
    await clock.sleep(60_000, new AbortController().signal);
    const taken = await other.runs.open(id);
    // The first window wakes up: it must not send any more.
    const end = await window.go(journal);
    assert.ok(end.kind === "paused" && end.reason === "takenOver");
    assert.deepEqual(await receivers(window), []);
    assert.deepEqual(await other.go(taken), { kind: "done" });
    assert.deepEqual(await receivers(window), numbers(5).sort());
    await assert.rejects(window.runs.open(id), RunHeldError);
    await taken.lease.release();
    await assert.rejects(window.runs.open(id), RunGoneError);
  });

  it("gives nothing up that is unknown when it is discarded", async () => {
    const journal = await window.create(numbers(3));
    await journal.intend(2);
    await journal.lease.release();
    const discarded = await window.runs.discard(journal.state.header.id, (entry) =>
      window.outbox.adopt(entry),
    );
    assert.equal(discarded.state.ended?.how, "discarded");
    await window.runs.compact(discarded);
    assert.deepEqual(
      (await window.entries.entries()).map(({ to, state }) => [to, state]),
      [[numberAt(0), "underWay"]],
    );
    assert.deepEqual((await window.runs.find(() => Promise.resolve())).interrupted, []);
    assert.deepEqual(await receivers(window), []);
  });
});

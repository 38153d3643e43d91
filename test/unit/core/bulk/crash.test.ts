import assert from "node:assert/strict";
import { ApiError } from "../../../../src/api/errors.js";
import { Run } from "../../../../src/core/bulk/run.js";
import type { RunJournal } from "../../../../src/core/bulk/runJournal.js";
import type { FileStore } from "../../../../src/core/fileStore.js";
import type { SendOutcome } from "../../../../src/core/sending.js";
import type { Entry } from "../../../../src/core/journal/entry.js";
import {
  machineFiles,
  MortalFiles,
  numbers,
  openBulkWindow,
  receivers,
  useFastClock,
  type BulkWindow,
} from "../../support/bulk.js";
import { startSandbox, type TestSandbox } from "../../support/sandbox.js";
import { deferred, settled, until, useCleanup } from "../../support/waiting.js";

const ROWS = 24;
const NUMBERS = numbers(ROWS);

/** Small numbers from a seed (a linear congruential generator, the constants of Numerical Recipes). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const skip = (clock: { sleep(ms: number, signal: AbortSignal): Promise<unknown> }): Promise<unknown> =>
  clock.sleep(60_000, new AbortController().signal);

describe("a run whose window dies", () => {
  const cleanup = useCleanup();

  async function begin(): Promise<{
    sandbox: TestSandbox;
    files: FileStore;
    clock: ReturnType<typeof useFastClock>;
  }> {
    const clock = useFastClock(cleanup);
    const sandbox = await startSandbox({ startingCreditsUsd: 1000 });
    cleanup(() => sandbox.close());
    return { sandbox, clock, ...(await machineFiles(cleanup)) };
  }

  for (let seed = 1; seed <= 12; seed++) {
    it(`goes on in another without sending twice (seed ${seed})`, async () => {
      const { sandbox, files, clock } = await begin();
      const below = random(seed);
      const mortal = new MortalFiles(files);
      cleanup(() => {
        mortal.bury();
      });
      const first = await openBulkWindow(cleanup, sandbox, mortal);
      const journal = await first.create(NUMBERS);
      const { id } = journal.state.header;
      mortal.dieAt(1 + below(2 * ROWS), below(2) === 0);
      const run = first.run(journal);
      cleanup(() => {
        run.dispose();
      });
      const ends: unknown[] = [];
      void run.go().then((end) => ends.push(end));
      await until(() => mortal.isDead || ends.length > 0);
      // Requests that had left go on their way.
      await settled();
      await skip(clock);
      const second = await openBulkWindow(cleanup, sandbox, files);
      const { interrupted, damaged } = await second.runs.find((entry) => second.outbox.adopt(entry));
      assert.deepEqual(damaged, []);
      if (ends.length === 0) {
        assert.equal(interrupted.length, 1);
        assert.deepEqual(await second.go(await second.runs.open(id)), { kind: "done" });
      }
      await assertAccounted(second, id, files);
    });
  }

  /** Everybody got it once, but for those of whom a person is asked; nobody is forgotten. */
  async function assertAccounted(window: BulkWindow, run: string, files: FileStore): Promise<void> {
    const got = await receivers(window);
    assert.deepEqual(got, [...new Set(got)], "somebody got it twice");
    const asked = (await window.entries.entries()).map(({ to }) => to);
    assert.deepEqual([...new Set([...got, ...asked])].sort(), NUMBERS.toSorted());
    const text = (await files.read(`bulk/${run}.jsonl`)) ?? "";
    assert.match(text, /"end":"done"/);
  }

  it("hands over each unknown send once, however often it dies", async () => {
    const { sandbox, files, clock } = await begin();
    const window = await openBulkWindow(cleanup, sandbox, files);
    const journal = await window.create(NUMBERS.slice(0, 3));
    await journal.intend(2);
    const over = deferred<SendOutcome>();
    cleanup(() => {
      over.resolve({ kind: "notSent", error: new ApiError("offline", true) });
    });
    for (let time = 0; time < 3; time++) {
      await skip(clock);
      const opened = await window.runs.open(journal.state.header.id);
      const mortal = new Run({
        journal: opened,
        send: () => over.promise,
        adopt: (entry: Entry) => window.outbox.adopt(entry),
      });
      cleanup(() => {
        mortal.dispose();
      });
      void mortal.go();
      await until(() => opened.state.rows.get(2)?.adopted === true);
    }
    assert.equal((await window.entries.entries()).length, 1);
  });

  it("keeps a journal aside that lost a part, tells of it, and asks about what was under way", async () => {
    const { sandbox, files, clock } = await begin();
    const window = await openBulkWindow(cleanup, sandbox, files);
    for (const [what, damage] of [
      ["a broken line", (text: string) => text.replace('{"i":3', '{"x":3')],
      ["a cut after half", (text: string) => text.slice(0, text.lastIndexOf("\n", text.length * 0.7) + 1)],
      ["no header", (text: string) => text.slice(10)],
    ] as const) {
      const journal = await window.create(NUMBERS);
      const { id } = journal.state.header;
      await sendSome(window, journal);
      await journal.lease.release();
      await files.writeAtomic(`bulk/${id}.jsonl`, damage((await files.read(`bulk/${id}.jsonl`)) ?? ""));
      await skip(clock);
      const { interrupted, damaged } = await window.runs.find((entry) => window.outbox.adopt(entry));
      assert.deepEqual(interrupted, [], what);
      assert.equal(damaged.length, 1, what);
      assert.ok(await files.read(damaged[0]?.file ?? ""), what);
      await assert.rejects(window.runs.open(id), { name: "RunGoneError" }, what);
      const again = await window.runs.find((entry) => window.outbox.adopt(entry));
      assert.deepEqual(again, { interrupted: [], damaged: [] }, "it is told once");
    }
  });

  async function sendSome(window: BulkWindow, journal: RunJournal): Promise<void> {
    const run = window.run(journal, {
      onProgress: () => {
        if (run.progress.sent >= 10) run.stop();
      },
    });
    await run.go();
  }
});

describe("a run and a disk that refuses", () => {
  const cleanup = useCleanup();

  it("pauses before the next request, and loses nothing that it knows", async () => {
    const sandbox = await startSandbox({ startingCreditsUsd: 1000 });
    cleanup(() => sandbox.close());
    const { files } = await machineFiles(cleanup);
    let isFull = false;
    let appends = 0;
    const full = Object.assign(new Error("no space left"), { code: "ENOSPC" });
    const limited: FileStore = {
      read: (name) => files.read(name),
      list: (folder) => files.list(folder),
      remove: (name) => files.remove(name),
      removeAll: (folder) => files.removeAll(folder),
      rename: (from, to) => files.rename(from, to),
      create: (name, text) => files.create(name, text),
      writeAtomic: (name, text) => (isFull ? Promise.reject(full) : files.writeAtomic(name, text)),
      append: async (name, text) => {
        isFull ||= ++appends > 6;
        await files.append(name, isFull ? text.slice(0, 7) : text);
        if (isFull) throw full;
      },
    };
    const window = await openBulkWindow(cleanup, sandbox, limited);
    const journal = await window.create(NUMBERS);
    const end = await window.go(journal);
    assert.ok(end.kind === "paused" && end.reason === "journal");
    const sent = await receivers(window);
    assert.ok(sent.length > 0 && sent.length < ROWS);
    const stuck = await window.go(journal);
    assert.ok(stuck.kind === "paused" && stuck.reason === "journal");
    assert.deepEqual(await receivers(window), sent, "nothing is sent that is not written down");
    isFull = false;
    appends = -1000;
    assert.deepEqual(await window.go(journal), { kind: "done" });
    assert.deepEqual(await receivers(window), NUMBERS.toSorted());
    assert.deepEqual(await window.entries.entries(), []);
  });

  it("does not start when it cannot be written down", async () => {
    const { files } = await machineFiles(cleanup);
    const refused = new Error("read-only");
    const readOnly: FileStore = Object.assign(Object.create(files) as FileStore, {
      create: () => Promise.reject(refused),
      read: (name: string) => files.read(name),
      list: (folder: string) => files.list(folder),
    });
    const window = await openBulkWindow(
      cleanup,
      { baseUrl: "http://127.0.0.1:9/api/v1", token: "x" },
      readOnly,
    );
    await assert.rejects(
      window.runs.create(
        {
          id: "run",
          createdAt: 1,
          account: { id: "a", label: "a", baseUrl: "http://127.0.0.1:9/api/v1", kind: "other" },
          template: "Hello",
          senderId: "",
          source: "x",
        },
        [],
      ),
      refused,
    );
  });
});

import assert from "node:assert/strict";
import { leaveOut, recentRows, waitingRows } from "../../../../src/core/bulk/guard.js";
import { resultsText } from "../../../../src/core/bulk/results.js";
import type { RunJournal } from "../../../../src/core/bulk/runJournal.js";
import { machineFiles, numbers, openBulkWindow, receivers, type BulkWindow } from "../../support/bulk.js";
import { startSandbox } from "../../support/sandbox.js";
import { useCleanup } from "../../support/waiting.js";

describe("a run that goes on after others have sent", () => {
  const cleanup = useCleanup();
  const [first = "", ...others] = numbers(3);
  let window: BulkWindow;
  let left: RunJournal;

  beforeEach(async () => {
    const sandbox = await startSandbox({ startingCreditsUsd: 1000 });
    cleanup(() => sandbox.close());
    window = await openBulkWindow(cleanup, sandbox, (await machineFiles(cleanup)).files);
    // Written down, and interrupted before the first row.
    left = await window.create([first, ...others]);
  });

  async function recent(within = 300_000): Promise<number[]> {
    const records = await window.outbox.records();
    const rows = waitingRows(left.state);
    const found = recentRows(left.state.header.id, rows, records, { now: Date.now(), within });
    return [...found.keys()];
  }

  async function sendByHand(): Promise<void> {
    const text = { to: first, body: "Hello", senderId: "" };
    const yes = { confirmDuplicate: () => Promise.resolve(true) };
    assert.equal((await window.outbox.send(window.account, text, yes)).kind, "sent");
  }

  it("knows which of its rows went by hand, and does not count itself", async () => {
    assert.deepEqual(await recent(), []);
    await sendByHand();
    assert.deepEqual(await recent(), [2]);
    assert.deepEqual(await recent(0), []);
  });

  it("knows which wait, or went, in another run", async () => {
    const other = await window.create([first]);
    assert.deepEqual(await recent(), [2]);
    assert.deepEqual(await window.go(other), { kind: "done" });
    assert.deepEqual(await recent(), [2]);
  });

  it("leaves them out, and says so in the results", async () => {
    await sendByHand();
    await leaveOut(left, await recent());
    assert.deepEqual(await window.go(left), { kind: "done" });
    assert.deepEqual(await receivers(window), [first, ...others].sort());
    assert.ok(resultsText(left.state).includes(`${first},not_sent,,,duplicate\r\n`));
    assert.deepEqual(await recent(), []);
  });

  it("writes nothing into a run that is another window's by now", async () => {
    await sendByHand();
    await left.lease.release();
    const theirs = await window.runs.open(left.state.header.id);
    await leaveOut(left, [2]);
    assert.equal(waitingRows(left.state).length, 3);
    assert.equal(waitingRows(theirs.state).length, 3);
  });
});

import assert from "node:assert/strict";
import { sleep, timeLimit, untilAborted } from "../../../src/api/abort.js";
import { uncaughtDuring } from "../support/waiting.js";

describe("untilAborted", () => {
  const { signal } = new AbortController();

  it("gives what the work gives", async () => {
    assert.equal(await untilAborted(Promise.resolve(5), signal), 5);
    await assert.rejects(untilAborted(Promise.reject(new Error("its own")), signal), { message: "its own" });
  });

  it("ends with the signal, whatever the work does", async () => {
    const stop = new AbortController();
    const waiting = untilAborted(new Promise(() => undefined), stop.signal);
    stop.abort();
    await assert.rejects(waiting);
    await assert.rejects(untilAborted(Promise.resolve(5), AbortSignal.abort()));
  });

  it("leaves no late failure of the work uncaught", async () => {
    const uncaught = await uncaughtDuring(async () => {
      const work = Promise.reject(new Error("late"));
      await assert.rejects(untilAborted(work, AbortSignal.abort()), { message: "aborted" });
    });
    assert.deepEqual(uncaught, []);
  });
});

describe("sleep", () => {
  it("tells whether it was let finish", async () => {
    assert.equal(await sleep(1, new AbortController().signal), true);
    assert.equal(await sleep(60_000, AbortSignal.abort()), false);
    const stop = new AbortController();
    const sleeping = sleep(60_000, stop.signal);
    stop.abort();
    assert.equal(await sleeping, false);
  });
});

describe("timeLimit", () => {
  const aborted = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        resolve();
      });
    });

  it("aborts in time, or with the caller's signal", async () => {
    await aborted(timeLimit(1, undefined).signal);
    const stop = new AbortController();
    const limit = timeLimit(60_000, stop.signal);
    assert.equal(limit.signal.aborted, false);
    stop.abort();
    assert.equal(limit.signal.aborted, true);
    limit.dispose();
    const already = timeLimit(60_000, AbortSignal.abort());
    assert.equal(already.signal.aborted, true);
    already.dispose();
  });

  it("does nothing more once it is disposed", async () => {
    const stop = new AbortController();
    const limit = timeLimit(1, stop.signal);
    limit.dispose();
    await aborted(timeLimit(5, undefined).signal);
    stop.abort();
    assert.equal(limit.signal.aborted, false);
  });
});

import assert from "node:assert/strict";
import { resultsText } from "../../../../src/core/bulk/results.js";
import type { Clock, RunParts } from "../../../../src/core/bulk/run.js";
import {
  machineFiles,
  magic,
  numbers,
  openBulkWindow,
  receivers,
  useFastClock,
  type BulkWindow,
} from "../../support/bulk.js";
import { startSandbox, type TestSandbox } from "../../support/sandbox.js";
import { settled, useCleanup } from "../../support/waiting.js";

describe("a run and the limit of requests per minute", () => {
  const cleanup = useCleanup();
  let sandbox: TestSandbox;
  let window: BulkWindow;

  /** Sandbox and window go by a clock that passes waits at once. */
  async function begin(): Promise<Clock> {
    const clock = useFastClock(cleanup);
    sandbox = await startSandbox({ startingCreditsUsd: 1000 });
    cleanup(() => sandbox.close());
    const { files } = await machineFiles(cleanup);
    window = await openBulkWindow(cleanup, sandbox, files);
    return clock;
  }

  /**
   * Sends and notes when it was refused. Waits are passed only while nothing is under way: no answer takes a minute.
   * @param tells whether the server says how many are left
   */
  function noted(
    clock: Clock,
    tells: boolean,
  ): Pick<RunParts, "clock" | "send"> & { readonly refusals: number[] } {
    const refusals: number[] = [];
    let underWay = 0;
    return {
      refusals,
      clock: {
        now: () => clock.now(),
        sleep: async (ms, signal) => {
          while (underWay > 0 && !signal.aborted) await settled();
          await clock.sleep(ms, signal);
        },
      },
      send: async (text, options) => {
        underWay++;
        const outcome = await window.outbox.send(window.account, text, options);
        underWay--;
        if (outcome.kind === "notSent") refusals.push(Date.now());
        return outcome.kind === "sent" && !tells ? { ...outcome, remaining: undefined } : outcome;
      },
    };
  }

  it("keeps to a limit of 60 per minute: one refusal for each window, and everything arrives once", async () => {
    const parts = noted(await begin(), true);
    sandbox.configure({ rateLimitPerMinute: 60 });
    const journal = await window.create(numbers(200));
    assert.deepEqual(await window.go(journal, parts), { kind: "done" });
    assert.doesNotMatch(resultsText(journal.state), /rateLimited/, "what held a text up is no error of it");
    sandbox.configure({ rateLimitPerMinute: 0 });
    assert.deepEqual(await receivers(window), numbers(200).sort());
    // 200 need four windows: three of them are run into their limit.
    const { refusals } = parts;
    assert.equal(refusals.length, 3);
    for (const [index, at] of refusals.entries()) {
      if (index > 0) assert.ok(at - (refusals[index - 1] ?? 0) > 50_000);
    }
  });

  it("learns the limit where the server tells nothing of it but when it refuses", async () => {
    const parts = noted(await begin(), false);
    sandbox.configure({ rateLimitPerMinute: 60 });
    const journal = await window.create(numbers(300));
    await window.go(journal, parts);
    sandbox.configure({ rateLimitPerMinute: 0 });
    assert.deepEqual(await receivers(window), numbers(300).sort());
    const [first = 0] = parts.refusals;
    const later = parts.refusals.filter((at) => at - first > 30_000);
    assert.equal(later.length, 3, "one for each window after the first");
  });

  it("lets a row that the limit always refuses go last, and waits for the server's word", async () => {
    const clock = await begin();
    const journal = await window.create([magic("rateLimited"), ...numbers(10)]);
    let refusals = 0;
    const run = window.run(journal, {
      clock,
      send: async (text, options) => {
        const outcome = await window.outbox.send(window.account, text, options);
        if (outcome.kind === "notSent" && ++refusals === 3) run.stop();
        return outcome;
      },
    });
    assert.deepEqual(await run.go(), { kind: "stopped" });
    assert.deepEqual(await receivers(window), numbers(10).sort());
    assert.equal(journal.state.rows.get(2)?.state, "pending");
  });
});

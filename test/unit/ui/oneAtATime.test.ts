import assert from "node:assert/strict";
import { OneAtATime } from "../../../src/ui/oneAtATime.js";
import { deferred, settled, until, useCleanup, type Deferred } from "../support/waiting.js";

const NEVER = 1e6;
const TOGETHER = 1;

const timer = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("OneAtATime", () => {
  const cleanup = useCleanup();
  let shown: { readonly things: readonly number[]; readonly closed: Deferred<void> }[];

  beforeEach(() => {
    shown = [];
  });

  function open(isFocused: boolean, life: number): OneAtATime<number> {
    const show = (things: readonly number[]): Promise<unknown> => {
      const closed = deferred();
      shown.push({ things, closed });
      return closed.promise;
    };
    const notices = new OneAtATime(show, isFocused, { together: TOGETHER, life });
    cleanup(() => {
      notices.dispose();
    });
    return notices;
  }
  const told = (): (readonly number[])[] => shown.map(({ things }) => things);

  it("tells of a burst once", async () => {
    const notices = open(true, NEVER);
    for (let thing = 0; thing < 50; thing++) notices.add(thing);
    await until(() => shown.length > 0);
    assert.equal(shown[0]?.things.length, 50);
  });

  it("keeps what comes until the one on the screen is dismissed", async () => {
    const notices = open(true, NEVER);
    notices.add(1);
    await until(() => shown.length === 1);
    notices.add(2);
    notices.add(3);
    await settled();
    assert.deepEqual(told(), [[1]]);
    shown[0]?.closed.resolve();
    await until(() => shown.length === 2);
    assert.deepEqual(told(), [[1], [2, 3]]);
  });

  it("goes on when the one on the screen has hidden by itself", async () => {
    const notices = open(true, 20);
    notices.add(1);
    await until(() => shown.length === 1);
    notices.add(2);
    await until(() => shown.length === 2);
    // The first one is dismissed late: that says nothing of the second.
    shown[0]?.closed.resolve();
    assert.deepEqual(told(), [[1], [2]]);
  });

  it("tells once while nobody is there, and of the rest after they come back", async () => {
    const notices = open(false, 5);
    notices.add(1);
    await until(() => shown.length === 1);
    for (let thing = 2; thing < 50; thing++) notices.add(thing);
    // Timers of one length end in the order in which they began: had the life of the first one begun, it would be
    // over before the first of these, and the rest gathered before the second.
    await timer(5);
    await timer(TOGETHER);
    assert.deepEqual(told(), [[1]]);
    notices.setFocused(true);
    await until(() => shown.length === 2);
    assert.equal(shown[1]?.things.length, 48);
  });

  it("does not tell of what is not true any more", async () => {
    const notices = open(true, NEVER);
    notices.add(1);
    await until(() => shown.length === 1);
    notices.add(2);
    notices.forget();
    shown[0]?.closed.resolve();
    await settled();
    notices.add(3);
    await until(() => shown.length === 2);
    assert.deepEqual(told(), [[1], [3]]);
  });
});

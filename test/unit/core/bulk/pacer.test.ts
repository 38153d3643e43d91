import assert from "node:assert/strict";
import { Pacer } from "../../../../src/core/bulk/pacer.js";

/** Begins as many as may begin at once. */
function fill(pacer: Pacer, now = 0): number[] {
  const begun: number[] = [];
  while (pacer.delay(now) === 0) begun.push(pacer.begin());
  return begun;
}

describe("Pacer", () => {
  it("widens by one with each round of successes, up to the most", () => {
    const pacer = new Pacer(4);
    const widths: number[] = [];
    for (let round = 0; round < 5; round++) {
      const begun = fill(pacer);
      widths.push(begun.length);
      for (const sequence of begun) pacer.accepted(sequence, undefined);
    }
    assert.deepEqual(widths, [2, 3, 4, 4, 4]);
  });

  it("holds all when one is refused, until the server wants to be asked again", () => {
    const pacer = new Pacer();
    const [first = 0] = fill(pacer);
    pacer.refused(1000, 31_000);
    assert.equal(pacer.delay(1000), 30_000);
    pacer.accepted(first, undefined);
    assert.equal(pacer.delay(1000), 30_000);
    assert.equal(pacer.delay(31_000), 0);
    assert.equal(pacer.blockedUntil, 31_000);
  });

  it("waits longer each time where the server does not say how long", () => {
    const pacer = new Pacer();
    let now = 0;
    const waits: number[] = [];
    for (let time = 0; time < 6; time++) {
      pacer.begin();
      pacer.refused(now, undefined);
      waits.push(pacer.blockedUntil - now);
      now = pacer.blockedUntil;
    }
    assert.deepEqual(waits, [5000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it("begins no more than the server says are left, and one when it says none", () => {
    const pacer = new Pacer();
    for (const sequence of fill(pacer)) pacer.accepted(sequence, 5 - sequence);
    assert.equal(pacer.width, 3);
    // Three are left.
    const begun = fill(pacer);
    assert.equal(begun.length, 3);
    for (const sequence of begun) pacer.accepted(sequence, 5 - sequence);
    assert.equal(fill(pacer).length, 1);
  });

  it("believes what was said to the youngest request", () => {
    const pacer = new Pacer();
    const [older = 0, younger = 0] = fill(pacer);
    pacer.accepted(younger, 1);
    pacer.accepted(older, 7);
    assert.equal(fill(pacer).length, 1);
  });

  it("goes one by one where a window of the limit was full the last time", () => {
    const pacer = new Pacer();
    const most = 10;
    const perWindow: number[] = [];
    let now = 0;
    for (let window = 0; window < 3; window++) {
      let taken = 0;
      let refused = 0;
      while (refused === 0 || pacer.delay(now) === undefined) {
        const begun = fill(pacer, now);
        for (const sequence of begun) {
          if (taken < most) {
            taken++;
            pacer.accepted(sequence, undefined);
          } else {
            refused++;
            pacer.refused(now, now + 1000);
          }
        }
      }
      perWindow.push(refused);
      now += 1000;
    }
    const [, ...later] = perWindow;
    assert.deepEqual(later, [1, 1]);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { estimateCost, formatUsd } from "../../../src/sms/cost.js";

describe("formatUsd", () => {
  for (const [amount, exact, short] of [
    [0, "$0.00", "$0.00"],
    [1, "$0.000001", "$0.00"],
    [100, "$0.0001", "$0.00"],
    [4999, "$0.004999", "$0.00"],
    [5000, "$0.005", "$0.01"],
    [10_000, "$0.01", "$0.01"],
    [41_250, "$0.04125", "$0.04"],
    [100_000, "$0.10", "$0.10"],
    [999_999, "$0.999999", "$1.00"],
    [1_000_000, "$1.00", "$1.00"],
    [12_345_678, "$12.345678", "$12.35"],
    [12_340_000, "$12.34", "$12.34"],
    [12_340_500, "$12.3405", "$12.34"],
    [1_234_567_000_000, "$1234567.00", "$1234567.00"],
    [-1, "-$0.000001", "$0.00"],
    [-10_000, "-$0.01", "-$0.01"],
    [-12_345_678, "-$12.345678", "-$12.35"],
  ] as const) {
    it(`writes ${amount} millionths`, () => {
      assert.equal(formatUsd(amount), exact);
      assert.equal(formatUsd(amount, "exact"), exact);
      assert.equal(formatUsd(amount, "short"), short);
    });
  }

  it("loses nothing when it is exact", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amount) => {
        const written = formatUsd(amount);
        assert.match(written, /^-?\$\d+\.\d{2,6}$/);
        const [whole = "", decimals = ""] = written.replace(/[-$]/g, "").split(".");
        const back = BigInt(whole + decimals.padEnd(6, "0")) * (written.startsWith("-") ? -1n : 1n);
        assert.equal(back, BigInt(amount));
      }),
    );
  });

  it("rounds to whole cents when it is short", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (amount) => {
        const written = formatUsd(amount, "short");
        assert.match(written, /^\$\d+\.\d{2}$/);
        assert.ok(Math.abs(Number(written.slice(1)) * 1e6 - amount) <= 5001);
      }),
    );
  });
});

describe("estimateCost", () => {
  it("counts every segment", () => {
    assert.equal(estimateCost(3, 41_250), 123_750);
    assert.equal(estimateCost(0, 41_250), 0);
    assert.equal(estimateCost(1, 1), 1);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { parseBalance } from "../../../src/api/schemas.js";

describe("amounts", () => {
  const balance = (credits: unknown): number | undefined => parseBalance({ credits_usd: credits });

  it("are exact to six decimals, written as numbers or as strings", () => {
    for (const [wire, micro] of [
      [12.345678, 12_345_678],
      ["12.345678", 12_345_678],
      [0.1, 100_000],
      [0.3, 300_000],
      [1.005, 1_005_000],
      [0.000001, 1],
      [1e-6, 1],
      ["1e-6", 1],
      [0, 0],
      ["0.000000", 0],
      ["5", 5_000_000],
      ["5.", 5_000_000],
      [".5", 500_000],
      [" 7.25 ", 7_250_000],
      [-0.01, -10_000],
      ["-0.010000", -10_000],
      ["+1", 1_000_000],
      [999_999_999.999999, 999_999_999_999_999],
    ] as const) {
      assert.equal(balance(wire), micro, String(wire));
    }
  });

  it("survive the wire whatever they are, up to a billion dollars", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), (micro) => {
        const sign = micro < 0 ? "-" : "";
        const digits = String(Math.abs(micro)).padStart(7, "0");
        const written = `${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`;
        assert.equal(balance(written), micro === 0 ? 0 : micro);
        assert.equal(balance(Number(written)), micro === 0 ? 0 : micro);
      }),
    );
  });

  it("are never NaN and never infinite", () => {
    for (const wire of [NaN, Infinity, -Infinity, 1e308, "1e999", "NaN", "Infinity", "", " ", "free"]) {
      assert.equal(balance(wire), undefined, String(wire));
    }
    for (const wire of ["1,000.00", "$5", "0x10", "1 000", null, undefined, true, [], [5], {}]) {
      assert.equal(balance(wire), undefined, JSON.stringify(wire));
    }
  });

  it("are exact integers or nothing, whatever comes", () => {
    const anything = fc.oneof(fc.jsonValue(), fc.double(), fc.double().map(String), fc.string());
    fc.assert(
      fc.property(anything, (wire) => {
        const micro = balance(wire);
        assert.ok(micro === undefined || Number.isSafeInteger(micro));
      }),
    );
  });
});

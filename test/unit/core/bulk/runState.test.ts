import assert from "node:assert/strict";
import fc from "fast-check";
import { compacted } from "../../../../src/core/bulk/compact.js";
import { toLine, type RunEvent, type RunHeader } from "../../../../src/core/bulk/runLines.js";
import { readRun, recordOf, type ReadRun, type RowState } from "../../../../src/core/bulk/runState.js";
import { numberAt } from "../../support/bulk.js";

const HEADER: RunHeader = {
  id: "run",
  createdAt: 1,
  account: { id: "account", label: "Test", baseUrl: "http://127.0.0.1:9/api/v1", kind: "other" },
  template: "Hello",
  senderId: "",
  source: "people.csv",
  rows: 3,
};

const ROWS = [2, 3, 4].map((row) => toLine({ row, to: numberAt(row), hash: `h${row}` }));
const BASE = [toLine({ run: HEADER }), ...ROWS].join("");

function read(text: string): ReadRun {
  return readRun(text) ?? assert.fail("no header");
}

const statesOf = ({ state }: ReadRun): string[] => [...state.rows.values()].map((row) => row.state);
const linesOf = (...events: readonly RunEvent[]): string => events.map(toLine).join("");

/** What a row is, but for what it would send at what cost. */
function withoutText(row: RowState): RowState {
  return { ...row, body: "", cost: undefined };
}

describe("the journal of a run", () => {
  it("tells what became of each row", () => {
    const text =
      BASE +
      linesOf(
        { i: 2, at: 5 },
        { i: 3, at: 6 },
        { o: 2, k: "sent", id: "7", price: 7900, status: "sent" },
        { o: 3, k: "back", code: "rateLimited" },
        { i: 4, at: 8 },
      );
    const found = read(text);
    assert.deepEqual(statesOf(found), ["sent", "pending", "underWay"]);
    assert.deepEqual({ torn: found.torn, damaged: found.damaged }, { torn: false, damaged: [] });
    assert.equal(found.state.rows.get(2)?.messageId, "7");
    assert.equal(found.lines.join(""), text);
  });

  it("is no journal without its header", () => {
    for (const text of ["", "\n", "x\n", toLine({ i: 2, at: 1 }), `${BASE.slice(0, 20)}\n`]) {
      assert.equal(readRun(text), undefined);
    }
  });

  for (const [torn, states] of [
    ['{"i":3,"at":17', ["pending", "unknown", "pending"]],
    ['{"i":3,', ["pending", "unknown", "pending"]],
    ['{"i":3', ["pending", "unknown", "pending"]],
    ['{"i', ["unknown", "pending", "pending"]],
    ["{", ["unknown", "pending", "pending"]],
    ['{"i":2,"at":5}', ["unknown", "pending", "pending"]],
  ] as const) {
    it(`has an unknown send where its last line is cut: ${torn}`, () => {
      const found = read(BASE + torn);
      assert.deepEqual(statesOf(found), states);
      assert.equal(found.torn, true);
      assert.deepEqual(found.damaged, []);
      // What is mended says the same when it is read again.
      const again = read(found.lines.join(""));
      assert.deepEqual(statesOf(again), states);
      assert.equal(again.torn, false);
    });
  }

  it("has no new unknown send where an outcome is cut: its row is under way anyway", () => {
    const found = read(`${BASE}${linesOf({ i: 2, at: 5 })}{"o":2,"k":"se`);
    assert.deepEqual(statesOf(found), ["underWay", "pending", "pending"]);
    assert.equal(found.torn, true);
  });

  it("tells of lines that make no sense, and reads the others", () => {
    for (const line of ["garbage", "{}", '{"i":99,"at":1}', '{"o":2,"k":"lost"}', "\0", ""]) {
      const found = read(`${BASE}${linesOf({ i: 2, at: 5 })}${line}\n${linesOf({ i: 3, at: 6 })}`);
      assert.deepEqual(found.damaged, [6], line);
      assert.deepEqual(statesOf(found), ["underWay", "underWay", "pending"]);
    }
    assert.deepEqual(read(BASE.replace(ROWS[1] ?? "", "x\n")).damaged, [3]);
    assert.deepEqual(read(BASE.replace(ROWS[1] ?? "", ROWS[0] ?? "")).damaged, [3]);
  });

  it("is damaged when it is cut among its rows", () => {
    for (const text of [BASE.slice(0, -10), BASE.slice(0, -(ROWS[2] ?? "").length)]) {
      assert.deepEqual(read(text).damaged, [4]);
    }
  });

  it("never reads less as sent, and never more as pending, however it is cut", () => {
    const whole =
      BASE +
      linesOf(
        { i: 2, at: 5 },
        { i: 3, at: 6 },
        { o: 2, k: "sent", id: "7" },
        { o: 3, k: "unknown", code: "x" },
      );
    fc.assert(
      fc.property(fc.integer({ min: BASE.length, max: whole.length }), (length) => {
        const cut = whole.slice(0, length);
        const found = read(cut);
        const begun = [2, 3].filter((row) => cut.includes(`{"i":${row},`));
        for (const row of begun) assert.notEqual(found.state.rows.get(row)?.state, "pending");
        assert.deepEqual(found.damaged, []);
      }),
    );
  });

  it("says the same without texts once it has ended", () => {
    const text =
      BASE +
      linesOf(
        { i: 2, at: 5 },
        { o: 2, k: "sent", id: "7", price: 7900, status: "sent" },
        { i: 3, at: 6 },
        { o: 3, k: "unknown", code: "timeout" },
        { a: 3 },
        { i: 4, at: 7 },
        { o: 4, k: "failed", code: "validation (HTTP 422)", error: "no" },
        { end: "done", at: 9 },
      );
    const before = read(text).state;
    const small = compacted({ ...before, header: { ...HEADER, results: "file:///r.csv" } });
    assert.ok(!small.includes("Hello"));
    assert.ok(small.includes(numberAt(3)), "the results need it");
    assert.ok(!compacted(before).includes("+1"), "nobody needs a number");
    const after = read(small).state;
    assert.deepEqual([...after.rows.values()].map(withoutText), [...before.rows.values()].map(withoutText));
    assert.deepEqual(after.ended, { how: "done", at: 9 });
  });

  it("is what the guard against sending twice sees", () => {
    const text = BASE + linesOf({ i: 2, at: 5 }, { o: 2, k: "sent", id: "7" }, { i: 3, at: 6 });
    const { state } = read(text);
    const records = [...state.rows.values()].map((row) => recordOf(state, row));
    assert.deepEqual(
      records.map((record) => [record?.id, record?.state, record?.hash, record?.at]),
      [
        ["bulk-run-2", "sent", "h2", 5],
        ["bulk-run-3", "underWay", "h3", 6],
        ["bulk-run-4", "reserved", "h4", 1],
      ],
    );
  });
});

import assert from "node:assert/strict";
import type { Message } from "../../../../src/api/schemas.js";
import { groupByRecipient } from "../../../../src/core/messageGroups.js";
import type { UnsettledSend } from "../../../../src/core/unsettled.js";
import { MAX_ROWS, Rows, type Row, type Shown } from "../../../../src/ui/tree/rows.js";

const NOW = Date.UTC(2026, 2, 29, 12);
const ALICE = "+12025550142";
const BOB = "+447700900123";

function message(id: number, more: Partial<Message> = {}): Message {
  return { id: String(id), to: ALICE, status: "sent", createdAt: NOW - 3_600_000, raw: {}, ...more };
}

function shown(messages: readonly Message[], more: Partial<Shown> = {}): Shown {
  return { unsettled: [], messages, group: undefined, notes: [], now: NOW, ...more };
}

function ids(rows: "all" | readonly Row[]): unknown {
  return rows === "all" ? rows : rows.map(({ id }) => id);
}

const three = [message(3), message(2), message(1)];

describe("the rows of the tree", () => {
  let rows: Rows;

  beforeEach(() => {
    rows = new Rows();
    rows.update(shown(three));
  });

  it("stay the same objects when a message changes, and that row alone is drawn anew", () => {
    const before = rows.roots;
    const changed = rows.update(shown([message(3), message(2, { status: "delivered" }), message(1)]));
    assert.deepEqual(ids(changed), ["2"]);
    assert.ok(rows.roots.every((row, index) => row === before[index]));
    const [, second] = rows.roots;
    assert.equal(second?.kind === "message" && second.message.status, "delivered");
  });

  it("draw nothing anew for a message that was told again", () => {
    const again = three.map((one) => ({ ...one, raw: { note: "other words" } }));
    assert.deepEqual(ids(rows.update(shown(again))), []);
    // And for what it lacks told as undefined.
    assert.deepEqual(ids(rows.update(shown(again.map((one) => ({ ...one, body: undefined }))))), []);
  });

  it("tell a field that came or went from one that stayed", () => {
    assert.deepEqual(ids(rows.update(shown([message(3), message(2, { body: "Hi" }), message(1)]))), ["2"]);
    assert.deepEqual(ids(rows.update(shown(three))), ["2"]);
  });

  it("are all drawn when one comes, goes or moves; those that stay are the same", () => {
    const before = rows.roots;
    assert.equal(rows.update(shown([message(4), ...three])), "all");
    assert.deepEqual(rows.roots.slice(1), before);
    assert.equal(rows.roots[1], before[0]);
    assert.equal(rows.update(shown(three)), "all");
    assert.equal(rows.update(shown(three.toReversed())), "all");
  });

  it("are drawn anew as they grow older, in the steps that people see", () => {
    const ages = [message(3, { createdAt: NOW }), message(2), message(1, { createdAt: undefined })];
    rows.update(shown(ages));
    assert.deepEqual(ids(rows.update(shown(ages, { now: NOW + 30_000 }))), []);
    assert.deepEqual(ids(rows.update(shown(ages, { now: NOW + 60_000 }))), ["3"]);
    assert.deepEqual(ids(rows.update(shown(ages, { now: NOW + 3_600_000 }))), ["3", "2"]);
  });

  it("are drawn all at once where very many change", () => {
    const many = Array.from({ length: 300 }, (_, index) => message(index));
    rows.update(shown(many));
    assert.equal(rows.update(shown(many.map((one) => ({ ...one, status: "failed" })))), "all");
  });

  it("are no more than the window can bear, and say so", () => {
    const many = Array.from({ length: MAX_ROWS + 5 }, (_, index) => message(index));
    const notes = ["capped", "more"] as const;
    rows.update(shown(many, { notes }));
    assert.equal(rows.roots.length, MAX_ROWS + 2);
    assert.deepEqual(rows.roots.at(-2), { kind: "capped", id: "capped", count: MAX_ROWS + 5 });
    const changed = rows.update(shown([...many, message(MAX_ROWS + 5)], { notes }));
    assert.deepEqual(ids(changed), ["capped"]);
    // What is beyond the cap changes nothing that is seen.
    assert.deepEqual(
      ids(rows.update(shown([...many, message(MAX_ROWS + 5, { status: "failed" })], { notes }))),
      [],
    );
  });

  it("have texts that may have been sent above the messages, which change in place too", () => {
    const send = {
      entry: { id: "u1", requestedAt: NOW },
      candidates: [],
      looking: false,
    } as unknown as UnsettledSend;
    assert.equal(rows.update(shown(three, { unsettled: [send] })), "all");
    const [first] = rows.roots;
    assert.equal(first?.kind, "unsettled");
    assert.deepEqual(ids(rows.update(shown(three, { unsettled: [{ ...send, looking: true }] }))), ["u1"]);
    assert.equal(rows.roots[0], first);
    assert.equal(rows.update(shown(three)), "all");
  });

  it("do not take a message for a text that may have been sent with the same id", () => {
    const send = {
      entry: { id: "3", requestedAt: NOW },
      candidates: [],
      looking: false,
    } as unknown as UnsettledSend;
    rows.update(shown(three, { unsettled: [send] }));
    assert.deepEqual(
      rows.roots.map(({ kind }) => kind),
      ["unsettled", "message", "message", "message"],
    );
  });
});

describe("the rows of a tree with groups", () => {
  const group = groupByRecipient;
  const mixed = [message(3), message(2, { to: BOB }), message(1)];
  let rows: Rows;

  beforeEach(() => {
    rows = new Rows();
    rows.update(shown(mixed, { group }));
  });

  function outline(): unknown {
    return rows.roots.map((row) => (row.kind === "group" ? [row.id, row.rows.map(({ id }) => id)] : row.id));
  }

  it("hold each message once, in its group", () => {
    assert.deepEqual(outline(), [
      [`to:${ALICE}`, ["3", "1"]],
      [`to:${BOB}`, ["2"]],
    ]);
  });

  it("keep groups and messages as objects when they are grouped otherwise and back", () => {
    const [alice] = rows.roots;
    const [third] = alice?.kind === "group" ? alice.rows : [];
    assert.equal(rows.update(shown(mixed)), "all");
    assert.equal(rows.roots[0], third);
  });

  it("draw one message anew where it changes, and its group only if that says something else now", () => {
    const delivered = [message(3), message(2, { to: BOB }), message(1, { status: "delivered" })];
    assert.deepEqual(ids(rows.update(shown(delivered, { group }))), ["1"]);
    const failed = [message(3), message(2, { to: BOB }), message(1, { status: "failed" })];
    assert.deepEqual(ids(rows.update(shown(failed, { group }))), ["1", `to:${ALICE}`]);
  });

  it("keep a group's object when a message joins it", () => {
    const [alice] = rows.roots;
    assert.equal(rows.update(shown([message(4), ...mixed], { group })), "all");
    assert.equal(rows.roots[0], alice);
    assert.deepEqual(outline(), [
      [`to:${ALICE}`, ["4", "3", "1"]],
      [`to:${BOB}`, ["2"]],
    ]);
  });
});

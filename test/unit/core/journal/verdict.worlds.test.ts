import assert from "node:assert/strict";
import fc from "fast-check";
import type { Message } from "../../../../src/api/schemas.js";
import type { Entry } from "../../../../src/core/journal/entry.js";
import type { SendRecord } from "../../../../src/core/journal/records.js";
import { judge } from "../../../../src/core/journal/verdict.js";
import { ACCOUNT, entryOf, messageOf } from "../../support/entries.js";
import { GB_NUMBER, US_NUMBER } from "../../support/values.js";

/** Messages on the page that is noted before a request. */
const PAGE = 3;

/** A send as it truly was: of one text to one number. Times are in s. */
interface TrueSend {
  /** When the list of before was read, and how much later the server had the request. */
  readonly begun: number;
  readonly delay: number;
  readonly accepted: boolean;
  readonly known: "sent" | "unknown" | "underWay" | "discarded";
  readonly hasBaseline: boolean;
  readonly hasClock: boolean;
}

/** A message that is not of these sends: to another number, or of another text. */
interface Stranger {
  readonly at: number;
  readonly sameNumber: boolean;
}

interface World {
  readonly sends: readonly TrueSend[];
  readonly strangers: readonly Stranger[];
  /** Messages of the very text to the very number, each so long before all sends. */
  readonly older: readonly number[];
  /** How many messages of the list were read. */
  readonly depth: number;
  readonly lean: boolean;
  readonly times: boolean;
}

const time = fc.integer({ min: 0, max: 400 });
const world: fc.Arbitrary<World> = fc.record({
  sends: fc.array(
    fc.record({
      begun: time,
      delay: fc.integer({ min: 0, max: 60 }),
      accepted: fc.boolean(),
      known: fc.constantFrom("unknown", "unknown", "unknown", "sent", "underWay", "discarded"),
      hasBaseline: fc.boolean(),
      hasClock: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  strangers: fc.array(fc.record({ at: time, sameNumber: fc.boolean() }), { maxLength: 6 }),
  older: fc.array(fc.integer({ min: 2, max: 8 }), { maxLength: 2 }),
  depth: fc.integer({ min: 0, max: 12 }),
  lean: fc.boolean(),
  times: fc.boolean(),
});

/** What the server has, and what the journal says of each send; ids tell whose a message truly is. */
function play({ sends, strangers, older, depth, lean, times }: World): {
  readonly entries: readonly Entry[];
  readonly records: SendRecord[];
  readonly listed: readonly Message[];
  readonly acceptedIds: ReadonlySet<string>;
} {
  const first = Math.min(...sends.map(({ begun }) => begun));
  const all = [
    ...older.map((before, index) => ({ id: `older-${index}`, at: first - before, body: "Hello" })),
    ...sends.flatMap(({ begun, delay, accepted, known }, index) =>
      accepted || known === "sent" ? [{ id: `send-${index}`, at: begun + delay, body: "Hello" }] : [],
    ),
    ...strangers.map(({ at, sameNumber }, index) => ({
      id: `stranger-${index}`,
      at,
      body: sameNumber ? "Other" : "Hello",
      to: sameNumber ? US_NUMBER : GB_NUMBER,
    })),
  ].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  const entries = sends.map(({ begun, known, hasBaseline, hasClock }, index) =>
    entryOf({
      id: `send-${index}`,
      state: known === "underWay" ? "underWay" : "unknown",
      requestedAt: begun * 1000,
      deadline: begun * 1000 + 75_000,
      baseline: hasBaseline
        ? all
            .filter(({ at }) => at < begun)
            .slice(0, PAGE)
            .map(({ id }) => id)
        : undefined,
      clockOffset: hasClock ? 0 : undefined,
    }),
  );
  return {
    entries,
    records: entries.map(({ id, hash, requestedAt }, index) => {
      const state = sends[index]?.known ?? "unknown";
      return {
        id,
        accountId: ACCOUNT.id,
        hash,
        at: requestedAt,
        state,
        messageId: state === "sent" ? id : undefined,
      };
    }),
    listed: all.slice(0, depth).map(({ at, body, ...rest }) =>
      messageOf(rest.id, {
        ...rest,
        body: lean ? undefined : body,
        createdAt: times && !lean ? at * 1000 : undefined,
      }),
    ),
    acceptedIds: new Set(all.map(({ id }) => id)),
  };
}

/** Whether the messages that were read go back to before a request. */
function isComplete(entry: Entry, listed: readonly Message[], depth: number): boolean {
  return listed.length < depth || listed.some(({ id }) => entry.baseline?.includes(id) === true);
}

describe("judge in whole worlds", () => {
  it("says of no text that it was sent if it was not, and gives no message to two", () => {
    let settled = 0;
    fc.assert(
      fc.property(world, (made) => {
        const { entries, records, listed, acceptedIds } = play(made);
        const given = new Set(records.map(({ messageId }) => messageId));
        for (const [index, entry] of entries.entries()) {
          if (made.sends[index]?.known !== "unknown") continue;
          const complete = isComplete(entry, listed, made.depth);
          const verdict = judge(entry, { messages: listed, complete, entries, records });
          if (verdict.kind !== "sent") continue;
          settled++;
          const { message } = verdict;
          assert.ok(!given.has(message.id), "a message that another send became");
          given.add(message.id);
          assert.ok(message.body === entry.body && message.to === entry.to);
          assert.ok(complete && entry.baseline?.includes(message.id) !== true);
          const record = records[index];
          assert.ok(record);
          records[index] = { ...record, state: "sent", messageId: message.id };
          // What a person gave up may have been sent all the same, and be taken for this one.
          if (made.sends.some(({ known }) => known === "discarded")) continue;
          assert.ok(acceptedIds.has(entry.id), "it was never accepted");
        }
      }),
      { numRuns: 3000, seed: 7 },
    );
    assert.ok(settled > 100, `only ${settled} were settled at all`);
  });

  it("settles every text whose message is listed with its text and is the only one", () => {
    let settled = 0;
    fc.assert(
      fc.property(world, (made) => {
        const sends = made.sends.map((send, index) =>
          index === 0
            ? ({ ...send, known: "unknown", accepted: true, hasBaseline: true } as const)
            : ({ ...send, known: "sent" } as const),
        );
        const { entries, records, listed } = play({ ...made, sends, lean: false });
        const [entry] = entries;
        assert.ok(entry);
        const complete = isComplete(entry, listed, made.depth);
        if (!complete || !listed.some(({ id }) => id === entry.id)) return;
        const verdict = judge(entry, { messages: listed, complete, entries, records });
        assert.ok(verdict.kind === "sent" && verdict.message.id === entry.id);
        settled++;
      }),
      { numRuns: 1000, seed: 7 },
    );
    assert.ok(settled > 100, `only ${settled} were settled at all`);
  });

  it("offers a person the true message whenever it is listed", () => {
    fc.assert(
      fc.property(world, (made) => {
        const { entries, records, listed } = play(made);
        for (const [index, entry] of entries.entries()) {
          if (made.sends[index]?.known !== "unknown" || !listed.some(({ id }) => id === entry.id)) continue;
          const complete = isComplete(entry, listed, made.depth);
          const verdict = judge(entry, { messages: listed, complete, entries, records });
          assert.notEqual(verdict.kind, "none");
          if (verdict.kind === "choose") assert.ok(verdict.candidates.some(({ id }) => id === entry.id));
        }
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});

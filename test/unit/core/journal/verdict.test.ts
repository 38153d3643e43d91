import assert from "node:assert/strict";
import type { Message } from "../../../../src/api/schemas.js";
import type { Entry } from "../../../../src/core/journal/entry.js";
import type { SendRecord } from "../../../../src/core/journal/records.js";
import { judge, type Verdict } from "../../../../src/core/journal/verdict.js";
import { ACCOUNT, entryOf, messageOf } from "../../support/entries.js";

/** The verdict in short: the message's id, the candidates' ids, or nothing. */
function inShort(verdict: Verdict): string {
  if (verdict.kind === "sent") return `sent ${verdict.message.id}`;
  return verdict.kind === "none" ? "none" : `choose ${verdict.candidates.map(({ id }) => id).join(" ")}`;
}

function recordOf(entry: Entry, changes: Partial<SendRecord> = {}): SendRecord {
  const { id, account, hash, requestedAt, state } = entry;
  return { id, accountId: account.id, hash, at: requestedAt, state, ...changes };
}

function verdict(
  entry: Entry,
  messages: readonly Message[],
  others: readonly SendRecord[] = [],
  { complete = true, rivals = [] }: { complete?: boolean; rivals?: readonly Entry[] } = {},
): string {
  const records = [entry, ...rivals].map((one) => recordOf(one));
  const entries = [entry, ...rivals];
  return inShort(judge(entry, { messages, complete, entries, records: [...records, ...others] }));
}

describe("judge", () => {
  const entry = entryOf({ baseline: ["2", "1"] });
  const old = [messageOf("2"), messageOf("1")];

  it("takes the one new message with the very text for it", () => {
    assert.equal(verdict(entry, [messageOf("3"), ...old]), "sent 3");
  });

  it("finds nothing where nothing is new", () => {
    assert.equal(verdict(entry, old), "none");
    assert.equal(verdict(entry, []), "none");
  });

  it("lets a person choose among several", () => {
    assert.equal(verdict(entry, [messageOf("4"), messageOf("3"), ...old]), "choose 4 3");
  });

  for (const [what, changes, expected] of [
    ["to another number", { to: "+447700900123" }, "none"],
    ["without a number", { to: undefined }, "none"],
    ["whose number is written in another way", { to: "1 (202) 555-0123" }, "sent 3"],
    ["with another text", { body: "Hello!" }, "none"],
    ["with the text in other capitals", { body: "HELLO" }, "none"],
    ["with the text trimmed, or folded, by the server", { body: " Hello\n" }, "choose 3"],
    ["without its text", { body: undefined }, "choose 3"],
    ["without its time", { createdAt: undefined }, "sent 3"],
    ["of 5 s before the request, as clocks go", { createdAt: 995_000 }, "sent 3"],
    ["of longer before", { createdAt: 994_999 }, "none"],
    ["of 5 minutes after the deadline", { createdAt: 1_375_000 }, "sent 3"],
    ["of longer after", { createdAt: 1_375_001 }, "none"],
    ["that failed meanwhile", { status: "failed" }, "sent 3"],
  ] as const) {
    it(`says "${expected}" of a message ${what}`, () => {
      assert.equal(verdict(entry, [messageOf("3", changes), ...old]), expected);
    });
  }

  it("compares times by the server's clock", () => {
    const ahead = { ...entry, clockOffset: 3_600_000 };
    assert.equal(verdict(ahead, [messageOf("3"), ...old]), "none");
    assert.equal(verdict(ahead, [messageOf("3", { createdAt: 4_600_500 }), ...old]), "sent 3");
  });

  it("compares no times while the server's clock is not known", () => {
    const timeless = { ...entry, clockOffset: undefined };
    assert.equal(verdict(timeless, [messageOf("3", { createdAt: 1 }), ...old]), "sent 3");
  });

  it("does not know what is new without the list of before, unless the message's own time tells", () => {
    const blind = { ...entry, baseline: undefined };
    assert.equal(verdict(blind, [messageOf("3")]), "sent 3");
    assert.equal(verdict(blind, [messageOf("3", { createdAt: undefined })]), "choose 3");
    assert.equal(verdict({ ...blind, clockOffset: undefined }, [messageOf("3")]), "choose 3");
    assert.equal(verdict(blind, [messageOf("3", { createdAt: 1 })]), "none");
  });

  it("takes nothing for new that is not, as exactly as the server tells its time", () => {
    const blind = { ...entry, baseline: undefined };
    assert.equal(verdict(blind, [messageOf("3", { createdAt: 999_000 })]), "sent 3");
    assert.equal(verdict(blind, [messageOf("3", { createdAt: 998_999 })]), "choose 3");
    const ahead = { ...blind, clockOffset: 2000 };
    assert.equal(verdict(ahead, [messageOf("3", { createdAt: 1_000_500 })]), "choose 3");
  });

  it("knows that everything is new if nothing was listed before", () => {
    const first = entryOf({ baseline: [], clockOffset: undefined });
    assert.equal(verdict(first, [messageOf("1", { createdAt: undefined })]), "sent 1");
  });

  it("passes over whatever lies below a message that was listed before", () => {
    // "0" was on the second page then, so that its id was not noted.
    assert.equal(verdict(entry, [...old, messageOf("0")]), "none");
    assert.equal(verdict(entry, [messageOf("3"), messageOf("2"), messageOf("0")]), "sent 3");
  });

  it("is not sure of a list that does not reach back to before the request", () => {
    assert.equal(verdict(entry, [messageOf("3")], [], { complete: false }), "choose 3");
    assert.equal(verdict(entry, [], [], { complete: false }), "none");
  });

  it("leaves alone what another send of this account became", () => {
    const other = { id: "other", hash: "hash-1", at: 1, accountId: ACCOUNT.id, messageId: "3" } as const;
    const messages = [messageOf("4"), messageOf("3"), ...old];
    assert.equal(verdict(entry, messages, [{ ...other, state: "sent" }]), "sent 4");
    assert.equal(verdict(entry, messages.slice(1), [{ ...other, state: "sent" }]), "none");
    const elsewhere: SendRecord = { ...other, state: "sent", accountId: "account-2" };
    assert.equal(verdict(entry, messages.slice(1), [elsewhere]), "sent 3");
  });

  describe("with more sends of the same text to the same number", () => {
    const second = entryOf({ id: "entry-2", baseline: ["2", "1"], requestedAt: 1_000_100 });
    const two = [messageOf("4"), messageOf("3"), ...old];

    it("gives the older message to the older send, and to no two the same", () => {
      assert.equal(verdict(entry, two, [], { rivals: [second] }), "sent 3");
      assert.equal(verdict(second, two, [], { rivals: [entry] }), "sent 4");
      const settled = recordOf(entry, { state: "sent", messageId: "3" });
      assert.equal(verdict(second, two, [settled]), "sent 4");
    });

    it("knows what each of them saw before", () => {
      const later = { ...second, baseline: ["3", "2", "1"] };
      assert.equal(verdict(entry, two, [], { rivals: [later] }), "sent 3");
      assert.equal(verdict(later, two, [], { rivals: [entry] }), "sent 4");
    });

    it("is not sure if what can be another's may be older than all of them", () => {
      const third = messageOf("3", { createdAt: 996_000 });
      const blind = { ...second, baseline: undefined };
      const late = { ...entry, baseline: ["3"] };
      assert.equal(verdict(late, [messageOf("4"), third], [], { rivals: [blind] }), "choose 4");
      assert.equal(verdict(blind, [messageOf("4"), third], [], { rivals: [late] }), "choose 4 3");
    });

    it("is not sure beside one that was given up, unless that one is in the list of before", () => {
      const one = [messageOf("3"), ...old];
      const givenUp = recordOf(second, { state: "discarded" });
      assert.equal(verdict(entry, one, [givenUp]), "choose 3");
      assert.equal(verdict(entry, one, [{ ...givenUp, at: 1 }]), "sent 3");
      assert.equal(verdict({ ...entry, baseline: undefined }, one, [{ ...givenUp, at: 1 }]), "choose 3 2 1");
    });

    it("is not sure beside one of which nothing but a record is known", () => {
      assert.equal(verdict(entry, two, [recordOf(second)]), "choose 4 3");
    });

    it("tells two of the same time apart by their ids", () => {
      const twin = { ...entry, id: "entry-0" };
      assert.equal(verdict(entry, two, [], { rivals: [twin] }), "sent 4");
      assert.equal(verdict(twin, two, [], { rivals: [entry] }), "sent 3");
    });

    it("lets a person choose where messages and sends are not one to one", () => {
      assert.equal(verdict(entry, [messageOf("3"), ...old], [], { rivals: [second] }), "choose 3");
      const three = [messageOf("5"), ...two];
      assert.equal(verdict(entry, three, [], { rivals: [second] }), "choose 5 4 3");
    });

    it("waits for those that are still under way", () => {
      assert.equal(verdict(entry, two, [recordOf(second, { state: "underWay" })]), "choose 4 3");
      assert.equal(
        verdict(entry, [messageOf("3"), ...old], [recordOf(second, { state: "underWay" })]),
        "choose 3",
      );
    });

    it("settles its own although it is still written down as under way", () => {
      assert.equal(verdict({ ...entry, state: "underWay" }, [messageOf("3"), ...old]), "sent 3");
    });

    it("does not count those that are settled, given up, or of another text", () => {
      for (const change of [
        { state: "sent", messageId: "9" },
        { state: "discarded", at: 1 },
        { state: "reserved" },
        { hash: "hash-2" },
      ] as const)
        assert.equal(verdict(entry, [messageOf("3"), ...old], [recordOf(second, change)]), "sent 3");
    });

    it("is not sure if one of the messages came without its text", () => {
      const [newer, ...rest] = two;
      assert.ok(newer);
      assert.equal(
        verdict(entry, [{ ...newer, body: undefined }, ...rest], [], { rivals: [second] }),
        "choose 4 3",
      );
    });
  });

  it("settles nothing twice: not what the records say is settled already", () => {
    const records = [recordOf(entry, { state: "discarded" })];
    const messages = [messageOf("3")];
    assert.equal(inShort(judge(entry, { messages, complete: true, entries: [entry], records })), "choose 3");
  });
});

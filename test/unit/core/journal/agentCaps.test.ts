import assert from "node:assert/strict";
import type { FileStore } from "../../../../src/core/fileStore.js";
import {
  AgentSession,
  CAP_WINDOW,
  excessOf,
  highWater,
  type AgentLimits,
  type Counted,
} from "../../../../src/core/journal/agentCaps.js";
import { Journal } from "../../../../src/core/journal/journal.js";
import { LimitError, type SendOutcome } from "../../../../src/core/sending.js";
import { ACCOUNT, entryOf } from "../../support/entries.js";
import { cut, json, type Answer } from "../../support/httpServer.js";
import { outboxOver, temporaryFiles, textsIn } from "../../support/journal.js";
import { sendsTo, serveSends, type ServedAccount } from "../../support/sending.js";
import { US_NUMBER } from "../../support/values.js";
import { useCleanup } from "../../support/waiting.js";

const LIMITS: AgentLimits = { perSession: 3, perDay: 5, costPerDay: 100_000 };

function sendOf(id: string, at: number, changes: Partial<Counted> = {}, cost = 10_000): Counted {
  return { id, state: "sent", agent: { session: "elsewhere", cost, at }, ...changes };
}

describe("the caps of agents", () => {
  const NOW = 1_800_000_000_000;
  const session = new AgentSession();
  const own = { session, cost: 10_000 };
  const many = (count: number, at: number): Counted[] =>
    Array.from({ length: count }, (_, index) => sendOf(`send-${index}`, at));

  it("count the sends of a day, whatever became of them, and nobody else's", () => {
    const states: Counted["state"][] = ["reserved", "underWay", "unknown", "sent", "discarded"];
    const day = states.map((state, index) => sendOf(`send-${index}`, NOW, { state }));
    assert.deepEqual(excessOf(day, own, LIMITS, NOW), { of: "day", limit: 5, used: 5 });
    assert.equal(excessOf(day.slice(1), own, LIMITS, NOW), undefined);
    const persons = many(50, NOW).map(({ id, state }) => ({ id, state }));
    assert.equal(excessOf([...persons, ...day.slice(1)], own, LIMITS, NOW), undefined);
  });

  it("let the sends of a day go when it is over, but not what is under way", () => {
    assert.equal(excessOf(many(5, NOW - CAP_WINDOW), own, LIMITS, NOW), undefined);
    assert.equal(excessOf(many(5, NOW - CAP_WINDOW + 1), own, LIMITS, NOW)?.of, "day");
    const underWay = many(5, NOW - CAP_WINDOW).map((send) => ({ ...send, state: "underWay" as const }));
    assert.equal(excessOf(underWay, own, LIMITS, NOW)?.of, "day");
  });

  it("count the money of a day to the last millionth", () => {
    const spent = [sendOf("dear", NOW, {}, 90_000)];
    assert.equal(excessOf(spent, own, LIMITS, NOW), undefined);
    assert.deepEqual(excessOf(spent, { session, cost: 10_001 }, LIMITS, NOW), {
      of: "cost",
      limit: 100_000,
      used: 90_000,
      cost: 10_001,
    });
  });

  it("count a session by what the journal has of it and by what it remembers itself, each once", () => {
    const own = new AgentSession();
    const agent = { session: own.id, cost: 1, at: NOW - 5 * CAP_WINDOW };
    const excess = (): unknown =>
      excessOf([sendOf("one", 0, { agent })], { session: own, cost: 1 }, LIMITS, NOW);
    for (const id of ["one", "two"]) own.add(id);
    assert.equal(excess(), undefined);
    own.add("three");
    assert.deepEqual(excess(), { of: "session", limit: 3, used: 3 });
    own.drop("three");
    assert.equal(excess(), undefined);
  });

  it("allow nothing where a limit is no number", () => {
    for (const key of ["perSession", "perDay", "costPerDay"] as const)
      assert.ok(excessOf([], own, { ...LIMITS, [key]: NaN }, NOW), key);
    assert.ok(excessOf([], { session, cost: NaN }, LIMITS, NOW));
  });

  it("go by the newest mark where the clock was set back, but not by what was only reserved", () => {
    assert.equal(highWater([sendOf("one", NOW + 5)], NOW), NOW + 5);
    assert.equal(highWater([sendOf("one", NOW - 5)], NOW), NOW);
    assert.equal(highWater([sendOf("one", NOW + 5, { state: "reserved" })], NOW), NOW);
  });
});

describe("an agent's send in the journal", () => {
  const cleanup = useCleanup();
  const realNow = Date.now;
  let folder: string;
  let files: FileStore;
  beforeEach(async () => {
    ({ folder, files } = await temporaryFiles(cleanup));
    cleanup(() => {
      Date.now = realNow;
    });
  });

  const serve = (answer: Answer): Promise<ServedAccount> => serveSends(cleanup, answer);
  let texts = 0;
  const send = (
    { account }: ServedAccount,
    session: AgentSession,
    { cost = 10_000, limits = LIMITS } = {},
  ): Promise<SendOutcome> =>
    outboxOver(files).outbox.send(
      account,
      { to: US_NUMBER, body: `Text ${++texts}`, senderId: "" },
      { agent: { session, cost, limits } },
    );
  const limitOf = (outcome: SendOutcome): unknown =>
    outcome.kind === "notSent" && outcome.error instanceof LimitError ? outcome.error.excess : outcome.kind;

  it("is marked before it is requested and after, without a text", async () => {
    const session = new AgentSession();
    const journal = new Journal(files);
    let under: unknown;
    const served = await serve((response, request) => {
      void journal.records().then((records) => {
        under = records;
        json({ id: 7 })(response, request);
      });
    });
    const before = Date.now();
    assert.equal((await send(served, session)).kind, "sent");
    const [mark] = (await journal.records()).map(({ agent }) => agent);
    assert.ok(mark !== undefined && mark.at >= before && mark.at <= Date.now());
    assert.deepEqual({ ...mark, at: 0 }, { session: session.id, cost: 10_000, at: 0 });
    assert.match(JSON.stringify(under), new RegExp(`"state":"underWay","agent":{"session":"${session.id}"`));
  });

  it("keeps what was charged if that is more than was expected, now or when it is found", async () => {
    const session = new AgentSession();
    const journal = new Journal(files);
    await send(await serve(json({ id: 7, price_usd: "0.05" })), session);
    await send(await serve(json({ id: 8, price_usd: "0.000001" })), session);
    const agent = { session: session.id, cost: 10_000, at: Date.now() };
    await journal.write(entryOf({ id: "lost", agent }));
    await journal.settle(entryOf({ id: "lost", agent }), { how: "sent", messageId: "9", price: 70_000 });
    const costs = (await journal.records()).map((record) => record.agent?.cost);
    assert.deepEqual(costs.sort(), [10_000, 50_000, 70_000]);
  });

  it("has one place less after a lost answer, and the same after a refusal", async () => {
    const session = new AgentSession();
    const lost = await serve(cut);
    const refused = await serve(json({ message: "no" }, 422));
    const good = await serve(json({ id: 7 }));
    for (let count = 0; count < 5; count++) assert.equal((await send(refused, session)).kind, "notSent");
    assert.equal((await send(lost, session)).kind, "unknown");
    assert.equal((await send(lost, session)).kind, "unknown");
    assert.equal((await send(good, session)).kind, "sent");
    assert.deepEqual(limitOf(await send(good, session)), { of: "session", limit: 3, used: 3 });
    assert.equal(sendsTo(good.server), 1);
    assert.deepEqual(await new Journal(files).records().then((records) => records.length), 3);
  });

  it("finds every place there is, when many ask at once", async () => {
    const session = new AgentSession();
    const served = await serve(json({ id: 7 }));
    const limits = { ...LIMITS, perSession: 4 };
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => send(served, session, { limits })));
    assert.equal(outcomes.filter(({ kind }) => kind === "sent").length, 4);
    assert.equal(sendsTo(served.server), 4);
  });

  it("counts from the end of its request: a machine may sleep meanwhile", async () => {
    const served = await serve((response, request) => {
      const asleep = Date.now() + 8 * 3_600_000;
      Date.now = () => asleep;
      json({ id: 7 })(response, request);
    });
    const limits = { ...LIMITS, perDay: 1 };
    await send(served, new AgentSession(), { limits });
    const later = Date.now() + CAP_WINDOW - 1;
    Date.now = () => later;
    assert.deepEqual(limitOf(await send(served, new AgentSession(), { limits })), {
      of: "day",
      limit: 1,
      used: 1,
    });
    Date.now = () => later + 1;
    assert.equal((await send(served, new AgentSession(), { limits })).kind, "sent");
  });

  for (const [where, by] of [
    ["ahead", 2 * CAP_WINDOW],
    ["back", -2 * CAP_WINDOW],
  ] as const) {
    it(`takes its place anew if the clock was set ${where} before the request, by what is used now`, async () => {
      const session = new AgentSession();
      const journal = new Journal(files);
      const start = Date.now();
      const served = await serve(json({ id: 7 }));
      const limits = { ...LIMITS, perDay: 1 };
      const api = await served.account.api();
      let lists = 0;
      const list = api.list.bind(api);
      // The list of before is asked for between the place and the request.
      api.list = async (...args) => {
        lists++;
        // The place is gone, pruned as an old one, and another window has taken it.
        for (const { id } of await journal.records()) await journal.remove(id);
        Date.now = () => start + by;
        const agent = { session: "elsewhere", cost: 10_000, at: Date.now() };
        await journal.settle(entryOf({ id: "other", agent }), { how: "sent" });
        return list(...args);
      };
      assert.deepEqual(limitOf(await send(served, session, { limits })), { of: "day", limit: 1, used: 1 });
      assert.deepEqual([lists, sendsTo(served.server), session.sends.size], [1, 0, 0]);
      assert.deepEqual(
        (await journal.records()).map(({ id }) => id),
        ["other"],
      );
    });
  }

  it("is not forgotten by a clock that runs ahead and is set back, and is once a newer one stands", async () => {
    const journal = new Journal(files);
    const start = Date.now();
    const at = (time: number): void => {
      Date.now = () => time;
    };
    at(start);
    const good = await serve(json({ id: 7 }));
    const refused = await serve(json({ message: "no" }, 422));
    const limits = { ...LIMITS, perDay: 1 };
    await send(good, new AgentSession(), { limits });
    at(start + 3 * CAP_WINDOW);
    await send(refused, new AgentSession(), { limits });
    await journal.prune(Date.now() - CAP_WINDOW);
    at(start + 1);
    assert.deepEqual(limitOf(await send(good, new AgentSession(), { limits })), {
      of: "day",
      limit: 1,
      used: 1,
    });
    at(start + 3 * CAP_WINDOW);
    assert.equal((await send(good, new AgentSession(), { limits })).kind, "sent");
    at(start + 2);
    assert.notEqual(limitOf(await send(good, new AgentSession(), { limits })), "sent");
    at(start + 3 * CAP_WINDOW);
    await journal.prune(Date.now() - CAP_WINDOW);
    assert.equal((await journal.records()).length, 1);
  });

  it("stays counted when a person clears its account, with nothing else of it", async () => {
    const session = new AgentSession();
    const journal = new Journal(files);
    await send(await serve(json({ id: 7 })), session);
    await send(await serve(cut), session);
    await journal.clear(ACCOUNT.id);
    const left = await journal.records();
    assert.deepEqual(
      left.map(({ state, agent, accountId, hash }) => [state, agent?.session, accountId, hash]),
      [
        ["discarded", session.id, "", ""],
        ["discarded", session.id, "", ""],
      ],
    );
    assert.ok(!(await textsIn(folder)).includes(ACCOUNT.id));
    assert.deepEqual(await journal.entries(), []);
    await journal.clear();
    assert.deepEqual(await journal.records(), []);
  });

  it("leaves files of before, which have no mark, as they were", async () => {
    const old = { id: "old", state: "sent", accountId: "account-1", hash: "hash", at: 5 };
    await files.writeAtomic("outbox/settled/old.json", JSON.stringify(old));
    const journal = new Journal(files);
    assert.deepEqual(await journal.records(), [old]);
    await journal.prune(6);
    assert.deepEqual(await journal.records(), []);
  });
});

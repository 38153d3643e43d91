import assert from "node:assert/strict";
import fc from "fast-check";
import type { Message } from "../../../src/api/schemas.js";
import { STATUS_FILTERS, type StatusFilter } from "../../../src/api/statusFilter.js";
import { isUncertain, type MessageList } from "../../../src/core/messageList.js";
import { readPages } from "../../../src/core/messagePages.js";
import type { Messages } from "../../../src/core/messages.js";
import { ListServer, messagesFrom } from "../support/listServer.js";

/** What may happen at the server; `which` picks one of all messages that ever were. */
type Change =
  | { readonly do: "insert"; readonly count: number; readonly told: boolean }
  | { readonly do: "status"; readonly which: number; readonly status: StatusFilter; readonly told: boolean }
  | { readonly do: "remove"; readonly which: number; readonly told: boolean };

/** What a person does, and what happens at the server before each request that it causes. */
interface Step {
  readonly do: "refresh" | "more" | "all" | "filter" | "wait";
  readonly filter: StatusFilter | undefined;
  readonly changes: readonly (readonly Change[])[];
}

const insert = fc.record({
  do: fc.constant("insert" as const),
  count: fc.integer({ min: 1, max: 7 }),
  told: fc.boolean(),
});
const status = fc.record({
  do: fc.constant("status" as const),
  which: fc.nat(),
  status: fc.constantFrom("delivered" as const, "failed" as const),
  told: fc.boolean(),
});
const remove = fc.record({ do: fc.constant("remove" as const), which: fc.nat(), told: fc.boolean() });

const stepsOf = (change: fc.Arbitrary<Change>): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      do: fc.constantFrom("refresh", "more", "more", "more", "all", "filter", "wait"),
      filter: fc.constantFrom(undefined, ...STATUS_FILTERS),
      changes: fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 6 }),
    }) satisfies fc.Arbitrary<Step>,
    { maxLength: 15 },
  );

/** What a server tells by which one message is newer than another: its number, or its time. */
const byNumber = (id: number, state: string): Message => ({ id: String(id), status: state, raw: {} });
const byTime = (id: number, state: string): Message => ({
  ...byNumber(id, state),
  id: `id${id}`,
  createdAt: id * 1000,
});

const numberOf = ({ id }: Message): number => Number(id.replace("id", ""));

/** A window that shows a server's list, and what it has to show at the least. */
class Model {
  readonly server = new ListServer(3, 10);
  readonly messages: Messages;
  #pending: (readonly Change[])[] = [];
  /** What was there when the newest page was last asked for. */
  #base: readonly number[] = [];
  #removes = false;

  constructor(wire: (id: number, status: string) => Message, total: ListServer["total"]) {
    this.server.wire = wire;
    this.server.total = total;
    this.server.onRequest = () => {
      for (const change of this.#pending.shift() ?? []) this.change(change);
    };
    const { server } = this;
    const note = (): void => {
      this.#base = server.rows(this.messages.filter).map(numberOf);
    };
    this.messages = messagesFrom({
      list: (filter, cursor) => {
        const page = server.list(filter, cursor);
        if (cursor === undefined) note();
        return page;
      },
    });
  }

  get list(): MessageList | undefined {
    const { state } = this.messages;
    return state.kind === "idle" ? undefined : state.last?.value;
  }

  get shown(): number[] {
    return this.list?.messages.map(numberOf) ?? [];
  }

  async run(step: Step): Promise<void> {
    this.#pending = [...step.changes];
    switch (step.do) {
      case "refresh":
        await this.messages.refresh();
        break;
      case "more":
        await this.messages.loadMore();
        break;
      case "all":
        await this.messages.loadAll();
        break;
      case "filter":
        await this.messages.setFilter(step.filter);
        break;
      case "wait":
        for (const changes of step.changes) for (const change of changes) this.change(change);
    }
    this.#pending = [];
    this.check();
  }

  change(change: Change): void {
    if (change.do === "insert") {
      const inserted = this.server.insert(change.count);
      if (change.told) this.messages.addAll(inserted);
      return;
    }
    const id = 1 + (change.which % this.server.count);
    if (change.do === "remove") {
      this.server.remove(id);
      this.#removes = true;
      return;
    }
    if (this.server.statusOf(id) !== "sent") return;
    const message = this.server.setStatus(id, change.status);
    // Where ids do not count up, an old message that is told of for the first time passes for a new one.
    const isPlaced = message?.createdAt === undefined || this.messages.find(message.id) !== undefined;
    if (message !== undefined && change.told && isPlaced) this.messages.add(message);
  }

  check(): void {
    const { list, shown } = this;
    if (list === undefined) return;
    assert.deepEqual(
      shown,
      [...new Set(shown)].sort((a, b) => b - a),
      "newest first, none twice",
    );
    for (const message of list.messages) assert.equal(this.messages.find(message.id), message);
    if (isUncertain(list)) return;
    const lowest = list.next === undefined ? 0 : (shown.at(-1) ?? Infinity);
    const there = new Set(this.server.rows(this.messages.filter).map(numberOf));
    const needed = this.#base.filter((id) => id >= lowest && there.has(id));
    const has = new Set(shown);
    assert.deepEqual(
      needed.filter((id) => !has.has(id)),
      [],
      "no gap",
    );
  }

  /** Nothing happens any more: then all that is there is shown, as it is. */
  async settle(): Promise<void> {
    if (this.messages.filter !== undefined || this.#removes) await this.messages.restart();
    else await this.messages.refresh();
    const complete = await this.messages.loadAll();
    assert.ok(complete === true || this.server.total !== "true", "complete");
    assert.deepEqual(this.shown, this.server.rows(this.messages.filter).map(numberOf));
  }
}

describe("the messages of a window while the server goes on", () => {
  const holds = (
    name: string,
    change: fc.Arbitrary<Change>,
    totals: readonly ListServer["total"][],
    filters: readonly (StatusFilter | undefined)[] = [undefined, ...STATUS_FILTERS],
  ): void => {
    it(name, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(byNumber, byTime),
          fc.constantFrom(...totals),
          stepsOf(change),
          async (wire, total, steps) => {
            const model = new Model(wire, total);
            await model.messages.refresh();
            for (const step of steps) {
              if (step.do !== "filter" || filters.includes(step.filter)) await model.run(step);
            }
            await model.settle();
          },
        ),
        { numRuns: 300 },
      );
    });
  };

  holds("are what it has, whatever happens, if it counts right", fc.oneof(insert, status), ["true"]);
  holds(
    "are what it has when messages are deleted",
    fc.oneof(insert, status, remove),
    ["true"],
    [undefined, "sent"],
  );
  holds("are what it has when it counts wrong, or not at all", insert, ["none", 0, 7, 1000]);
  holds("are what it has when it does not count and messages only leave", status, ["none", 0, 7, 1000]);

  it("are read without a gap by who reads them all", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(undefined, "sent" as const),
        fc.array(fc.array(fc.oneof(insert, status, remove), { maxLength: 3 }), { maxLength: 12 }),
        async (filter, changes) => {
          const model = new Model(byNumber, "true");
          const { server } = model;
          const before = server.rows(filter);
          const pending = [[], ...changes];
          server.onRequest = () => {
            for (const change of pending.shift() ?? []) model.change(change);
          };
          const read: number[] = [];
          let uncertain = false;
          for await (const page of readPages(server, filter)) {
            read.push(...page.messages.map(numberOf));
            uncertain ||= page.uncertain;
          }
          assert.equal(new Set(read).size, read.length, "none twice");
          const there = new Set(server.rows(filter).map(numberOf));
          const missed = before.map(numberOf).filter((id) => there.has(id) && !read.includes(id));
          assert.ok(uncertain || missed.length === 0, `missed ${missed.join(" ")}`);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

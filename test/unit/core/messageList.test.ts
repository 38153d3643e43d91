import assert from "node:assert/strict";
import fc from "fast-check";
import type { Message, MessagePage } from "../../../src/api/schemas.js";
import { mergeFirstPage } from "../../../src/core/firstPage.js";
import { appendPage } from "../../../src/core/furtherPage.js";
import { mergeMessage, upsert, type MessageList } from "../../../src/core/messageList.js";
import { idsOf as ids, message, page } from "../support/listed.js";

describe("mergeFirstPage", () => {
  const list = appendPage(mergeFirstPage(undefined, page([9, 8, 7], 2)), page([6, 5, 4], 3));

  it("keeps the older pages that the new page touches", () => {
    const merged = mergeFirstPage(list, page([10, 9, 8], 2));
    assert.deepEqual(ids(merged), [10, 9, 8, 7, 6, 5, 4]);
    assert.deepEqual(merged.next, { page: 3 });
  });

  it("is the same array when nothing is new", () => {
    assert.equal(mergeFirstPage(list, page([9, 8, 7], 2)).messages, list.messages);
    const changed = { ...page([9, 8, 7], 2), messages: [9, 8, 7].map((id) => message(id, "failed")) };
    assert.equal(mergeFirstPage(list, changed).messages[0]?.status, "failed");
    assert.deepEqual(ids(mergeFirstPage(list, page([9, 7, 6], 2))), [9, 7, 6, 5, 4]);
  });

  it("starts anew when it touches none", () => {
    const merged = mergeFirstPage(list, page([12, 11, 10], 2));
    assert.deepEqual(ids(merged), [12, 11, 10]);
    assert.deepEqual(merged.next, { page: 2 });
  });

  it("is the whole list when the server has no more", () => {
    const merged = mergeFirstPage(list, page([9, 8]));
    assert.deepEqual(ids(merged), [9, 8]);
    assert.equal(merged.next, undefined);
  });

  it("does not take one that arrived alone for a place where pages touch", () => {
    const withSent = upsert(list, message(20), undefined);
    assert.deepEqual(ids(withSent), [20, 9, 8, 7, 6, 5, 4]);
    // Ten others, sent elsewhere, lie between 20 and 9.
    for (const firstPage of [page([21, 20, 19], 2), page([22, 21, 20], 2)]) {
      const merged = mergeFirstPage(withSent, firstPage);
      assert.deepEqual(ids(merged), ids(mergeFirstPage(undefined, firstPage)));
      assert.deepEqual(merged.next, { page: 2 });
    }
  });

  it("starts anew under a filter, where messages join and leave anywhere", () => {
    assert.deepEqual(ids(mergeFirstPage(list, page([9, 8, 7], 2), "delivered")), [9, 8, 7]);
  });

  it("has no id twice, whatever the server does", () => {
    // Where many have the same second, a server may give them in another order each time.
    assert.deepEqual(ids(mergeFirstPage(list, page([9, 5, 8], 2))), [9, 5, 8, 7, 6, 4]);
    assert.deepEqual(ids(mergeFirstPage(list, page([7, 8, 9], 2))), [7, 8, 9, 6, 5, 4]);
    assert.deepEqual(ids(mergeFirstPage(undefined, page([3, 3, 2, 3], 2))).sort(), [2, 3]);
  });
});

describe("mergeMessage", () => {
  it("does not let a lean answer wipe out what a fuller one told", () => {
    const full = message(1, "sent", { body: "Hello", price: 10_000, raw: { id: 1, body: "Hello" } });
    const lean = message(1, "delivered", { body: undefined, raw: { id: 1, status: "delivered" } });
    const merged = mergeMessage(full, lean);
    assert.equal(merged.status, "delivered");
    assert.equal(merged.body, "Hello");
    assert.equal(merged.price, 10_000);
    assert.deepEqual(merged.raw, { id: 1, body: "Hello", status: "delivered" });
    assert.equal(mergeMessage(undefined, lean), lean);
  });

  it("lets no late word undo a final status", () => {
    const delivered = message(1, "delivered", { deliveredAt: 5, raw: { status: "delivered", at: 5 } });
    const sent = message(1, "sent", { body: "Hi", raw: { status: "sent", id: 1 } });
    const merged = mergeMessage(delivered, sent);
    assert.deepEqual([merged.status, merged.body, merged.deliveredAt], ["delivered", "Hi", 5]);
    assert.deepEqual(merged.raw, { status: "delivered", at: 5, id: 1 });
    assert.deepEqual(mergeMessage(sent, delivered), merged);
  });

  it("is what a first page and an arrival do", () => {
    const full = upsert(
      mergeFirstPage(undefined, page([])),
      message(1, "sent", { body: "Hello" }),
      undefined,
    );
    assert.equal(mergeFirstPage(full, page([1])).messages[0]?.body, "Hello");
    assert.equal(upsert(full, message(1, "delivered"), undefined).messages[0]?.body, "Hello");
  });
});

describe("upsert", () => {
  const list = mergeFirstPage(undefined, page([3, 2, 1], 2));

  it("puts a new one on top, and changes one that is there in its place", () => {
    assert.deepEqual(ids(upsert(list, message(4), undefined)), [4, 3, 2, 1]);
    const changed = upsert(list, message(2, "delivered"), undefined);
    assert.deepEqual(ids(changed), [3, 2, 1]);
    assert.equal(changed.messages[1]?.status, "delivered");
  });

  it("puts one that turns out to be older where its number belongs", () => {
    const filtered = mergeFirstPage(undefined, page([9, 7, 5], 2));
    assert.deepEqual(ids(upsert(filtered, message(6), "sent")), [9, 7, 6, 5]);
    assert.equal(upsert(filtered, message(6), "sent").arrived, 0);
    assert.equal(upsert(filtered, message(2), "sent"), filtered);
    const complete = mergeFirstPage(undefined, page([9, 7, 5]));
    assert.deepEqual(ids(upsert(complete, message(2), "sent")), [9, 7, 5, 2]);
  });

  it("takes one for the newest whose id says nothing", () => {
    const opaque = { ...message(0), id: "01J" };
    assert.equal(upsert(list, opaque, undefined).messages[0], opaque);
    assert.deepEqual(ids(upsert({ messages: [], arrived: 0, next: undefined }, message(1), undefined)), [1]);
  });

  it("minds the filter", () => {
    assert.equal(upsert(list, message(4, "failed"), "sent"), list);
    assert.deepEqual(ids(upsert(list, message(4, "sent"), "sent")), [4, 3, 2, 1]);
    assert.deepEqual(ids(upsert(list, message(2, "delivered"), "sent")), [3, 1]);
  });

  it("counts those that arrived", () => {
    const four = upsert(list, message(4), "sent");
    assert.equal(four.arrived, 1);
    assert.equal(upsert(four, message(2, "failed"), "sent").arrived, 1);
    assert.equal(upsert(four, message(4, "failed"), "sent").arrived, 0);
    assert.equal(mergeFirstPage(four, page([4, 3, 2], 2)).arrived, 0);
  });
});

/** What may happen, in any order. */
type Step =
  | { readonly do: "insert"; readonly count: number; readonly told: boolean }
  | { readonly do: "status"; readonly which: number; readonly told: boolean }
  | { readonly do: "refresh" | "more" };

/** What a server tells by which one message is newer than another: its number, or its time. */
const WAYS: readonly ((id: number, status: string) => Message)[] = [
  (id, status) => message(id, status),
  (id, status) => ({ ...message(id, status, { createdAt: id * 1000 }), id: `id${id}` }),
];

const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant("insert" as const),
      count: fc.integer({ min: 1, max: 7 }),
      told: fc.boolean(),
    }),
    fc.record({ do: fc.constant("status" as const), which: fc.nat(), told: fc.boolean() }),
    fc.record({ do: fc.constantFrom("refresh" as const, "more" as const) }),
  ),
  { maxLength: 40 },
);

/** A server with pages of three, and a list that follows it. */
class Model {
  readonly statuses: string[] = [];
  list: MessageList | undefined;

  constructor(private readonly wire: (id: number, status: string) => Message) {}

  page(number: number): MessagePage {
    const newestFirst = this.statuses.map((status, id) => this.wire(id, status)).reverse();
    const messages = newestFirst.slice((number - 1) * 3, number * 3);
    const last = number * 3 >= newestFirst.length;
    return { messages, next: last ? undefined : { page: number + 1 }, perPage: 3, total: newestFirst.length };
  }

  run(step: Step): void {
    switch (step.do) {
      case "insert":
        for (let n = 0; n < step.count; n++) {
          this.tell(this.statuses.push("sent") - 1, step.told);
        }
        break;
      case "status": {
        const id = step.which % Math.max(1, this.statuses.length);
        if (this.statuses[id] === undefined) break;
        this.statuses[id] = "delivered";
        this.tell(id, step.told && this.knows(id));
        break;
      }
      case "refresh":
        this.list = mergeFirstPage(this.list, this.page(1));
        this.checkFirstPage(this.list);
        break;
      case "more":
        if (this.list?.next !== undefined && "page" in this.list.next) {
          this.list = appendPage(this.list, this.page(this.list.next.page));
        }
    }
    if (this.list !== undefined) this.check(this.list);
  }

  /** Where ids do not count up, an old message that is told of for the first time passes for a new one. */
  private knows(id: number): boolean {
    const wired = this.wire(id, "sent").id;
    return wired === String(id) || this.list?.messages.some((other) => other.id === wired) === true;
  }

  private tell(id: number, told: boolean): void {
    const status = this.statuses[id] ?? "sent";
    if (told && this.list) this.list = upsert(this.list, this.wire(id, status), undefined);
  }

  private check(list: MessageList): void {
    const shown = ids(list);
    assert.deepEqual(
      shown,
      [...new Set(shown)].sort((a, b) => b - a),
      "newest first, none twice",
    );
    const paged = shown.slice(list.arrived);
    const [top = -1] = paged;
    assert.deepEqual(
      paged,
      Array.from(paged, (_, index) => top - index),
      "no gap",
    );
    if (list.next === undefined) assert.equal(paged.at(-1) ?? 0, 0, "complete");
  }

  private checkFirstPage(list: MessageList): void {
    const fresh = this.page(1).messages;
    assert.equal(list.arrived, 0);
    assert.deepEqual(
      list.messages.slice(0, fresh.length).map(({ id, status }) => ({ id, status })),
      fresh.map(({ id, status }) => ({ id, status })),
    );
  }
}

describe("a list that is refreshed and extended while the server goes on", () => {
  it("never shows a message twice, out of order, or a gap as if it were complete", () => {
    fc.assert(
      fc.property(fc.constantFrom(...WAYS), steps, (way, run) => {
        const model = new Model(way);
        for (const step of run) model.run(step);
      }),
      { numRuns: 3000 },
    );
  });

  it("has everything in the end", () => {
    fc.assert(
      fc.property(fc.constantFrom(...WAYS), steps, (way, run) => {
        const model = new Model(way);
        for (const step of run) model.run(step);
        model.run({ do: "refresh" });
        for (let n = 0; n <= model.statuses.length; n++) model.run({ do: "more" });
        const all = Array.from(model.statuses, (_, id) => id).reverse();
        assert.deepEqual(model.list && ids(model.list), all);
      }),
    );
  });
});

import assert from "node:assert/strict";
import type { Message } from "../../../../src/api/schemas.js";
import { MAX_PAGES, readPart, type ListPart } from "../../../../src/agent/tools/listPart.js";

/** A server with messages N … 1, and which of its pages were asked for. */
class Pages {
  readonly asked: number[] = [];

  constructor(
    readonly count: number,
    readonly size: number,
  ) {}

  read(skip: number, limit: number, to?: string): Promise<ListPart> {
    this.asked.length = 0;
    return readPart({
      fetchPage: (page) => {
        this.asked.push(page);
        const all = Array.from({ length: this.count }, (_, index): Message => {
          const id = this.count - index;
          return { id: String(id), to: id % 10 === 0 ? "tenth" : "other", raw: {} };
        });
        const messages = all.slice((page - 1) * this.size, page * this.size);
        const next = page * this.size < this.count ? { page: page + 1 } : undefined;
        return Promise.resolve({ messages, next, perPage: this.size, total: this.count });
      },
      to,
      skip,
      limit,
    });
  }
}

const ids = ({ messages }: ListPart): number[] => messages.map(({ id }) => Number(id));

describe("a part of the list for a model", () => {
  it("joined with the next parts is the list, whatever the server's pages are", async () => {
    for (const [count, size, limit] of [
      [0, 5, 10],
      [7, 5, 10],
      [23, 5, 3],
      [40, 20, 20],
      [41, 20, 7],
    ] as const) {
      const pages = new Pages(count, size);
      const found: number[] = [];
      for (let skip = 0, more = true; more; skip += limit) {
        const part = await pages.read(skip, limit);
        assert.ok(pages.asked.length <= 2 + Math.ceil(limit / size), pages.asked.join());
        assert.equal(part.givenUp, false);
        found.push(...ids(part));
        more = part.more;
      }
      assert.deepEqual(
        found,
        Array.from({ length: count }, (_, index) => count - index),
      );
    }
  });

  it("goes straight to the page of the server that it begins on", async () => {
    const pages = new Pages(1000, 20);
    assert.deepEqual(ids(await pages.read(500, 2)), [500, 499]);
    assert.deepEqual(pages.asked, [1, 26]);
  });

  it("is empty behind the end", async () => {
    const part = await new Pages(10, 5).read(100, 10);
    assert.deepEqual([ids(part), part.more, part.givenUp], [[], false, false]);
  });

  it("has the messages to one number, and says where the search was given up", async () => {
    const part = await new Pages(45, 5).read(0, 2, "tenth");
    assert.deepEqual([ids(part), part.more], [[40, 30], true]);
    const second = await new Pages(45, 5).read(2, 2, "tenth");
    assert.deepEqual([ids(second), second.more, second.givenUp], [[20, 10], true, false]);
    const third = await new Pages(45, 5).read(4, 2, "tenth");
    assert.deepEqual([ids(third), third.more, third.givenUp], [[], false, true]);
    const pages = new Pages(1000, 5);
    const far = await pages.read(0, 20, "tenth");
    assert.deepEqual([far.givenUp, pages.asked.length], [true, MAX_PAGES]);
  });
});

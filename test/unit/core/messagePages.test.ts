import assert from "node:assert/strict";
import { ApiError } from "../../../src/api/errors.js";
import type { StatusFilter } from "../../../src/api/statusFilter.js";
import { readPages, type PageSource, type ReadPage } from "../../../src/core/messagePages.js";
import type { MessagePage, PageCursor } from "../../../src/api/schemas.js";
import { apiAt, json, startServer, text } from "../support/httpServer.js";
import { startSandbox } from "../support/sandbox.js";
import { failure, useCleanup } from "../support/waiting.js";
import { ListServer } from "../support/listServer.js";

const read = async (
  api: PageSource,
  filter?: StatusFilter,
  options?: Parameters<typeof readPages>[2],
): Promise<ReadPage[]> => {
  const pages: ReadPage[] = [];
  for await (const page of readPages(api, filter, options)) pages.push(page);
  return pages;
};
const idsOf = (pages: readonly ReadPage[]): string =>
  pages.flatMap(({ messages }) => messages.map(({ id }) => id)).join(" ");
const isUncertain = (pages: readonly ReadPage[]): boolean => pages.some(({ uncertain }) => uncertain);

describe("readPages", () => {
  const cleanup = useCleanup();

  it("reads all that a sandbox has, filtered or not", async () => {
    const sandbox = await startSandbox();
    cleanup(() => sandbox.close());
    const token = sandbox.token;
    const api = apiAt(sandbox, { authorize: () => Promise.resolve(token) });
    for (let n = 0; n < 45; n++) await api.send({ to: "+12025550188", body: `Text ${n}` });
    const newestFirst = Array.from({ length: 45 }, (_, index) => 45 - index).join(" ");
    for (const pagination of ["full", "meta", "links", "none"] as const) {
      sandbox.configure({ pagination });
      assert.equal(idsOf(await read(api)), newestFirst, pagination);
      const sent = await read(api, "sent");
      assert.equal(idsOf(sent), newestFirst, pagination);
      assert.equal(isUncertain(sent), false);
    }
    assert.deepEqual(idsOf(await read(api, "failed")), "");
  });

  it("repeats nothing when messages arrive meanwhile", async () => {
    const server = new ListServer(3, 9);
    server.before(2, () => server.insert(2));
    const pages = await read(server);
    assert.equal(idsOf(pages), "9 8 7 6 5 4 3 2 1");
    assert.equal(isUncertain(pages), false);
  });

  it("leaves out none that move up when others leave the filter", async () => {
    const server = new ListServer(3, 9);
    server.before(2, () => {
      server.setStatus(9, "delivered");
      server.setStatus(8, "delivered");
    });
    const pages = await read(server, "sent");
    assert.equal(idsOf(pages), "9 8 7 6 5 4 3 2 1");
    assert.equal(isUncertain(pages), false);
  });

  it("finds the place where pages touch when whole pages have left", async () => {
    const server = new ListServer(3, 30);
    server.before(9, () => {
      for (let id = 30; id > 18; id--) server.setStatus(id, "delivered");
    });
    const ids = idsOf(await read(server, "sent")).split(" ");
    assert.deepEqual(
      ids,
      Array.from({ length: 30 }, (_, index) => String(30 - index)),
    );
  });

  it("looks twice where the number of rows has shrunk", async () => {
    const server = new ListServer(3, 9);
    server.before(2, () => {
      server.remove(8);
    });
    assert.equal(idsOf(await read(server)), "9 8 7 6 5 4 3 2 1");
    assert.ok(server.asked.length > 3);
  });

  it("says so when nothing of what it has read is left", async () => {
    const server = new ListServer(3, 9);
    server.before(2, () => {
      for (let id = 9; id > 4; id--) server.setStatus(id, "delivered");
    });
    const pages = await read(server, "sent");
    assert.equal(idsOf(pages), "9 8 7 4 3 2 1");
    assert.equal(isUncertain(pages), true);
  });

  it("ends where pages repeat each other for ever, and does not call that complete", async () => {
    for (const next of [{ page: 2 }, { url: "http://127.0.0.1/sms?page=1" }] satisfies PageCursor[]) {
      for (const rows of [["2", "1"], []]) {
        const page: MessagePage = {
          messages: rows.map((id) => ({ id, raw: {} })),
          next,
          perPage: 2,
          total: undefined,
        };
        const asked: (PageCursor | undefined)[] = [];
        const source: PageSource = {
          list: (_, cursor) => {
            asked.push(cursor);
            return Promise.resolve(page);
          },
        };
        const pages = await read(source);
        assert.equal(idsOf(pages), rows.join(" "));
        assert.equal(pages.at(-1)?.uncertain, true);
        assert.ok(asked.length < 10);
      }
    }
  });

  it("does not believe a total", async () => {
    for (const total of [0, 1, 5000]) {
      const server = new ListServer(3, 9);
      server.total = total;
      const pages = await read(server);
      assert.equal(idsOf(pages), "9 8 7 6 5 4 3 2 1");
    }
  });

  describe("under a rate limit", () => {
    /** A clock on which waiting takes no time. */
    const fakeClock = (): { now: () => number; sleep: () => Promise<boolean>; slept: number[] } => {
      let now = Date.now();
      const slept: number[] = [];
      return {
        slept,
        now: () => now,
        sleep: (ms = 0) => {
          slept.push(ms);
          now += ms;
          return Promise.resolve(true);
        },
      };
    };
    const page = (number: number): object => ({
      data: [{ id: 100 - number }],
      meta: { current_page: number, last_page: 4 },
    });

    it("waits until the server takes requests again, and says until when", async () => {
      const server = await startServer(
        json(page(1)),
        text("", 429, { "Retry-After": "30" }),
        json(page(2)),
        text("", 429),
        json(page(3)),
        json(page(4)),
      );
      cleanup(() => server.close());
      const waits: number[] = [];
      const clock = fakeClock();
      const pages = await read(apiAt(server, { limits: { read: 100 } }), undefined, {
        clock,
        onWait: (until) => waits.push(until - clock.now()),
      });
      assert.equal(idsOf(pages), "99 98 97 96");
      assert.equal(waits.length, 2);
      assert.ok(waits[0] !== undefined && waits[0] > 29_000 && waits[0] <= 31_000);
      assert.deepEqual(clock.slept.slice(1), [5000]);
    });

    it("believes what a sandbox says of its limit", async () => {
      const sandbox = await startSandbox({ perPage: 2 });
      cleanup(() => sandbox.close());
      const { token } = sandbox;
      const api = apiAt(sandbox, { authorize: () => Promise.resolve(token) });
      for (let n = 0; n < 9; n++) await api.send({ to: "+12025550188", body: `Text ${n}` });
      sandbox.configure({ rateLimitPerMinute: 5 });
      let waits = 0;
      const onWait = (): void => {
        waits++;
        sandbox.configure({ rateLimitPerMinute: 0 });
      };
      assert.equal(idsOf(await read(api, undefined, { onWait, clock: fakeClock() })), "9 8 7 6 5 4 3 2 1");
      assert.equal(waits, 1);
    });

    it("leaves a fifth of the limit to the user", async () => {
      const limited = (number: number, remaining: number): ReturnType<typeof json> =>
        json(page(number), 200, { "X-RateLimit-Limit": "10", "X-RateLimit-Remaining": String(remaining) });
      const server = await startServer(limited(1, 3), limited(2, 2), limited(3, 9), limited(4, 8));
      cleanup(() => server.close());
      const clock = fakeClock();
      const api = apiAt(server);
      assert.equal(idsOf(await read(api, undefined, { clock })), "99 98 97 96");
      assert.deepEqual(clock.slept, [60_000]);
    });

    it("gives up where the wait is for tomorrow, and when it is cancelled", async () => {
      const server = await startServer(json(page(1)), text("", 429, { "Retry-After": "80000" }));
      cleanup(() => server.close());
      const error = await failure(read(apiAt(server)));
      assert.equal(error.kind, "rateLimited");
      const cancel = new AbortController();
      const other = await startServer(json(page(1)), text("", 429, { "Retry-After": "60" }));
      cleanup(() => other.close());
      const cancelled = failure(
        read(apiAt(other), undefined, {
          signal: cancel.signal,
          onWait: () => {
            cancel.abort();
          },
        }),
      );
      assert.equal((await cancelled).kind, "cancelled");
      assert.ok(error instanceof ApiError);
    });
  });
});

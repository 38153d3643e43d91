import assert from "node:assert/strict";
import { parseMessagePage, type MessagePage, type PageCursor } from "../../../src/api/schemas.js";
import { apiAt, json, startServer } from "../support/httpServer.js";
import { useCleanup } from "../support/waiting.js";

const ORIGIN = "https://sms.example";
const ASKED = `${ORIGIN}/api/v1/sms?page=2`;
const ROWS = [{ id: 3 }, { id: 2 }, { id: 1 }];

describe("parseMessagePage", () => {
  const page = (more: object, data: unknown = ROWS): MessagePage | undefined =>
    parseMessagePage({ data, ...more }, ASKED, 2);
  const next = (more: object, data?: unknown): PageCursor | undefined => page(more, data)?.next;

  it("reads what there is of links and meta", () => {
    const meta = { current_page: 2, last_page: 3, per_page: "20", total: 41 };
    const read = page({ meta, links: { next: `${ORIGIN}/api/v1/sms?page=3` } });
    assert.deepEqual(
      read?.messages.map(({ id }) => id),
      ["3", "2", "1"],
    );
    assert.deepEqual(read.next, { url: `${ORIGIN}/api/v1/sms?page=3` });
    assert.equal(read.perPage, 20);
    assert.equal(read.total, 41);
  });

  it("follows a link on the own origin only, and else counts pages", () => {
    assert.deepEqual(next({ links: { next: "/api/v1/sms?page=3" } }), { url: `${ORIGIN}/api/v1/sms?page=3` });
    assert.deepEqual(next({ links: { next: "?cursor=x" } }), { url: `${ORIGIN}/api/v1/sms?cursor=x` });
    for (const foreign of [
      "https://evil.example/api/v1/sms?page=3",
      "http://sms.example/api/v1/sms?page=3",
      "https://sms.example:444/api/v1/sms?page=3",
      "https://sms.example.evil.example/?page=3",
      "https://sms.example@evil.example/?page=3",
      "https://name:word@sms.example/api/v1/sms?page=3",
      "//evil.example/sms",
      "\\\\evil.example/sms",
      "javascript:alert(1)",
      "https://",
    ]) {
      assert.deepEqual(next({ links: { next: foreign } }), { page: 3 }, foreign);
      assert.deepEqual(next({ links: { next: foreign }, meta: { current_page: 7 } }), { page: 8 }, foreign);
    }
  });

  it("ends where the server says so", () => {
    assert.equal(next({ links: { next: null } }), undefined);
    assert.equal(next({ meta: { current_page: 2, last_page: 2 } }), undefined);
    assert.equal(next({ meta: { last_page: "2" } }), undefined);
    assert.equal(next({}, []), undefined);
  });

  it("goes on by the numbers in meta, or its own count", () => {
    assert.deepEqual(next({ meta: { current_page: "2", last_page: "3" } }), { page: 3 });
    assert.deepEqual(next({ meta: { last_page: 3 } }), { page: 3 });
    assert.deepEqual(next({}), { page: 3 });
    assert.deepEqual(next({ links: {}, meta: {} }), { page: 3 });
  });

  it("passes over links and meta of another kind", () => {
    for (const wrong of [null, 7, "x", [], { next: 7, last_page: "x" }, { next: "", last_page: "" }]) {
      assert.deepEqual(next({ links: wrong, meta: wrong }), { page: 3 }, JSON.stringify(wrong));
    }
    for (const count of [-1, 1.5, "", " ", "x", null, {}, NaN]) {
      const read = page({ meta: { per_page: count, total: count, current_page: count, last_page: count } });
      assert.equal(read?.perPage, undefined);
      assert.equal(read?.total, undefined);
      assert.deepEqual(read?.next, { page: 3 });
    }
  });

  it("leaves out rows that are no message", () => {
    const rows = [null, 7, {}, [], { id: "" }, { id: 5 }, { data: { id: 4 } }];
    assert.deepEqual(
      page({}, rows)?.messages.map(({ id }) => id),
      ["5", "4"],
    );
  });

  it("knows what is no page", () => {
    for (const value of [undefined, null, [], ROWS, {}, { data: {} }, { data: null }, "x"]) {
      assert.equal(parseMessagePage(value, ASKED, 1), undefined);
    }
  });
});

describe("SmsApi.list", () => {
  const cleanup = useCleanup();

  it("asks for the page and the status", async () => {
    const server = await startServer(json({ data: [] }));
    cleanup(() => server.close());
    const api = apiAt(server);
    await api.list(undefined);
    await api.list("failed");
    await api.list("sent", { page: 4 });
    const asked = server.received.map(({ path }) => path);
    const [all, failed, sent] = asked.map((path) => new URL(path, server.origin).searchParams);
    assert.deepEqual([...(all ?? [])], [["page", "1"]]);
    assert.deepEqual(Object.fromEntries(failed ?? []), { page: "1", status: "failed" });
    assert.deepEqual(Object.fromEntries(sent ?? []), { page: "4", status: "sent" });
    assert.ok(asked.every((path) => path.startsWith("/api/v1/sms?")));
  });

  it("keeps the status on a link that has lost it", async () => {
    const server = await startServer(json({ data: ROWS, links: { next: "?page=2&cursor=x" } }));
    cleanup(() => server.close());
    const first = await apiAt(server).list("failed");
    await apiAt(server).list("failed", first.next);
    const asked = new URL(server.received[1]?.path ?? "", server.origin).searchParams;
    assert.deepEqual(Object.fromEntries(asked), { page: "2", cursor: "x", status: "failed" });
  });

  it("never asks another origin for the next page", async () => {
    const other = await startServer(json({ data: [] }));
    cleanup(() => other.close());
    const server = await startServer(json({ data: ROWS, links: { next: `${other.baseUrl}/sms?page=2` } }));
    cleanup(() => server.close());
    const api = apiAt(server);
    let cursor: PageCursor | undefined;
    for (let turn = 0; turn < 3; turn++) cursor = (await api.list(undefined, cursor)).next;
    assert.deepEqual(
      server.received.map(({ path }) => path),
      ["/api/v1/sms?page=1", "/api/v1/sms?page=2", "/api/v1/sms?page=3"],
    );
    assert.deepEqual(other.received, []);
  });
});

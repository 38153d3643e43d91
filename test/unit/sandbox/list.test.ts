import assert from "node:assert/strict";
import type { SandboxBehavior } from "../../../src/sandbox/behavior.js";
import { ORDINARY, startClient, until, useCleanup, type Client } from "./support.js";

const FAILING = "+12025550190";

describe("sandbox: GET /sms", () => {
  const cleanup = useCleanup();

  async function clientWith(count: number, behavior: Partial<SandboxBehavior> = {}): Promise<Client> {
    const client = await startClient(cleanup, { behavior });
    for (let sent = 0; sent < count; sent++) await client.send();
    return client;
  }

  it("is newest first, in pages of 20 with links and meta", async () => {
    const client = await clientWith(45);
    const path = `${client.server.baseUrl}/sms`;
    const { json } = await client.get("/sms?page=2");
    const ids = json.data.map(({ id }) => id);
    assert.deepEqual(
      ids,
      Array.from({ length: 20 }, (_, index) => 25 - index),
    );
    assert.deepEqual(json.links, {
      first: `${path}?page=1`,
      last: `${path}?page=3`,
      prev: `${path}?page=1`,
      next: `${path}?page=3`,
    });
    assert.deepEqual(json.meta, {
      current_page: 2,
      from: 21,
      last_page: 3,
      path,
      per_page: 20,
      to: 40,
      total: 45,
    });
  });

  it("has as many on a page as it is told", async () => {
    const client = await clientWith(7, { perPage: 3 });
    const { json } = await client.get("/sms?page=3");
    assert.deepEqual(
      json.data.map(({ id }) => id),
      [1],
    );
    assert.deepEqual([json.meta.per_page, json.meta.last_page, json.meta.from], [3, 3, 7]);
    for (const [told, kept] of [
      [0, 1],
      [2.5, 2],
      [NaN, 2],
      [1e9, 1000],
    ] as const) {
      client.server.configure({ perPage: told });
      assert.equal((await client.get("/sms")).json.meta.per_page, kept);
    }
  });

  it("can be walked by its links to the end", async () => {
    const client = await clientWith(41);
    const seen: number[] = [];
    let next: string | null = `${client.server.baseUrl}/sms`;
    while (next !== null) {
      const { json } = await client.get(next.slice(client.server.baseUrl.length));
      seen.push(...json.data.map(({ id }) => id));
      next = json.links.next;
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 41 }, (_, index) => 41 - index),
    );
  });

  it("is empty beyond the end, and when there is nothing", async () => {
    const client = await clientWith(1);
    const beyond = await client.get("/sms?page=9");
    assert.equal(beyond.status, 200);
    assert.deepEqual(beyond.json.data, []);
    assert.equal(beyond.json.links.next, null);
    assert.equal(beyond.json.meta.from, null);
    assert.equal(beyond.json.meta.total, 1);
    await client.server.clear();
    const { json } = await client.get("/sms");
    assert.deepEqual([json.data, json.meta.last_page, json.links.next], [[], 1, null]);
  });

  it("takes a page that makes no sense for the first", async () => {
    const client = await clientWith(1);
    for (const page of ["0", "-1", "x", "1.5", "", "9".repeat(30)]) {
      assert.equal((await client.get(`/sms?page=${page}`)).json.meta.current_page, 1, page);
    }
  });

  it("filters by status, and keeps the filter in the links", async () => {
    const client = await startClient(cleanup, { behavior: { deliveryDelayMs: 0 } });
    for (let sent = 0; sent < 21; sent++) await client.send();
    await client.send(FAILING);
    await until("all ended", async () => (await client.get("/sms?status=sent")).json.meta.total === 0);
    const delivered = (await client.get("/sms?status=delivered")).json;
    assert.equal(delivered.meta.total, 21);
    assert.equal(delivered.links.next, `${client.server.baseUrl}/sms?status=delivered&page=2`);
    const failed = (await client.get("/sms?status=failed")).json;
    assert.deepEqual(
      failed.data.map(({ to }) => to),
      [FAILING],
    );
    assert.equal((await client.get("/sms?status=")).json.meta.total, 22);
  });

  it("refuses an unknown status", async () => {
    const client = await startClient(cleanup);
    const { status, json } = await client.get("/sms?status=queued");
    assert.equal(status, 422);
    assert.ok(json.errors.status?.[0]);
  });

  it("leaves out links or meta if told to", async () => {
    const client = await clientWith(1);
    const keys = async (pagination: SandboxBehavior["pagination"]): Promise<string[]> => {
      client.server.configure({ pagination });
      return Object.keys((await client.get("/sms")).json);
    };
    assert.deepEqual(await keys("full"), ["data", "links", "meta"]);
    assert.deepEqual(await keys("meta"), ["data", "meta"]);
    assert.deepEqual(await keys("links"), ["data", "links"]);
    assert.deepEqual(await keys("none"), ["data"]);
  });

  it("tells the least of each message if told to", async () => {
    const client = await clientWith(1, { listFields: "lean", decimals: "string" });
    assert.deepEqual(await client.messages(), [
      { id: 1, status: "sent", to: ORDINARY, price_usd: "0.010000" },
    ]);
  });

  it("wraps a single message if told to", async () => {
    const client = await clientWith(1);
    const flat = (await client.get("/sms/1")).json;
    assert.equal(flat.body, "Hello");
    client.server.configure({ messageShape: "sms" });
    assert.deepEqual((await client.get("/sms/1")).json, { sms: flat });
    client.server.configure({ messageShape: "data" });
    assert.deepEqual((await client.get("/sms/1")).json, { data: flat });
  });

  it("answers 404 for a message that is not there", async () => {
    const client = await clientWith(1);
    for (const id of ["2", "0", "-1", "x", "1e0", "9".repeat(40), "%2B12025550123"]) {
      const { status, json } = await client.get(`/sms/${id}`);
      assert.equal(status, 404, id);
      assert.equal(typeof json.message, "string");
    }
  });
});

import assert from "node:assert/strict";
import { appendFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PortInUseError, startSandboxServer } from "../../../src/sandbox/server.js";
import { newToken } from "../../../src/sandbox/token.js";
import { ORDINARY, startClient, until, useCleanup } from "./support.js";

describe("sandbox: what stays", () => {
  const cleanup = useCleanup();
  const journalOf = (dataDir: string): string => join(dataDir, "messages.jsonl");
  const linesOf = async (dataDir: string): Promise<string[]> =>
    (await readFile(journalOf(dataDir), "utf8")).split("\n").filter((line) => line !== "");

  it("keeps messages and credits across restarts", async () => {
    const client = await startClient(cleanup, { behavior: { deliveryDelayMs: 0 } });
    await client.post({ to: ORDINARY, body: "One", sender_id: "App" });
    await client.send("+12025550190", "Two");
    await until("all ended", async () => (await client.get("/sms?status=sent")).json.data.length === 0);
    const before = await client.messages();
    const restarted = await client.restarted(cleanup);
    assert.deepEqual(await restarted.messages(), before);
    assert.equal(await restarted.credits(), 9.98);
    assert.equal((await restarted.send()).json.id, 3);
  });

  it("has a message on the disk before the answer", async () => {
    const client = await startClient(cleanup);
    for (let sent = 1; sent <= 5; sent++) {
      await client.send();
      assert.equal((await linesOf(client.dataDir)).length, sent);
    }
  });

  it("is readable by this user alone", async function () {
    if (process.platform === "win32") this.skip();
    const dataDir = join(await cleanup.tempDir(), "data");
    const client = await startClient(cleanup, { dataDir });
    await client.send();
    assert.equal((await stat(dataDir)).mode & 0o777, 0o700);
    assert.equal((await stat(journalOf(dataDir))).mode & 0o777, 0o600);
    await client.server.clear();
    assert.equal((await stat(journalOf(dataDir))).mode & 0o777, 0o600);
  });

  it("lets messages that were under way go on", async () => {
    const client = await startClient(cleanup);
    await client.send();
    await client.send("+12025550190");
    const restarted = await client.restarted(cleanup, { behavior: { deliveryDelayMs: 0 } });
    await until("all ended", async () => (await restarted.get("/sms?status=sent")).json.data.length === 0);
    assert.equal((await restarted.get("/sms/1")).json.status, "delivered");
    assert.equal((await restarted.get("/sms/2")).json.status, "failed");
  });

  it("counts the time that passed while it was off", async () => {
    let now = Date.parse("2026-01-01T00:00:00Z");
    const client = await startClient(cleanup, { clock: () => now });
    await client.send();
    now += 3_600_000;
    const restarted = await client.restarted(cleanup, { clock: () => now });
    await until("delivered", async () => (await restarted.get("/sms/1")).json.status === "delivered");
    assert.equal((await restarted.get("/sms/1")).json.delivered_at, "2026-01-01T01:00:00.000Z");
  });

  it("does not touch the journal after it was closed", async () => {
    const client = await startClient(cleanup, { behavior: { deliveryDelayMs: 0 } });
    const sends = Array.from({ length: 20 }, () => client.send().catch(() => undefined));
    await Promise.race(sends);
    await client.server.close();
    const closed = await readFile(journalOf(client.dataDir), "utf8");
    await Promise.all(sends);
    const restarted = await startClient(cleanup, { dataDir: client.dataDir });
    await restarted.server.close();
    assert.ok((await readFile(journalOf(client.dataDir), "utf8")).length <= closed.length + 100);
  });

  it("passes over torn and damaged lines, and keeps the damaged file aside once", async () => {
    const client = await startClient(cleanup);
    for (let sent = 0; sent < 3; sent++) await client.send();
    await client.server.close();
    const lines = await linesOf(client.dataDir);
    const damaged = [
      lines[0],
      '{"type":"created","message":{"id":"x"}}',
      "\u0000\u0000",
      "null",
      "x".repeat(200_000),
      lines[1],
      lines[2]?.slice(0, 60),
    ].join("\n");
    await writeFile(journalOf(client.dataDir), damaged);
    const restarted = await client.restarted(cleanup);
    assert.deepEqual(
      (await restarted.messages()).map(({ id }) => id),
      [2, 1],
    );
    assert.equal(await readFile(`${journalOf(client.dataDir)}.damaged`, "utf8"), damaged);
    assert.equal((await restarted.send()).json.id, 3);
    await restarted.server.close();
    await appendFile(journalOf(client.dataDir), '{"type":"crea');
    const again = await client.restarted(cleanup);
    assert.equal((await again.messages()).length, 3);
    assert.equal(await readFile(`${journalOf(client.dataDir)}.damaged`, "utf8"), damaged);
    await again.send();
    assert.equal((await (await again.restarted(cleanup)).messages()).length, 4);
  });

  it("passes over a status of a message that is not there", async () => {
    const client = await startClient(cleanup);
    await client.send();
    const record = { type: "status", id: 7, status: "delivered", at: new Date().toISOString(), error: null };
    await appendFile(journalOf(client.dataDir), `${JSON.stringify(record)}\n`);
    assert.equal((await (await client.restarted(cleanup)).messages()).length, 1);
  });

  it("is compacted on load", async () => {
    const client = await startClient(cleanup, { behavior: { deliveryDelayMs: 0 } });
    for (let sent = 0; sent < 10; sent++) await client.send();
    await until("all ended", async () => (await client.get("/sms?status=sent")).json.data.length === 0);
    await client.server.close();
    assert.equal((await linesOf(client.dataDir)).length, 20);
    const before = (await readdir(client.dataDir)).sort();
    const restarted = await client.restarted(cleanup);
    assert.equal((await linesOf(client.dataDir)).length, 11);
    assert.deepEqual((await readdir(client.dataDir)).sort(), before);
    const messages = await restarted.messages();
    const again = await restarted.restarted(cleanup);
    assert.deepEqual(await again.messages(), messages);
    assert.equal((await linesOf(client.dataDir)).length, 11);
  });

  it("forgets everything but the next id when it is cleared, on the disk too", async () => {
    const client = await startClient(cleanup);
    await client.send(ORDINARY, "a text of one's own");
    await writeFile(`${journalOf(client.dataDir)}.damaged`, "a text of one's own");
    const { status, json } = await client.request("DELETE", "/sandbox/messages");
    assert.deepEqual([status, json.credits_usd], [200, 10]);
    assert.deepEqual(await client.messages(), []);
    assert.deepEqual(await readdir(client.dataDir), ["messages.jsonl"]);
    assert.doesNotMatch(await readFile(journalOf(client.dataDir), "utf8"), /text/);
    const restarted = await client.restarted(cleanup);
    assert.deepEqual(await restarted.messages(), []);
    assert.equal((await restarted.send()).json.id, 2);
    assert.equal((await (await restarted.restarted(cleanup)).messages()).length, 1);
  });

  it("does not deliver what was cleared", async () => {
    const client = await startClient(cleanup, { behavior: { deliveryDelayMs: 0 } });
    await client.send();
    await client.server.clear();
    await client.send();
    await until("delivered", async () => (await client.get("/sms/2")).json.status === "delivered");
    const restarted = await client.restarted(cleanup);
    assert.deepEqual(
      (await restarted.messages()).map(({ id, status }) => [id, status]),
      [[2, "delivered"]],
    );
  });

  it("says that the port is in use", async () => {
    const { server } = await startClient(cleanup);
    const dataDir = await cleanup.tempDir();
    const starting = startSandboxServer({ port: server.port, dataDir, token: newToken() });
    await assert.rejects(starting, (error) => error instanceof PortInUseError && error.port === server.port);
  });

  it("frees the port when the data cannot be read", async () => {
    const { server, dataDir } = await startClient(cleanup);
    const { port } = server;
    await server.close();
    await mkdir(journalOf(dataDir));
    const token = newToken();
    await assert.rejects(startSandboxServer({ port, dataDir, token }), { code: "EISDIR" });
    const other = await startSandboxServer({ port, dataDir: await cleanup.tempDir(), token });
    await other.close();
    await other.close();
  });
});

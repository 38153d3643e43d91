import assert from "node:assert/strict";
import { StreamableHTTPError } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { newToken } from "../../../src/sandbox/token.js";
import { answerOf, callOf, connectMcp, rawCall } from "./mcpSupport.js";
import { ORDINARY, startClient, until, useCleanup, type Client } from "./support.js";

describe("sandbox: MCP endpoint", () => {
  const cleanup = useCleanup();

  const send = callOf("send_sms", { to: ORDINARY, body: "Hello" });

  type Raw = Exclude<Awaited<ReturnType<typeof rawCall>>, "cut">;

  async function answered(answer: ReturnType<typeof rawCall>): Promise<Raw> {
    const got = await answer;
    assert.ok(got !== "cut", "cut without an answer");
    assert.equal(got.headers["content-type"], "application/json");
    JSON.parse(got.body);
    return got;
  }

  async function assertUntouched(client: Client): Promise<void> {
    assert.deepEqual(await client.messages(), []);
  }

  for (const [what, token] of [
    ["a wrong token", newToken()],
    ["no token", ""],
  ] as const) {
    it(`refuses the client with ${what}`, async () => {
      const client = await startClient(cleanup);
      await assert.rejects(connectMcp(cleanup, client, token), (error) => {
        assert.ok(error instanceof StreamableHTTPError);
        assert.equal(error.code, 401);
        assert.match(error.message, /Unauthenticated/);
        return true;
      });
      const headers: Record<string, string> = token === "" ? {} : { Authorization: `Bearer ${token}` };
      const response = await fetch(`http://127.0.0.1:${client.server.port}/api/mcp`, {
        method: "POST",
        headers,
      });
      assert.equal(response.status, 401);
      assert.equal(response.headers.get("www-authenticate"), "Bearer");
      assert.deepEqual(await response.json(), { message: "Unauthenticated." });
    });
  }

  it("is closed to web pages: foreign Origin, foreign Host", async () => {
    const client = await startClient(cleanup);
    const { port } = client.server;
    for (const headers of [
      { Origin: "https://evil.example" },
      { Origin: "null" },
      { Host: `evil.example:${port}` },
      { Host: `localhost:${port + 1}` },
      { "Sec-Fetch-Site": "cross-site" },
    ] as readonly Record<string, string>[]) {
      const answer = await answered(rawCall(client, send, headers));
      assert.equal(answer.status, 403, JSON.stringify(headers));
      assert.deepEqual(
        Object.keys(answer.headers).filter((name) => name.startsWith("access-control-")),
        [],
      );
    }
    await assertUntouched(client);
    const host = { Host: `localhost:${port}`, Origin: "http://localhost:3000" };
    assert.equal((await answered(rawCall(client, send, host))).status, 200);
  });

  it("has neither streams nor sessions of its own", async () => {
    const client = await startClient(cleanup);
    for (const method of ["GET", "DELETE", "PUT"]) {
      const answer = await answered(rawCall(client, undefined, {}, method));
      assert.deepEqual([answer.status, answer.headers.allow], [405, "POST"]);
    }
    const initialize = {
      jsonrpc: "2.0",
      id: "a",
      method: "initialize",
      params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "raw", version: "1" } },
    };
    const answer = await answered(rawCall(client, initialize));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers["mcp-session-id"], undefined);
    assert.match(answer.body, /"protocolVersion":"2025-06-18"/);
  });

  const parts = { "not JSON": '{"jsonrpc":', "no JSON-RPC": '{"a":1}', "an empty body": "" };
  for (const [what, body] of Object.entries(parts)) {
    it(`answers ${what} with 400 and a JSON-RPC error`, async () => {
      const client = await startClient(cleanup);
      const answer = await answered(rawCall(client, body));
      assert.equal(answer.status, 400);
      assert.match(answer.body, /"code":-32700/);
    });
  }

  it("refuses other content types, protocol versions and methods of the protocol", async () => {
    const client = await startClient(cleanup);
    assert.equal((await answered(rawCall(client, send, { "Content-Type": "text/plain" }))).status, 415);
    assert.equal((await answered(rawCall(client, send, { Accept: "text/html" }))).status, 406);
    assert.equal(
      (await answered(rawCall(client, send, { "MCP-Protocol-Version": "1999-01-01" }))).status,
      400,
    );
    const unknown = await answered(rawCall(client, { jsonrpc: "2.0", id: 1, method: "resources/list" }));
    assert.match(unknown.body, /-32601/);
    await assertUntouched(client);
  });

  it("refuses a body beyond 64 KiB, told beforehand or not", async () => {
    const client = await startClient(cleanup);
    const large = JSON.stringify(callOf("send_sms", { to: ORDINARY, body: "x".repeat(64 * 1024) }));
    assert.equal((await answered(rawCall(client, large))).status, 413);
    const told = { "Content-Length": String(Buffer.byteLength(large)) };
    assert.equal((await answered(rawCall(client, large, told))).status, 413);
    await assertUntouched(client);
    assert.equal((await answered(rawCall(client, send))).status, 200);
  });

  it("keeps the answers of many clients apart, and their money together", async () => {
    const client = await startClient(cleanup, { behavior: { startingCreditsUsd: 100 } });
    const indexes = Array.from({ length: 20 }, (_, index) => index);
    const clients = await Promise.all(indexes.map(() => connectMcp(cleanup, client)));
    const ids = new Set<unknown>();
    let spentMicros = 0;
    const sendOne = async (index: number): Promise<void> => {
      const fields = { to: `+12025550${100 + index}`, body: "x".repeat((index % 9) * 153 + 100) };
      const mcp = clients[index];
      assert.ok(mcp);
      const answer = await answerOf(mcp, "send_sms", fields);
      assert.deepEqual([answer.to, answer.price_usd], [fields.to, ((index % 9) + 1) / 100]);
      ids.add(answer.id);
      spentMicros += ((index % 9) + 1) * 10_000;
    };
    const read = async (index: number, name: string, key: string): Promise<void> => {
      const mcp = clients[index];
      assert.ok(mcp);
      assert.equal(typeof (await answerOf(mcp, name))[key], "number");
    };
    const calls = indexes.flatMap((index) => [
      ...Array.from({ length: 8 }, () => sendOne(index)),
      read(index, "get_balance", "credits_usd"),
      read(index, "list_sms", "total"),
    ]);
    await Promise.all(calls);
    assert.equal(ids.size, 160);
    assert.equal(await client.credits(), (100e6 - spentMicros) / 1e6);
    assert.equal((await client.get("/sms")).json.meta.total, 160);
  });

  it("closes in the middle of calls without losing what it accepted", async () => {
    const client = await startClient(cleanup);
    const clients = await Promise.all(Array.from({ length: 5 }, () => connectMcp(cleanup, client)));
    let answered = 0;
    const calls = clients.flatMap((mcp) =>
      Array.from({ length: 20 }, async () => {
        const { id } = await answerOf(mcp, "send_sms", { to: ORDINARY, body: "Hello" });
        answered++;
        return id;
      }),
    );
    const outcomes = Promise.allSettled(calls);
    await until("some answered", () => answered > 0);
    await client.server.close();
    const ids = (await outcomes).flatMap((outcome) =>
      outcome.status === "fulfilled" ? [outcome.value] : [],
    );
    const restarted = await client.restarted(cleanup, { behavior: { perPage: 200 } });
    const kept = new Set<unknown>((await restarted.messages()).map(({ id }) => id));
    for (const id of ids) assert.ok(kept.has(id), `message ${String(id)} was answered`);
    assert.deepEqual(await answerOf(await connectMcp(cleanup, restarted), "get_balance"), {
      credits_usd: (1000 - kept.size) / 100,
    });
  });

  it("gives a batch of calls an answer each", async () => {
    const client = await startClient(cleanup);
    const batch = [send, callOf("get_balance", {}, "second"), callOf("send_sms", {}, 3)];
    const answer = await answered(rawCall(client, batch));
    const ids = (JSON.parse(answer.body) as { id: unknown }[]).map(({ id }) => id);
    assert.deepEqual(ids, [1, "second", 3]);
    assert.equal((await client.messages()).length, 1);
  });
});

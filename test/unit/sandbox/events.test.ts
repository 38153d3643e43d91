import assert from "node:assert/strict";
import { Listener, ORDINARY, startClient, until, useCleanup, type Told } from "./support.js";

describe("sandbox: GET /sandbox/events", () => {
  const cleanup = useCleanup();

  const brief = ({ event, data }: Told): string =>
    event === "message" ? `message ${data.id} ${data.status}` : event;

  it("tells every client of each message, its status and the balance", async () => {
    const client = await startClient(cleanup, {
      behavior: { deliveryDelayMs: 30, decimals: "string", listFields: "lean" },
    });
    const listeners = [await Listener.start(cleanup, client), await Listener.start(cleanup, client)];
    await client.send(ORDINARY, "line one\nline two\u2028three");
    for (const listener of listeners) {
      await until("delivered", () => listener.told.some((told) => brief(told) === "message 1 delivered"));
      assert.deepEqual(listener.told.map(brief), ["message 1 sent", "balance", "message 1 delivered"]);
      const [sent, balance, delivered] = listener.told;
      assert.deepEqual(balance?.data, { credits_usd: 9.99 });
      assert.equal(sent?.data.body, "line one\nline two\u2028three");
      assert.equal(sent.data.price_usd, 0.01);
      assert.equal(sent.data.delivered_at, null);
      assert.ok(delivered);
      assert.equal(delivered.data.delivered_at, delivered.data.updated_at);
      assert.ok(delivered.data.updated_at > sent.data.updated_at);
    }
  });

  it("tells that the sandbox was emptied, and that the credits changed", async () => {
    const client = await startClient(cleanup);
    await client.send();
    const listener = await Listener.start(cleanup, client);
    await client.server.clear();
    await until("told", () => listener.told.length === 2);
    client.server.configure({ startingCreditsUsd: 3, decimals: "string" });
    client.server.configure({ listFields: "lean" });
    await client.send();
    await until("told", () => listener.told.length === 5);
    assert.deepEqual(listener.told.map(brief), [
      "cleared",
      "balance",
      "balance",
      "message 2 sent",
      "balance",
    ]);
    assert.deepEqual(listener.told[1]?.data, { credits_usd: 10 });
    assert.deepEqual(listener.told[2]?.data, { credits_usd: 3 });
  });

  it("does not disturb the others when a client goes", async () => {
    const client = await startClient(cleanup);
    const staying = await Listener.start(cleanup, client);
    const aborter = new AbortController();
    await fetch(`${client.server.baseUrl}/sandbox/events`, {
      headers: { Authorization: `Bearer ${client.token}` },
      signal: aborter.signal,
    });
    aborter.abort();
    await client.send();
    await until("told", () => staying.told.length === 2);
  });

  it("ends promptly when the server closes", async () => {
    const client = await startClient(cleanup);
    const listener = await Listener.start(cleanup, client);
    const began = performance.now();
    await client.server.close();
    assert.equal(await listener.ended, "ended");
    assert.ok(performance.now() - began < 2000);
    await assert.rejects(fetch(client.server.baseUrl));
  });
});

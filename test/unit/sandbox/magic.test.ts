import assert from "node:assert/strict";
import { MAGIC_RECIPIENTS, type MagicCode } from "../../../src/sandbox/magic.js";
import { Listener, startClient, until, useCleanup, type Answer, type Client } from "./support.js";

describe("sandbox: magic recipients", () => {
  const cleanup = useCleanup();

  const numberOf = (code: MagicCode): string => {
    const found = MAGIC_RECIPIENTS.find((recipient) => recipient.code === code);
    assert.ok(found);
    return found.number;
  };

  /** How many messages there are and what is left. */
  const traces = async (client: Client): Promise<[number, number]> => [
    (await client.messages()).length,
    await client.credits(),
  ];

  it("are reserved numbers, each for one thing", () => {
    for (const { number } of MAGIC_RECIPIENTS) assert.match(number, /^\+120255501\d\d$/);
    assert.equal(new Set(MAGIC_RECIPIENTS.map(({ number }) => number)).size, MAGIC_RECIPIENTS.length);
    assert.equal(new Set(MAGIC_RECIPIENTS.map(({ code }) => code)).size, MAGIC_RECIPIENTS.length);
  });

  const refusals: readonly [MagicCode, number, (answer: Answer) => void][] = [
    ["insufficientCredits", 402, () => undefined],
    [
      "spendingLimit",
      403,
      ({ json }) => {
        assert.match(json.message, /spending limit/);
      },
    ],
    [
      "ipNotWhitelisted",
      403,
      ({ json }) => {
        assert.match(json.message, /IP/);
      },
    ],
    [
      "invalidRecipient",
      422,
      ({ json }) => {
        assert.ok(json.errors.to?.[0]);
      },
    ],
    [
      "rateLimited",
      429,
      ({ headers }) => {
        assert.equal(headers.get("retry-after"), "30");
      },
    ],
    ["serverError", 500, () => undefined],
  ];

  for (const [code, expected, check] of refusals) {
    it(`${code}: ${expected}, and nothing is sent`, async () => {
      const client = await startClient(cleanup);
      const answer = await client.send(numberOf(code));
      assert.equal(answer.status, expected);
      assert.equal(typeof answer.json.message, "string");
      check(answer);
      assert.deepEqual(await traces(client), [0, 10]);
    });
  }

  it("deliveryFailure: sent, then failed with a reason", async () => {
    const client = await startClient(cleanup, { behavior: { deliveryDelayMs: 20 } });
    const { json } = await client.send(numberOf("deliveryFailure"));
    assert.equal(json.status, "sent");
    await until("failed", async () => (await client.get("/sms/1")).json.status === "failed");
    const failed = (await client.get("/sms/1")).json;
    assert.equal(typeof failed.error, "string");
    assert.equal(failed.delivered_at, null);
    assert.equal(await client.credits(), 9.99);
  });

  it("staysSent: sent for ever, while others are delivered", async () => {
    const client = await startClient(cleanup, { behavior: { deliveryDelayMs: 0 } });
    await client.send(numberOf("staysSent"));
    await client.send();
    await until("delivered", async () => (await client.get("/sms/2")).json.status === "delivered");
    assert.equal((await client.get("/sms/1")).json.status, "sent");
    const restarted = await client.restarted(cleanup, { behavior: { deliveryDelayMs: 0 } });
    await restarted.send();
    await until("delivered", async () => (await restarted.get("/sms/3")).json.status === "delivered");
    assert.equal((await restarted.get("/sms/1")).json.status, "sent");
  });

  it("errorAfterAccepted: 500, but the message is there and paid for", async () => {
    const client = await startClient(cleanup);
    assert.equal((await client.send(numberOf("errorAfterAccepted"))).status, 500);
    assert.deepEqual(await traces(client), [1, 9.99]);
  });

  it("slowAnswer: accepted at once, answered late", async () => {
    const client = await startClient(cleanup, { behavior: { slowAnswerMs: 150 } });
    const began = performance.now();
    const answer = client.send(numberOf("slowAnswer"));
    await until("accepted", async () => (await client.messages()).length === 1);
    assert.equal((await answer).status, 200);
    assert.ok(performance.now() - began >= 145);
  });

  it("slowAnswer: answered at once by a server that closes", async () => {
    const client = await startClient(cleanup, { behavior: { slowAnswerMs: 60_000 } });
    const answer = client.send(numberOf("slowAnswer"));
    await until("accepted", async () => (await client.messages()).length === 1);
    await client.server.close();
    assert.equal((await answer).status, 200);
  });

  it("cutBeforeAccepted: no answer, nothing sent", async () => {
    const client = await startClient(cleanup);
    await assert.rejects(client.send(numberOf("cutBeforeAccepted")), TypeError);
    assert.deepEqual(await traces(client), [0, 10]);
  });

  it("cutAfterAccepted: no answer, but the message is there and paid for", async () => {
    const client = await startClient(cleanup);
    await assert.rejects(client.send(numberOf("cutAfterAccepted")), TypeError);
    assert.deepEqual(await traces(client), [1, 9.99]);
  });

  it("are told about by events when they were accepted", async () => {
    const client = await startClient(cleanup);
    const listener = await Listener.start(cleanup, client);
    await client.send(numberOf("serverError"));
    await client.send(numberOf("errorAfterAccepted"));
    await until("told", () => listener.told.length >= 2);
    assert.equal(listener.told[0]?.data.to, numberOf("errorAfterAccepted"));
  });
});

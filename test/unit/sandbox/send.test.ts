import assert from "node:assert/strict";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ORDINARY, rawRequest, startClient, useCleanup } from "./support.js";

describe("sandbox: POST /sms/send", () => {
  const cleanup = useCleanup();

  it("answers with the five documented fields", async () => {
    const client = await startClient(cleanup);
    const { status, json } = await client.send();
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(json).sort(), ["id", "nvia_message_id", "price_usd", "status", "to"]);
    assert.deepEqual([json.id, json.status, json.to, json.price_usd], [1, "sent", ORDINARY, 0.01]);
  });

  it("answers with the whole message and the balance in the nested shape", async () => {
    const behavior = { sendShape: "nested", decimals: "string" } as const;
    const client = await startClient(cleanup, { behavior });
    const { json } = await client.post({ to: ORDINARY, body: "Hello", sender_id: "My App 1" });
    assert.equal(json.balance, "9.990000");
    const { created_at: at, nvia_message_id: nvia, ...rest } = json.sms;
    assert.equal(new Date(at).toISOString(), at);
    assert.equal(typeof nvia, "string");
    assert.deepEqual(rest, {
      id: 1,
      status: "sent",
      to: ORDINARY,
      body: "Hello",
      sender_id: "My App 1",
      price_usd: "0.010000",
      updated_at: at,
      delivered_at: null,
      error: null,
    });
  });

  it("charges every segment at the country's price", async () => {
    const client = await startClient(cleanup);
    assert.equal((await client.send(ORDINARY, "x".repeat(161))).json.price_usd, 0.02);
    assert.equal((await client.send("+447700900123", "я".repeat(71))).json.price_usd, 0.082);
    assert.equal(await client.credits(), 9.898);
  });

  const refused: readonly [string, unknown, Record<string, RegExp>][] = [
    ["nothing", {}, { to: /required/, body: /required/ }],
    ["no object", [], { to: /required/, body: /required/ }],
    ["null", null, { to: /required/, body: /required/ }],
    ["an empty recipient", { to: "", body: "x" }, { to: /required/ }],
    ["a recipient that is no text", { to: 12025550123, body: "x" }, { to: /string/ }],
    ["no plus", { to: "12025550123", body: "x" }, { to: /E\.164/ }],
    ["a first digit 0", { to: "+02025550123", body: "x" }, { to: /E\.164/ }],
    ["spaces", { to: "+1 202 555 0123", body: "x" }, { to: /E\.164/ }],
    ["16 digits", { to: "+4477009001234567", body: "x" }, { to: /E\.164/ }],
    ["too few digits", { to: "+12025", body: "x" }, { to: /E\.164/ }],
    ["digits of another script", { to: "+١٢٠٢٥٥٥٠١٢٣", body: "x" }, { to: /E\.164/ }],
    ["a line end after the number", { to: `${ORDINARY}\n`, body: "x" }, { to: /E\.164/ }],
    ["a dial code of no country", { to: "+99900000000", body: "x" }, { to: /not served/ }],
    ["an empty text", { to: ORDINARY, body: "" }, { body: /required/ }],
    ["a blank text", { to: ORDINARY, body: " \n\t " }, { body: /required/ }],
    ["a text that is none", { to: ORDINARY, body: 5 }, { body: /string/ }],
    ["1601 characters", { to: ORDINARY, body: "x".repeat(1601) }, { body: /1600/ }],
    ["a sender ID of 12", { to: ORDINARY, body: "x", sender_id: "ABCDEFGHIJKL" }, { sender_id: /11/ }],
    ["a sender ID of digits", { to: ORDINARY, body: "x", sender_id: "12345" }, { sender_id: /letter/ }],
    ["a sender ID with a dash", { to: ORDINARY, body: "x", sender_id: "my-app" }, { sender_id: /letters/ }],
    ["a sender ID that is no text", { to: ORDINARY, body: "x", sender_id: 5 }, { sender_id: /string/ }],
  ];

  for (const [what, fields, errors] of refused) {
    it(`refuses ${what}`, async () => {
      const client = await startClient(cleanup);
      const { status, json } = await client.post(fields);
      assert.equal(status, 422);
      assert.deepEqual(Object.keys(json.errors).sort(), Object.keys(errors).sort());
      for (const [field, pattern] of Object.entries(errors))
        assert.match(json.errors[field]?.[0] ?? "", pattern);
      assert.equal(typeof json.message, "string");
      assert.deepEqual(await client.messages(), []);
      assert.equal(await client.credits(), 10);
    });
  }

  it("says how many more errors there are", async () => {
    const client = await startClient(cleanup);
    const { json } = await client.post({ sender_id: "-" });
    assert.equal(json.message, "The to field is required. (and 2 more errors)");
  });

  it("accepts 1600 characters beyond the BMP, reserved numbers and no sender ID", async () => {
    const client = await startClient(cleanup, { behavior: { startingCreditsUsd: 1000 } });
    assert.equal((await client.send(ORDINARY, "😀".repeat(1600))).status, 200);
    for (const to of ["+447700900123", "+61491570006", "+61491570156"]) {
      assert.equal((await client.send(to)).status, 200);
    }
    for (const sender_id of [null, ""]) {
      const { json } = await client.post({ to: ORDINARY, body: "x", sender_id });
      assert.equal((await client.get(`/sms/${json.id}`)).json.sender_id, null);
    }
  });

  it("keeps any text as it is", async () => {
    const client = await startClient(cleanup);
    const body = 'a\u2028b\r\n"c"\\ \u0000 😀 \ud800';
    const { json } = await client.send(ORDINARY, body);
    const restarted = await client.restarted(cleanup);
    assert.equal((await restarted.get(`/sms/${json.id}`)).json.body, body);
  });

  it("stops when the credits run out", async () => {
    const client = await startClient(cleanup, { behavior: { startingCreditsUsd: 0.025 } });
    assert.equal((await client.send()).status, 200);
    assert.equal((await client.send()).status, 200);
    const { status, json } = await client.send();
    assert.equal(status, 402);
    assert.equal(typeof json.message, "string");
    assert.equal(await client.credits(), 0.005);
    assert.equal((await client.messages()).length, 2);
  });

  it("does not spend the same credits twice at once", async () => {
    const client = await startClient(cleanup, { behavior: { startingCreditsUsd: 0.05 } });
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.send()));
    const accepted = answers.filter(({ status }) => status === 200);
    assert.equal(accepted.length, 5);
    assert.equal(new Set(accepted.map(({ json }) => json.id)).size, 5);
    assert.equal(await client.credits(), 0);
  });

  it("refuses a token without the permission", async () => {
    const client = await startClient(cleanup, { behavior: { permissions: [] } });
    const { status, json } = await client.send();
    assert.equal(status, 403);
    assert.match(json.message, /sms:send/);
    client.server.configure({ permissions: ["sms:send"] });
    assert.equal((await client.send()).status, 200);
  });

  it("refuses what is not JSON", async () => {
    const client = await startClient(cleanup);
    const post = (body: string | Uint8Array<ArrayBuffer>, type?: string): ReturnType<typeof client.request> =>
      client.request("POST", "/sms/send", {
        body,
        headers: type === undefined ? {} : { "Content-Type": type },
      });
    const good = JSON.stringify({ to: ORDINARY, body: "x" });
    assert.equal((await post(good, "text/plain")).status, 415);
    assert.equal((await post(good, "application/x-www-form-urlencoded")).status, 415);
    assert.equal((await post(good, "application/jsonp")).status, 415);
    assert.equal((await post(good)).status, 415);
    assert.equal((await post("{", "application/json")).status, 400);
    assert.equal((await post("", "application/json")).status, 400);
    const notUtf8 = new Uint8Array([0x22, 0xff, 0x22]);
    const broken = await post(notUtf8, "application/json");
    assert.equal(broken.status, 400);
    assert.equal(typeof broken.json.message, "string");
    assert.equal((await post(good, "application/json; charset=utf-8")).status, 200);
  });

  it("refuses more than 64 KiB, announced or not", async () => {
    const client = await startClient(cleanup);
    const fields = { to: ORDINARY, body: "Hello" };
    assert.equal((await client.post({ ...fields, x: "x".repeat(60 * 1024) })).status, 200);
    const announced = await client.post({ ...fields, x: "x".repeat(64 * 1024) });
    assert.equal(announced.status, 413);
    assert.equal(typeof announced.json.message, "string");
    const chunked = await rawRequest({
      port: client.server.port,
      method: "POST",
      path: "/api/v1/sms/send",
      headers: { Authorization: `Bearer ${client.token}`, "Content-Type": "application/json" },
      body: [...Array.from({ length: 5 }, () => " ".repeat(16 * 1024)), JSON.stringify(fields)],
    });
    assert.notEqual(chunked, "cut");
    assert.equal(chunked === "cut" || chunked.status, 413);
    assert.equal((await client.messages()).length, 1);
  });

  it("answers 500 and takes no credits if the disk cannot be written", async () => {
    const client = await startClient(cleanup);
    await client.send();
    const file = join(client.dataDir, "messages.jsonl");
    await rm(file);
    await mkdir(file);
    const { status, json } = await client.send();
    assert.equal(status, 500);
    assert.equal(typeof json.message, "string");
    assert.equal(await client.credits(), 9.99);
    assert.equal((await client.messages()).length, 1);
    await rm(file, { recursive: true });
    assert.equal((await client.send()).status, 200);
  });
});

import assert from "node:assert/strict";
import { kindOfStatus } from "../../../src/api/errors.js";
import { apiAt, json, silence, startServer, text, type Answer } from "../support/httpServer.js";
import { US_NUMBER } from "../support/values.js";
import { failure, until, useCleanup } from "../support/waiting.js";

/** The statuses that promise that nothing was done. */
const REFUSALS: readonly number[] = [400, 401, 402, 403, 404, 413, 415, 422, 429];

const SMS = { to: US_NUMBER, body: "Hello" };

describe("SmsApi.send", () => {
  const cleanup = useCleanup();

  async function serve(answer: Answer): ReturnType<typeof startServer> {
    const server = await startServer(answer);
    cleanup(() => server.close());
    return server;
  }

  it("sends what it is given, as the API wants it", async () => {
    const server = await serve(json({ id: 1, status: "sent" }));
    await apiAt(server).send({ ...SMS, senderId: "MyApp" });
    await apiAt(server).send({ ...SMS, senderId: "" });
    const [first, second] = server.received;
    assert.equal(first?.method, "POST");
    assert.equal(first.path, "/api/v1/sms/send");
    assert.deepEqual(JSON.parse(first.body), { ...SMS, sender_id: "MyApp" });
    assert.deepEqual(JSON.parse(second?.body ?? ""), SMS);
    assert.equal(first.headers["content-type"], "application/json");
    assert.equal(first.headers.accept, "application/json");
    assert.match(first.headers.authorization ?? "", /^Bearer smsai_\S+$/);
    assert.equal(first.headers.cookie, undefined);
  });

  it("sends every character as it is", async () => {
    const server = await serve(json({ id: 1 }));
    const body = 'ä\r\n"\\ \u0000 😀 \ud83d';
    await apiAt(server).send({ to: US_NUMBER, body });
    assert.deepEqual(JSON.parse(server.received[0]?.body ?? ""), { to: US_NUMBER, body });
  });

  // Each row of the table, the other refusals, and samples of all that proves nothing.
  const statuses = [300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410];
  const more = [411, 412, 413, 414, 415, 416, 418, 422, 423, 425, 426, 428, 429, 431, 451, 499];
  const servers = [500, 501, 502, 503, 504, 507, 508, 511, 520, 524, 599];
  for (const status of [...statuses, ...more, ...servers]) {
    const sent = REFUSALS.includes(status) ? "certainly did nothing" : "may have sent";
    it(`asks once and ${sent} on ${status}`, async () => {
      const server = await serve(json({ message: "No." }, status, { "Retry-After": "0", Location: "/" }));
      const error = await failure(apiAt(server).send(SMS));
      assert.equal(error.kind, kindOfStatus(status));
      assert.equal(error.status, status);
      assert.equal(error.didNothing, REFUSALS.includes(status));
      assert.equal(server.received.length, 1);
    });
  }

  it("may have sent when it is asked for the password of a proxy, which fetch keeps to itself", async () => {
    const server = await serve(text("", 407, { "Proxy-Authenticate": "Basic" }));
    const error = await failure(apiAt(server).send(SMS));
    assert.equal(error.didNothing, false);
    assert.equal(server.received.length, 1);
  });

  // Fetch itself asks again after 421 (its standard, HTTP-network-or-cache fetch), on a new connection: it means
  // that the wrong server was asked (RFC 9110, 15.5.20).
  it("is repeated by none but fetch, on 421", async () => {
    const server = await serve(text("", 421));
    const error = await failure(apiAt(server).send(SMS));
    assert.equal(error.didNothing, false);
    assert.ok(server.received.length <= 2);
  });

  it("tells what the server says of a refusal", async () => {
    const body = { message: "The to field is wrong.", errors: { to: ["Not E.164."] } };
    const server = await serve(json(body, 422));
    const error = await failure(apiAt(server).send(SMS));
    assert.equal(error.reason, body.message);
    assert.deepEqual(error.fieldErrors, body.errors);
    assert.doesNotMatch(error.message, /field/);
  });

  it("tells when to try again", async () => {
    const server = await serve(json({ message: "Too many." }, 429, { "Retry-After": "30" }));
    const { retryAt = 0 } = await failure(apiAt(server).send(SMS));
    assert.ok(Math.abs(retryAt - Date.now() - 30_000) < 5000);
  });

  for (const [what, answer] of [
    ["nothing", text("")],
    ["204", text("", 204)],
    ["HTML", text("<!doctype html><p>Welcome</p>", 200, { "Content-Type": "text/html" })],
    ["half JSON", text('{"id": 1, "status"')],
    ["null", json(null)],
    ["a number", json(42)],
    ["a list", json([{ id: 1 }])],
    ["no id", json({ status: "sent" })],
    ["an id of another kind", json({ id: { value: 1 } })],
  ] as const) {
    it(`may have sent when a 2xx holds ${what}`, async () => {
      const server = await serve(answer);
      const error = await failure(apiAt(server).send(SMS));
      assert.equal(error.kind, "notUnderstood");
      assert.equal(error.didNothing, false);
      assert.equal(server.received.length, 1);
    });
  }

  it("may have sent when it timed out", async () => {
    const server = await serve(silence);
    const error = await failure(apiAt(server, { limits: { send: 60 } }).send(SMS));
    assert.equal(error.kind, "timeout");
    assert.equal(error.didNothing, false);
    assert.equal(server.received.length, 1);
  });

  it("may have sent when it timed out amid the answer", async () => {
    const server = await serve((response) => {
      response.writeHead(200, { "Content-Type": "application/json" });
      response.write('{"id":');
    });
    const error = await failure(apiAt(server, { limits: { send: 100 } }).send(SMS));
    assert.equal(error.kind, "timeout");
    assert.equal(error.didNothing, false);
  });

  it("keeps the status of a refusal whose body never ends", async () => {
    const server = await serve((response) => {
      response.writeHead(402, { "Content-Type": "application/json" });
      response.write('{"message":');
    });
    const error = await failure(apiAt(server, { limits: { send: 100 } }).send(SMS));
    assert.equal(error.kind, "insufficientCredits");
    assert.equal(error.didNothing, true);
  });

  it("may have sent when it was cancelled under way", async () => {
    const server = await serve(silence);
    const cancel = new AbortController();
    const error = failure(apiAt(server).send(SMS, cancel.signal));
    await until(() => server.received.length === 1);
    cancel.abort();
    assert.equal((await error).kind, "cancelled");
    assert.equal((await error).didNothing, false);
    assert.equal(server.received.length, 1);
  });

  it("asks nothing when it was cancelled before", async () => {
    const server = await serve(json({ id: 1 }));
    const error = await failure(apiAt(server).send(SMS, AbortSignal.abort()));
    assert.equal(error.kind, "cancelled");
    assert.equal(error.didNothing, true);
    assert.equal(server.received.length, 0);
  });
});

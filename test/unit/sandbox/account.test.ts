import assert from "node:assert/strict";
import { newToken } from "../../../src/sandbox/token.js";
import { callOf, rawCall } from "./mcpSupport.js";
import { rawRequest, startClient, useCleanup } from "./support.js";

describe("sandbox: account and authentication", () => {
  const cleanup = useCleanup();

  it("answers the root without a token", async () => {
    const client = await startClient(cleanup);
    const { status, json } = await client.request("GET", "", { token: "" });
    assert.equal(status, 200);
    assert.deepEqual(json, { api: "SMS for AI", version: "1.0", status: "ok" });
  });

  it("says whose the token is, and what is left", async () => {
    const client = await startClient(cleanup, { behavior: { permissions: ["sms:send", "sms:read"] } });
    const { json } = await client.get("/me");
    assert.deepEqual(json.token, { id: 1, name: "Sandbox", permissions: ["sms:send", "sms:read"] });
    assert.equal(json.user.credits, 10);
    assert.equal(await client.credits(), 10);
  });

  it("lists every country with dial code and price", async () => {
    const client = await startClient(cleanup);
    const countries = (await client.get("/countries")).json as unknown as { country_code: string }[];
    assert.ok(countries.length > 230);
    const us = countries.find((country) => country.country_code === "US");
    assert.deepEqual(us, {
      country_code: "US",
      country_name: "United States",
      dial_code: "+1",
      price_usd: 0.01,
    });
  });

  it("writes decimals as strings if told to", async () => {
    const client = await startClient(cleanup, { behavior: { decimals: "string" } });
    assert.equal((await client.get("/balance")).json.credits_usd, "10.000000");
    assert.equal((await client.get("/me")).json.user.credits, "10.000000");
    const countries = (await client.get("/countries")).json as unknown as { price_usd: unknown }[];
    assert.equal(typeof countries[0]?.price_usd, "string");
  });

  const closed = [
    ["GET", "/me"],
    ["GET", "/balance"],
    ["GET", "/countries"],
    ["POST", "/sms/send"],
    ["GET", "/sms"],
    ["GET", "/sms/1"],
    ["GET", "/sandbox/events"],
    ["DELETE", "/sandbox/messages"],
    ["GET", "/no/such/route"],
    ["OPTIONS", "/sms/send"],
  ] as const;

  for (const [method, path] of closed) {
    it(`wants the token for ${method} ${path}`, async () => {
      const client = await startClient(cleanup);
      for (const token of ["", newToken(), client.token.slice(0, -1), `${client.token}x`, "x"]) {
        const { status, json } = await client.request(method, path, { token });
        assert.equal(status, 401, token);
        assert.deepEqual(json, { message: "Unauthenticated." });
      }
    });
  }

  it("takes no other scheme than Bearer, in any case of letters", async () => {
    const client = await startClient(cleanup);
    const { port } = client.server;
    const status = async (authorization: string): Promise<unknown> => {
      const answer = await rawRequest({
        port,
        path: "/api/v1/me",
        headers: { Authorization: authorization },
      });
      return answer === "cut" ? answer : answer.status;
    };
    assert.equal(await status(`bearer ${client.token}`), 200);
    assert.equal(await status(`Basic ${client.token}`), 401);
    assert.equal(await status(client.token), 401);
    assert.equal(await status("Bearer"), 401);
  });

  it("answers unknown routes and methods in JSON", async () => {
    const client = await startClient(cleanup);
    assert.deepEqual((await client.get("/no/such/route")).json, { message: "Not found." });
    assert.equal((await client.get("/no/such/route")).status, 404);
    assert.equal((await client.get("/sms/1/more")).status, 404);
    const wrong = await client.request("DELETE", "/sms");
    assert.equal(wrong.status, 405);
    assert.equal(wrong.headers.get("allow"), "GET");
    assert.deepEqual(wrong.json, { message: "Method not allowed." });
    assert.equal((await client.get("/sms/send")).status, 405);
    assert.equal((await client.request("POST", "")).status, 405);
    assert.equal((await client.request("HEAD", "/sandbox/events")).status, 405);
    assert.equal((await client.request("OPTIONS", "/sms/send")).status, 405);
  });

  it("takes a slash at the end", async () => {
    const client = await startClient(cleanup);
    assert.equal((await client.get("/")).status, 200);
    assert.equal((await client.get("/me/")).status, 200);
  });

  it("logs method, route, status and time, and nothing that was sent", async () => {
    const lines: string[] = [];
    const client = await startClient(cleanup, { log: (line) => lines.push(line) });
    const secret = newToken();
    await client.request("GET", `/me?token=${secret}`, { token: secret });
    await client.request("GET", `/sms/${secret}`);
    await client.request("GET", `/${secret}`);
    await client.send("+12025550123", "a text of one's own");
    await rawCall(client, callOf("send_sms", { to: "+12025550123", body: "a text of one's own" }));
    await client.server.close();
    const all = lines.join("\n");
    assert.match(all, /^GET \/api\/v1\/me 401 \d+ ms$/m);
    assert.match(all, /^GET \/api\/v1\/sms\/:id 404 \d+ ms$/m);
    assert.match(all, /^GET \(no such route\) 404 \d+ ms$/m);
    assert.match(all, /^POST \/api\/v1\/sms\/send 200 \d+ ms$/m);
    assert.match(all, /^POST \/api\/mcp 200 \d+ ms$/m);
    assert.doesNotMatch(all, /smsai_|text|2025550123|token/);
  });
});

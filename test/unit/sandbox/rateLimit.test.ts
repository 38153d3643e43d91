import assert from "node:assert/strict";
import { RateLimiter } from "../../../src/sandbox/rateLimit.js";
import { Listener, startClient, useCleanup } from "./support.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe("sandbox: rate limits", () => {
  const cleanup = useCleanup();

  it("refuses per minute, says when to come back, and counts down", async () => {
    let now = Date.parse("2026-01-01T00:00:00Z");
    const client = await startClient(cleanup, { clock: () => now, behavior: { rateLimitPerMinute: 2 } });
    const first = await client.get("/balance");
    assert.equal(first.headers.get("x-ratelimit-limit"), "2");
    assert.equal(first.headers.get("x-ratelimit-remaining"), "1");
    now += 15_500;
    assert.equal((await client.send()).headers.get("x-ratelimit-remaining"), "0");
    const refused = await client.send();
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get("retry-after"), "45");
    assert.equal(refused.headers.get("x-ratelimit-remaining"), "0");
    assert.equal(typeof refused.json.message, "string");
    now += 44_499;
    assert.equal((await client.get("/sms")).status, 429);
    now += 1;
    assert.equal((await client.get("/sms")).json.data.length, 1);
  });

  it("refuses per day", async () => {
    let now = Date.parse("2026-01-01T00:00:00Z");
    const behavior = { rateLimitPerMinute: 2, rateLimitPerDay: 3 };
    const client = await startClient(cleanup, { clock: () => now, behavior });
    assert.equal((await client.get("/me")).status, 200);
    assert.equal((await client.get("/me")).status, 200);
    now += MINUTE;
    assert.equal((await client.get("/me")).status, 200);
    const refused = await client.get("/me");
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get("x-ratelimit-limit"), "3");
    assert.equal(refused.headers.get("retry-after"), String((DAY - MINUTE) / 1000));
    now += DAY - MINUTE;
    assert.equal((await client.get("/me")).status, 200);
  });

  it("does not count the root, the events, clearing, or who has no token", async () => {
    const client = await startClient(cleanup, { behavior: { rateLimitPerMinute: 1 } });
    for (let request = 0; request < 3; request++) {
      assert.equal((await client.request("GET", "")).status, 200);
      assert.equal((await client.request("GET", "/me", { token: "" })).status, 401);
      assert.equal((await client.request("DELETE", "/sandbox/messages")).status, 200);
    }
    await Listener.start(cleanup, client);
    assert.equal((await client.get("/me")).status, 200);
    assert.equal((await client.get("/me")).status, 429);
  });

  it("takes new limits at once, 0 for none", async () => {
    const client = await startClient(cleanup, { behavior: { rateLimitPerMinute: 1 } });
    await client.get("/me");
    assert.equal((await client.get("/me")).status, 429);
    client.server.configure({ rateLimitPerMinute: 0 });
    const free = await client.get("/me");
    assert.equal(free.status, 200);
    assert.equal(free.headers.get("x-ratelimit-limit"), null);
  });

  it("begins anew when the clock was put back", () => {
    let now = 10 * DAY;
    const limiter = new RateLimiter(() => now);
    assert.equal(limiter.take(1, 0)?.allowed, true);
    assert.equal(limiter.take(1, 0)?.allowed, false);
    now -= DAY;
    assert.equal(limiter.take(1, 0)?.allowed, true);
  });

  it("does not count what it refuses", () => {
    let now = 0;
    const limiter = new RateLimiter(() => now);
    for (let request = 0; request < 10; request++) limiter.take(1, 2);
    now += MINUTE;
    assert.equal(limiter.take(1, 2)?.allowed, true);
  });
});

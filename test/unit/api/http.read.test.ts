import assert from "node:assert/strict";
import { apiAt, cut, json, silence, startServer, text, type Answer } from "../support/httpServer.js";
import { failure, until, useCleanup } from "../support/waiting.js";

const OK = json({ credits_usd: 5 });

describe("reads", () => {
  const cleanup = useCleanup();

  async function serve(...answers: [Answer, ...Answer[]]): ReturnType<typeof startServer> {
    const server = await startServer(...answers);
    cleanup(() => server.close());
    return server;
  }

  for (const [what, answer] of [
    ["500", text("", 500)],
    ["502 with HTML", text("<h1>Bad gateway</h1>", 502)],
    ["503 with Retry-After", text("", 503, { "Retry-After": "0" })],
    ["429 with Retry-After", text("", 429, { "Retry-After": "0" })],
    ["429 with a date gone by", text("", 429, { "Retry-After": new Date(0).toUTCString() })],
    ["a cut connection", cut],
  ] as const) {
    it(`are tried again after ${what}`, async () => {
      const server = await serve(answer, OK);
      assert.equal(await apiAt(server).balance(), 5_000_000);
      assert.equal(server.received.length, 2);
    });

    it(`are tried three times in all on ${what}`, async () => {
      const server = await serve(answer);
      const error = await failure(apiAt(server).balance());
      assert.equal(error.didNothing, true);
      assert.equal(server.received.length, 3);
    });
  }

  for (const status of [301, 302, 307, 400, 401, 402, 403, 404, 408, 409, 422, 429]) {
    it(`are not tried again after ${status}`, async () => {
      const server = await serve(text("", status));
      const error = await failure(apiAt(server).me());
      assert.equal(error.status, status);
      assert.equal(error.didNothing, true);
      assert.equal(server.received.length, 1);
    });
  }

  for (const [what, answer] of [
    ["HTML", text("<!doctype html>", 200, { "Content-Type": "text/html" })],
    ["half JSON", text('{"credits_usd": 5')],
    ["nothing", text("")],
    ["null", json(null)],
    ["wrong types", json({ credits_usd: [] })],
  ] as const) {
    it(`understand no ${what}, and do not ask again`, async () => {
      const server = await serve(answer);
      assert.equal((await failure(apiAt(server).balance())).kind, "notUnderstood");
      assert.equal(server.received.length, 1);
    });
  }

  it("wait longer each time", async () => {
    const at: number[] = [];
    const failing: Answer = (response) => {
      at.push(performance.now());
      response.writeHead(500).end();
    };
    const server = await serve(failing);
    await failure(apiAt(server, { limits: { pause: 40 } }).balance());
    const [first = 0, second = 0, third = 0] = at;
    assert.ok(second - first >= 39, `${second - first} ms`);
    assert.ok(third - second >= 79, `${third - second} ms`);
  });

  it("wait as long as the server says, in seconds", async () => {
    const at: number[] = [];
    const busy: Answer = (response) => {
      at.push(performance.now());
      response.writeHead(429, { "Retry-After": "1" }).end();
    };
    const server = await serve(busy, (response, request) => {
      at.push(performance.now());
      OK(response, request);
    });
    assert.equal(await apiAt(server).balance(), 5_000_000);
    const [first = 0, second = 0] = at;
    assert.ok(second - first >= 990, `${second - first} ms`);
  });

  it("wait as long as the server says, by a date", async () => {
    let due = 0;
    const busy: Answer = (response) => {
      due = Math.ceil((Date.now() + 100) / 1000) * 1000;
      response.writeHead(503, { "Retry-After": new Date(due).toUTCString() }).end();
    };
    let asked = 0;
    const server = await serve(busy, (response, request) => {
      asked = Date.now();
      OK(response, request);
    });
    assert.equal(await apiAt(server).balance(), 5_000_000);
    assert.ok(asked >= due - 2, `${due - asked} ms early`);
  });

  it("do not wait beyond their time limit", async () => {
    for (const header of ["3600", new Date(Date.now() + 3_600_000).toUTCString()]) {
      const server = await serve(text("", 429, { "Retry-After": header }));
      const started = performance.now();
      const error = await failure(apiAt(server).balance());
      assert.equal(error.kind, "rateLimited");
      assert.ok((error.retryAt ?? 0) > Date.now() + 3_000_000);
      assert.ok(performance.now() - started < 2000);
      assert.equal(server.received.length, 1);
    }
  });

  it("have one time limit for all tries", async () => {
    const server = await serve(text("", 500), silence);
    const error = await failure(apiAt(server, { limits: { read: 120 } }).balance());
    assert.equal(error.kind, "timeout");
    assert.equal(error.didNothing, true);
    assert.equal(server.received.length, 2);
  });

  it("stop at once when they are cancelled, while they wait to try again too", async () => {
    const cancel = new AbortController();
    const server = await serve((response) => {
      response.on("close", () => {
        setImmediate(() => {
          cancel.abort();
        });
      });
      response.writeHead(500).end();
    });
    const error = await failure(apiAt(server, { limits: { pause: 4000 } }).balance(cancel.signal));
    assert.equal(error.kind, "cancelled");
    assert.equal(server.received.length, 1);
  });

  it("can be cancelled under way", async () => {
    const server = await serve(silence);
    const cancel = new AbortController();
    const error = failure(apiAt(server).balance(cancel.signal));
    await until(() => server.received.length === 1);
    cancel.abort();
    assert.equal((await error).kind, "cancelled");
    assert.equal((await error).didNothing, true);
  });

  it("ask the root without the token", async () => {
    const server = await serve(json({ api: "SMS for AI", version: "1.0", status: "ok" }));
    const authorize = (): Promise<string> => assert.fail("asked for the token");
    await apiAt(server, { authorize }).status();
    assert.equal(server.received[0]?.path, "/api/v1");
    assert.equal(server.received[0].headers.authorization, undefined);
  });

  it("keep an id in its place in the path", async () => {
    const server = await serve(json({ id: 1 }));
    await apiAt(server).message("../me?x#y");
    assert.equal(server.received[0]?.path, "/api/v1/sms/..%2Fme%3Fx%23y");
  });
});

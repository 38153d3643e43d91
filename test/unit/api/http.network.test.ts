import assert from "node:assert/strict";
import type { SmsApi } from "../../../src/api/client.js";
import type { ApiError } from "../../../src/api/errors.js";
import { apiAt, json, startRawServer, startServer, unusedPort, type Answer } from "../support/httpServer.js";
import { US_NUMBER } from "../support/values.js";
import { failure, until, useCleanup } from "../support/waiting.js";

const SMS = { to: US_NUMBER, body: "Hello" };

/** Every call, by what it may have done. */
const READS: readonly (readonly [string, (api: SmsApi) => Promise<unknown>])[] = [
  ["status", (api) => api.status()],
  ["me", (api) => api.me()],
  ["balance", (api) => api.balance()],
  ["countries", (api) => api.countries()],
  ["list", (api) => api.list("sent")],
  ["message", (api) => api.message("1")],
];

describe("a server that cannot be reached", () => {
  async function offline(baseUrl: string): Promise<ApiError[]> {
    const errors = [await failure(apiAt({ baseUrl }).send(SMS))];
    for (const [, call] of READS) errors.push(await failure(call(apiAt({ baseUrl }))));
    return errors;
  }

  it("did nothing when the connection is refused", async () => {
    for (const error of await offline(`http://127.0.0.1:${await unusedPort()}/api/v1`)) {
      assert.equal(error.kind, "offline");
      assert.equal(error.didNothing, true);
      assert.match(error.detail ?? "", /ECONNREFUSED/);
    }
  });

  it("did nothing when its name is not found", async () => {
    for (const error of await offline("https://nothing.invalid/api/v1")) {
      assert.equal(error.kind, "offline");
      assert.equal(error.didNothing, true);
    }
  });

  it("did nothing when it speaks no TLS, and got no token", async () => {
    const server = await startRawServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    try {
      const error = await failure(apiAt({ baseUrl: `https://127.0.0.1:${server.port}` }).send(SMS));
      assert.equal(error.kind, "offline");
      assert.equal(error.didNothing, true);
      assert.equal(server.received.length, 1);
      assert.doesNotMatch(server.received.join(""), /smsai_|Hello/);
    } finally {
      await server.close();
    }
  });
});

describe("a connection that is cut", () => {
  const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n";
  const CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[nul";
  const cleanup = useCleanup();

  for (const [when, bytes] of [
    ["before any byte", ""],
    ["in the middle of the headers", "HTTP/1.1 200 OK\r\nContent-"],
    ["after the headers", HEAD],
    ["in the middle of the body", `${HEAD}{"id": 1, "status": "sent"`],
    ["in the middle of a chunk", CHUNKED],
  ] as const) {
    it(`may have sent: ${when}`, async () => {
      const server = await startRawServer((socket) => {
        if (bytes === "") socket.destroy();
        else socket.write(bytes, () => socket.destroy());
      });
      cleanup(() => server.close());
      const error = await failure(apiAt({ baseUrl: server.origin }).send(SMS));
      assert.equal(error.kind, "connectionLost");
      assert.equal(error.didNothing, false);
      assert.equal(server.received.length, 1);
      assert.equal(server.received.join("").match(/POST \/sms\/send/g)?.length, 1);
    });

    it(`fails a read after three tries: ${when}`, async () => {
      const server = await startRawServer((socket) => {
        if (bytes === "") socket.destroy();
        else socket.write(bytes, () => socket.destroy());
      });
      cleanup(() => server.close());
      const error = await failure(apiAt({ baseUrl: server.origin }).me());
      assert.equal(error.kind, "connectionLost");
      assert.equal(error.didNothing, true);
      assert.equal(server.received.length, 3);
    });
  }

  it("may have sent when the answer is no HTTP", async () => {
    const server = await startRawServer((socket) => socket.end("220 mail.example ESMTP\r\n"));
    cleanup(() => server.close());
    const error = await failure(apiAt({ baseUrl: server.origin }).send(SMS));
    assert.equal(error.didNothing, false);
    assert.equal(server.received.length, 1);
  });

  it("does not repeat a send on a kept connection that the server has given up", async () => {
    const server = await startServer(json({ id: 1 }), (response) => {
      response.socket?.destroy();
    });
    cleanup(() => server.close());
    const api = apiAt(server);
    await api.send(SMS);
    const error = await failure(api.send(SMS));
    assert.equal(error.didNothing, false);
    assert.equal(server.received.length, 2);
  });
});

describe("a server that says too much", () => {
  const cleanup = useCleanup();
  const TOTAL = 200 * 1024 * 1024;
  const MIB = 1024 * 1024;

  /** Streams 200 MB of JSON as fast as it is taken; tells how much was. */
  async function flood(
    status: number,
  ): Promise<{ baseUrl: string; sent: () => number; ended: () => boolean }> {
    const piece = Buffer.alloc(64 * 1024, '"some text",');
    let sent = 0;
    let ended = false;
    const answer: Answer = (response) => {
      response.writeHead(status, { "Content-Type": "application/json", "Content-Length": TOTAL });
      response.write("[");
      const more = (): void => {
        while (!ended && sent < TOTAL) {
          sent += piece.length;
          if (!response.write(piece)) break;
        }
      };
      response.on("drain", more);
      response.on("close", () => (ended = true));
      more();
    };
    const server = await startServer(answer);
    cleanup(() => server.close());
    return { baseUrl: server.baseUrl, sent: () => sent, ended: () => ended };
  }

  for (const [name, call] of [...READS, ["send", (api: SmsApi) => api.send(SMS)] as const]) {
    it(`is stopped early: ${name}`, async () => {
      const server = await flood(200);
      const before = process.memoryUsage().rss;
      const error = await failure(call(apiAt(server)));
      assert.equal(error.kind, "notUnderstood");
      assert.equal(error.didNothing, name !== "send");
      await until(server.ended);
      assert.ok(server.sent() < 40 * MIB, `${server.sent() / MIB} MiB sent`);
      const grown = (process.memoryUsage().rss - before) / MIB;
      assert.ok(grown < 100, `${grown} MiB more memory`);
    });
  }

  it("is stopped early when it refuses", async () => {
    const server = await flood(422);
    const error = await failure(apiAt(server).send(SMS));
    assert.equal(error.kind, "validation");
    assert.equal(error.didNothing, true);
    assert.equal(error.reason, undefined);
    await until(server.ended);
    assert.ok(server.sent() < 40 * MIB, `${server.sent() / MIB} MiB sent`);
  });

  it("is heard out up to the limit", async () => {
    const row = { country_code: "US", country_name: "x".repeat(1000), dial_code: "+1", price_usd: 0.01 };
    const server = await startServer(json(Array.from({ length: 50 }, () => row)));
    cleanup(() => server.close());
    assert.equal((await apiAt(server).countries()).length, 50);
    const error = await failure(apiAt(server, { limits: { answerBytes: 50_000 } }).countries());
    assert.equal(error.kind, "notUnderstood");
  });
});

describe("a redirect", () => {
  const cleanup = useCleanup();

  for (const status of [301, 302, 303, 307, 308]) {
    it(`is never followed, to another server or to the same: ${status}`, async () => {
      const other = await startServer(json({ id: 1, credits_usd: 5 }));
      cleanup(() => other.close());
      for (const target of [`${other.baseUrl}/balance`, "/api/v1/elsewhere", "//127.0.0.1/", "", "http://"]) {
        const server = await startServer((response) => {
          response.writeHead(status, { Location: target }).end();
        });
        cleanup(() => server.close());
        const sending = await failure(apiAt(server).send(SMS));
        assert.equal(sending.kind, "redirected");
        assert.equal(sending.didNothing, false);
        for (const [name, call] of READS) {
          assert.equal((await failure(call(apiAt(server)))).kind, "redirected", name);
        }
        assert.equal(server.received.length, 1 + READS.length);
      }
      assert.deepEqual(other.received, []);
    });
  }
});

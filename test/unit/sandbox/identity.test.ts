import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { checkIdentity, proofFor } from "../../../src/sandbox/identity.js";
import { newToken } from "../../../src/sandbox/token.js";
import { freePort, rawRequest, startClient, useCleanup } from "./support.js";

describe("sandbox: identity", () => {
  const cleanup = useCleanup();

  async function stranger(answer: RequestListener): Promise<number> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanup.add(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);
    return address.port;
  }

  it("knows its own", async () => {
    const client = await startClient(cleanup);
    assert.equal(await checkIdentity(client.server.port, client.token), "ours");
  });

  it("takes a sandbox with another token for a stranger", async () => {
    const client = await startClient(cleanup);
    assert.equal(await checkIdentity(client.server.port, newToken()), "stranger");
  });

  it("sees that nobody is there", async () => {
    assert.equal(await checkIdentity(await freePort(), newToken()), "nobody");
  });

  it("proves for one token, port and challenge only", () => {
    const [token, nonce] = [newToken(), "ab".repeat(32)];
    const proof = proofFor(token, 1000, nonce);
    assert.match(proof ?? "", /^[0-9a-f]{64}$/);
    assert.notEqual(proofFor(newToken(), 1000, nonce), proof);
    assert.notEqual(proofFor(token, 1001, nonce), proof);
    assert.notEqual(proofFor(token, 1000, "ac".repeat(32)), proof);
    for (const bad of ["", "xyz", "a".repeat(65), "ab\n", " ab"]) {
      assert.equal(proofFor(token, 1000, bad), undefined, bad);
    }
  });

  it("answers a challenge that is none as if there were none", async () => {
    const client = await startClient(cleanup);
    for (const nonce of ["xyz", "a".repeat(65)]) {
      const answer = await rawRequest({
        port: client.server.port,
        headers: { "X-Sandbox-Challenge": nonce },
      });
      assert.ok(answer !== "cut" && answer.status === 200);
      assert.doesNotMatch(answer.body, /proof/);
    }
  });

  const answers: Record<string, RequestListener> = {
    "an HTML page": (_request, response) => response.end("<html></html>"),
    "no proof": (_request, response) => response.end('{"api":"SMS for AI","version":"1.0","status":"ok"}'),
    "a proof of its own": (_request, response) =>
      response.end(JSON.stringify({ sandbox: { proof: "ab".repeat(32) } })),
    "a proof of another length": (_request, response) =>
      response.end(JSON.stringify({ sandbox: { proof: "ab" } })),
    "the challenge itself": (request, response) =>
      response.end(JSON.stringify({ sandbox: { proof: request.headers["x-sandbox-challenge"] } })),
    null: (_request, response) => response.end("null"),
    nothing: (_request, response) => response.end(),
    "an error": (_request, response) => response.writeHead(500).end("{}"),
    "a cut connection": (request) => request.socket.destroy(),
    "half an answer": (request, response) => {
      response.writeHead(200, { "Content-Length": "1000" });
      response.write("{", () => request.socket.destroy());
    },
    "more than it should": (_request, response) => {
      const write = (): void => {
        if (!response.destroyed) response.write(" ".repeat(64 * 1024), write);
      };
      write();
    },
    "another protocol": (_request, response) =>
      response.writeHead(101, { Connection: "Upgrade", Upgrade: "x" }).end(),
  };

  for (const [what, answer] of Object.entries(answers)) {
    it(`takes who answers ${what} for a stranger`, async () => {
      assert.equal(await checkIdentity(await stranger(answer), newToken()), "stranger");
    });
  }

  it("follows no redirect, not even to the sandbox", async () => {
    const client = await startClient(cleanup);
    const port = await stranger((request, response) => {
      response.writeHead(302, { Location: `${client.server.baseUrl}${request.url ?? ""}` }).end();
    });
    assert.equal(await checkIdentity(port, client.token), "stranger");
  });

  it("is not deceived by a stranger who passes the challenge on", async () => {
    const client = await startClient(cleanup);
    const port = await stranger((request, response) => {
      const challenge = String(request.headers["x-sandbox-challenge"]);
      void rawRequest({ port: client.server.port, headers: { "X-Sandbox-Challenge": challenge } }).then(
        (answer) => response.end(answer === "cut" ? "" : answer.body),
      );
    });
    assert.equal(await checkIdentity(port, client.token), "stranger");
  });

  it("waits 2 s for who does not answer", async () => {
    const server = createTcpServer((socket) => {
      cleanup.add(() => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanup.add(() => server.close());
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);
    const began = performance.now();
    assert.equal(await checkIdentity(address.port, newToken()), "stranger");
    assert.ok(performance.now() - began < 4000);
  });

  it("ends at once when it is aborted", async () => {
    const aborter = new AbortController();
    const port = await stranger(() => {
      aborter.abort(new Error("enough"));
    });
    await assert.rejects(checkIdentity(port, newToken(), aborter.signal), /enough/);
    await assert.rejects(checkIdentity(port, newToken(), aborter.signal), /enough/);
  });
});

import assert from "node:assert/strict";
import { connect } from "node:net";
import { rawRequest, startClient, useCleanup, type Client } from "./support.js";

describe("sandbox: closed to web pages", () => {
  const cleanup = useCleanup();

  async function statusOf(client: Client, headers: Record<string, string | string[]>): Promise<unknown> {
    const statuses = new Set<unknown>();
    for (const [method, path] of [
      ["GET", "/api/v1"],
      ["GET", "/api/v1/me"],
      ["OPTIONS", "/api/v1/sms/send"],
      ["GET", "/elsewhere"],
    ] as const) {
      const answer = await rawRequest({
        port: client.server.port,
        method,
        path,
        headers: { Authorization: `Bearer ${client.token}`, ...headers },
      });
      assert.notEqual(answer, "cut");
      if (answer === "cut") continue;
      const names = Object.keys(answer.headers);
      assert.ok(!names.some((name) => name.startsWith("access-control-")), names.join());
      assert.equal(answer.headers["content-type"], "application/json");
      statuses.add(answer.status === 403 ? 403 : "let in");
    }
    assert.equal(statuses.size, 1, "the same for every route");
    return [...statuses][0];
  }

  it("refuses every Host but this machine's with the port", async () => {
    const client = await startClient(cleanup);
    const { port } = client.server;
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`]) {
      assert.equal(await statusOf(client, { Host: host }), "let in", host);
    }
    for (const host of [
      `evil.example:${port}`,
      "evil.example",
      "localhost",
      `localhost:${port + 1}`,
      `127.0.0.1.evil.example:${port}`,
      `evil.example:${port}@localhost:${port}`,
    ]) {
      assert.equal(await statusOf(client, { Host: host }), 403, host);
    }
  });

  it("refuses a request without Host, or with two", async () => {
    const client = await startClient(cleanup);
    const { port } = client.server;
    const firstLine = async (request: string): Promise<string> => {
      const socket = connect(port, "127.0.0.1");
      socket.end(request);
      let text = "";
      for await (const chunk of socket.setEncoding("utf8")) text += String(chunk);
      return text.slice(0, text.indexOf("\r\n"));
    };
    assert.match(await firstLine("GET /api/v1 HTTP/1.0\r\n\r\n"), / 403 /);
    const hosts = `Host: localhost:${port}\r\nHost: evil.example:${port}\r\n`;
    assert.match(await firstLine(`GET /api/v1 HTTP/1.0\r\n${hosts}\r\n`), / 40[03] /);
    assert.match(await firstLine(`GET /api/v1 HTTP/1.0\r\nHost: localhost:${port}\r\n\r\n`), / 200 /);
  });

  it("refuses every Origin but http on this machine", async () => {
    const client = await startClient(cleanup);
    for (const origin of ["http://localhost:3000", "http://127.0.0.1", "http://[::1]:8080"]) {
      assert.equal(await statusOf(client, { Origin: origin }), "let in", origin);
    }
    for (const origin of [
      "https://evil.example",
      "http://evil.example",
      "http://localhost.evil.example",
      "http://localhost:3000.evil.example",
      "https://localhost:3000",
      "http://evil.example/http://localhost",
      "vscode-webview://abc",
      "null",
      "",
    ]) {
      assert.equal(await statusOf(client, { Origin: origin }), 403, origin);
    }
    const both = ["http://localhost:3000", "https://evil.example"];
    assert.equal(await statusOf(client, { Origin: both }), 403);
  });

  it("refuses a page's request that has no Origin, and lets in what is no page's", async () => {
    const client = await startClient(cleanup);
    assert.equal(await statusOf(client, { "Sec-Fetch-Site": "cross-site" }), 403);
    assert.equal(await statusOf(client, { "Sec-Fetch-Site": "none" }), "let in");
  });

  it("gives a preflight from this machine no permission either", async () => {
    const client = await startClient(cleanup);
    const answer = await rawRequest({
      port: client.server.port,
      method: "OPTIONS",
      path: "/api/v1/sms/send",
      headers: {
        Origin: "http://localhost:3000",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
      },
    });
    assert.notEqual(answer, "cut");
    if (answer === "cut") return;
    assert.equal(answer.status, 401);
    assert.deepEqual(
      Object.keys(answer.headers).filter((name) => name.startsWith("access-control-")),
      [],
    );
  });

  it("leaves the process's own Request and Response alone", async () => {
    await (await startClient(cleanup)).get("/me");
    assert.equal((await fetch("data:,x")).constructor, globalThis.Response);
  });

  it("listens on the loopback address alone", async () => {
    const client = await startClient(cleanup);
    assert.equal(client.server.baseUrl, `http://127.0.0.1:${client.server.port}/api/v1`);
    await assert.rejects(fetch(`http://[::1]:${client.server.port}/api/v1`));
  });
});

import assert from "node:assert/strict";
import type { SandboxEvent } from "../../../src/api/events.js";
import { apiAt, startServer, text, type Answer } from "../support/httpServer.js";
import { US_NUMBER } from "../support/values.js";
import { failure, until, useCleanup } from "../support/waiting.js";

describe("SmsApi.sandboxEvents", () => {
  const cleanup = useCleanup();

  /** What a stream tells until it ends. */
  async function eventsOf(answer: Answer, stopAt?: SandboxEvent["kind"]): Promise<SandboxEvent[]> {
    const server = await startServer(answer);
    cleanup(() => server.close());
    const events: SandboxEvent[] = [];
    const stop = new AbortController();
    for await (const event of apiAt(server).sandboxEvents(stop.signal)) {
      events.push(event);
      if (event.kind === stopAt) stop.abort();
    }
    assert.equal(server.received[0]?.path, "/api/v1/sandbox/events");
    assert.equal(server.received[0].headers.accept, "text/event-stream");
    return events;
  }

  const kinds = (events: readonly SandboxEvent[]): string[] => events.map(({ kind }) => kind);

  it("tells what arrives, and passes over what it does not know", async () => {
    const events = await eventsOf(
      text(
        [
          ": a comment",
          `event: message\ndata: {"id":1,"to":"${US_NUMBER}"}`,
          'event: balance\ndata: {"credits_usd":"9.990000"}',
          "event: cleared\ndata: {}",
          "event: news\ndata: {}",
          "data: {}",
          "event: message\ndata: {half",
          "event: message\ndata: {}",
          "event: balance\ndata: null",
          "event: balance\ndata: []",
          'event: message\ndata: {"id":\ndata: 2}',
          "",
        ].join("\n\n"),
      ),
    );
    assert.deepEqual(kinds(events), ["connected", "message", "balance", "cleared", "message"]);
    const [, message, balance, , second] = events;
    assert.equal(message?.kind === "message" && message.message.to, US_NUMBER);
    assert.equal(balance?.kind === "balance" && balance.balance, 9_990_000);
    assert.equal(second?.kind === "message" && second.message.id, "2");
  });

  it("puts together what comes in pieces, characters cut in two as well", async () => {
    const bytes = Buffer.from('event: message\ndata: {"id":1,"body":"ä 😀"}\n\n');
    const events = await eventsOf((response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      const write = (at: number): void => {
        if (at === bytes.length) response.end();
        else response.write(bytes.subarray(at, at + 1), () => setImmediate(write, at + 1));
      };
      write(0);
    });
    const [, message] = events;
    assert.equal(message?.kind === "message" && message.message.body, "ä 😀");
  });

  it("ends like any other stream when the connection breaks", async () => {
    const events = await eventsOf((response) => {
      response.writeHead(200);
      response.write("event: cleared\ndata: {}\n\n", () => setImmediate(() => response.socket?.destroy()));
    });
    assert.deepEqual(kinds(events), ["connected", "cleared"]);
  });

  it("ends, and closes the connection, when it is told to", async () => {
    let closed = false;
    const events = await eventsOf((response) => {
      response.on("close", () => (closed = true));
      response.writeHead(200).write("event: cleared\ndata: {}\n\n");
    }, "cleared");
    assert.deepEqual(kinds(events), ["connected", "cleared"]);
    await until(() => closed);
  });

  it("closes the connection when nobody listens on", async () => {
    let closed = false;
    const server = await startServer((response) => {
      response.on("close", () => (closed = true));
      response.writeHead(200).write("event: cleared\ndata: {}\n\n");
    });
    cleanup(() => server.close());
    for await (const event of apiAt(server).sandboxEvents(new AbortController().signal)) {
      if (event.kind === "cleared") break;
    }
    await until(() => closed);
  });

  it("throws what refuses it", async () => {
    for (const [status, kind] of [
      [401, "unauthorized"],
      [404, "notFound"],
      [302, "redirected"],
      [500, "server"],
    ] as const) {
      assert.equal((await failure(eventsOf(text("", status, { Location: "/" })))).kind, kind);
    }
  });
});

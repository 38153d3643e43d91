import assert from "node:assert/strict";
import type { SandboxEvent } from "../../../src/api/events.js";
import { Arrivals } from "../../../src/core/arrivals.js";
import { startServer, type ScriptedServer } from "../support/httpServer.js";
import { startSandbox, type TestSandbox } from "../support/sandbox.js";
import { newToken, US_NUMBER } from "../support/values.js";
import { settled, until, useCleanup } from "../support/waiting.js";
import { Machine, signedIn, signIn, type Window } from "../support/windows.js";

describe("Arrivals", () => {
  const cleanup = useCleanup();
  let sandbox: TestSandbox;
  let window: Window;
  let arrivals: Arrivals;
  let events: SandboxEvent[];

  beforeEach(async () => {
    sandbox = await startSandbox();
    cleanup(() => sandbox.close());
    window = new Machine().open(sandbox.access);
    events = [];
    arrivals = new Arrivals(window.session, (event) => events.push(event));
    cleanup(() => {
      arrivals.dispose();
      window.dispose();
    });
  });
  const connections = (): number => events.filter(({ kind }) => kind === "connected").length;
  const statuses = (): (string | undefined)[] =>
    events.flatMap((event) => (event.kind === "message" ? [event.message.status] : []));

  async function listen(): Promise<void> {
    await window.session.useSandbox("Sandbox");
    arrivals.begin();
    await until(() => connections() === 1);
  }

  it("tells of messages, their delivery, the balance, and of a sandbox that was emptied", async () => {
    await listen();
    const api = await signedIn(window).api();
    await api.send({ to: US_NUMBER, body: "Hello" });
    await until(() => statuses().includes("delivered"));
    assert.deepEqual(statuses(), ["sent", "delivered"]);
    assert.ok(events.some((event) => event.kind === "balance" && event.balance === 9_990_000));
    await sandbox.clear();
    await until(() => events.some(({ kind }) => kind === "cleared"));
  });

  it("asks nothing before it is wanted", async () => {
    await window.session.useSandbox("Sandbox");
    await settled();
    assert.deepEqual(events, []);
  });

  it("comes back when the server was closed and another one has its port", async () => {
    await listen();
    await sandbox.restart();
    await until(() => connections() === 2);
    await (await signedIn(window).api()).send({ to: US_NUMBER, body: "Hello" });
    await until(() => statuses().includes("sent"));
  });

  it("stops when the account changes, and goes on when it changes back", async () => {
    await listen();
    const { account } = signedIn(window);
    const api = await signedIn(window).api();
    await signIn(window, "https://a.example/api/v1", newToken());
    await api.send({ to: US_NUMBER, body: "Hello" });
    for (let status = ""; status !== "delivered";) status = (await api.message("1")).status ?? "";
    assert.deepEqual(statuses(), []);
    await window.session.use(account);
    await until(() => connections() === 2);
  });

  it("stops when it is disposed", async () => {
    await listen();
    arrivals.dispose();
    await (await signedIn(window).api()).send({ to: US_NUMBER, body: "Hello" });
    await settled();
    assert.deepEqual(statuses(), []);
  });

  it("asks no server that is not the sandbox", async () => {
    const other: ScriptedServer = await startServer((response) => response.end("{}"));
    cleanup(() => other.close());
    arrivals.begin();
    await signIn(window, other.baseUrl, newToken());
    const api = await signedIn(window).api();
    await api.status().catch(() => undefined);
    assert.deepEqual(
      other.received.map(({ path }) => path),
      ["/api/v1"],
    );
  });
});

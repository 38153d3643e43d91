import assert from "node:assert/strict";
import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CliUsageError, readCliOptions } from "../../../src/sandbox/cliOptions.js";
import { MAGIC_RECIPIENTS } from "../../../src/sandbox/magic.js";
import { startClient, until, useCleanup } from "./support.js";

describe("sandbox: command line", () => {
  const cleanup = useCleanup();

  it("has a flag for every behaviour", () => {
    const { port, dataDir, behavior } = readCliOptions(
      [
        "--port 5 --data some/folder --send-shape nested --message-shape data --decimals string",
        "--pagination links --list-fields lean --rate-limit-per-minute 1 --rate-limit-per-day 2",
        "--starting-credits-usd 0.5 --delivery-delay-ms 3 --slow-answer-ms 4 --permissions a,b",
      ]
        .join(" ")
        .split(" "),
    );
    assert.deepEqual([port, dataDir], [5, "some/folder"]);
    assert.deepEqual(behavior, {
      sendShape: "nested",
      messageShape: "data",
      decimals: "string",
      pagination: "links",
      listFields: "lean",
      rateLimitPerMinute: 1,
      rateLimitPerDay: 2,
      startingCreditsUsd: 0.5,
      deliveryDelayMs: 3,
      slowAnswerMs: 4,
      permissions: ["a", "b"],
    });
  });

  it("changes nothing that no flag names", () => {
    assert.deepEqual(readCliOptions([]).behavior, {});
    assert.deepEqual(readCliOptions(["--permissions", ""]).behavior, { permissions: [] });
  });

  for (const args of [
    "--no-such-flag",
    "extra",
    "--port x",
    "--port 70000",
    "--port 1.5",
    "--port -1",
    "--port",
    "--send-shape round",
    "--delivery-delay-ms soon",
  ]) {
    it(`refuses ${args}`, () => {
      assert.throws(() => readCliOptions(args.split(" ")), CliUsageError);
    });
  }

  interface Run {
    readonly child: ChildProcess;
    readonly ended: Promise<number | null>;
    readonly out: () => string;
    readonly err: () => string;
  }

  /** The built program beside these built tests. */
  const program = fileURLToPath(new URL("../../../src/sandbox/cli.js", import.meta.url));

  const run = (...args: string[]): Run => follow(spawn(process.execPath, [program, ...args]));

  function follow(child: ChildProcessWithoutNullStreams): Run {
    cleanup.add(() => child.kill("SIGKILL"));
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    return { child, ended, out: () => out, err: () => err };
  }

  async function started(out: () => string): Promise<{ baseUrl: string; token: string }> {
    await until("started", () => out().includes(MAGIC_RECIPIENTS.at(-1)?.meaning ?? ""));
    const baseUrl = /^SMSFORAI_BASE_URL=(http:\/\/127\.0\.0\.1:\d+\/api\/v1)$/m.exec(out())?.[1] ?? "";
    const token = /^SMSFORAI_TOKEN=(smsai_sandbox_\S+)$/m.exec(out())?.[1] ?? "";
    return { baseUrl, token };
  }

  it("prints where it is, and ends cleanly on Ctrl+C", async function () {
    if (process.platform === "win32") this.skip();
    const { child, ended, out } = run("--port", "0", "--data", await cleanup.tempDir());
    const { baseUrl, token } = await started(out);
    const mcpUrl = /^SMSFORAI_MCP_URL=(.*)$/m.exec(out())?.[1];
    assert.equal(mcpUrl, new URL("/api/mcp", baseUrl).href);
    for (const { number } of MAGIC_RECIPIENTS) assert.ok(out().includes(number));
    const answer = await fetch(`${baseUrl}/me`, { headers: { Authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 200);
    child.kill("SIGINT");
    assert.equal(await ended, 0);
  });

  it("ends with 2 for a wrong flag, and says which", async () => {
    const { ended, err } = run("--send-shape", "round");
    assert.equal(await ended, 2);
    assert.match(err(), /--send-shape takes flat or nested/);
  });

  it("ends with 1 if the port is in use, and says so", async () => {
    const { server } = await startClient(cleanup);
    const { ended, err } = run("--port", String(server.port), "--data", await cleanup.tempDir());
    assert.equal(await ended, 1);
    assert.match(err(), new RegExp(`Port ${server.port} is in use`));
  });

  it("takes back what a full disk took half of", async function () {
    if (process.platform === "win32") this.skip();
    const dataDir = await cleanup.tempDir();
    // A limit on the size of files stops a write in its middle, as a full disk does.
    const limited = ["-c", 'ulimit -f 8; exec "$0" "$@"', process.execPath, program];
    const { child, ended, out } = follow(spawn("bash", [...limited, "--port", "0", "--data", dataDir]));
    const { baseUrl, token } = await started(out);
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const body = JSON.stringify({ to: "+12025550188", body: "x".repeat(700) });
    const send = async (): Promise<number> =>
      (await fetch(`${baseUrl}/sms/send`, { method: "POST", headers, body })).status;
    const statuses: number[] = [];
    for (let count = 0; count < 12; count++) statuses.push(await send());
    const accepted = statuses.filter((status) => status === 200).length;
    assert.deepEqual([...new Set(statuses)], [200, 500]);
    const journal = await readFile(join(dataDir, "messages.jsonl"), "utf8");
    assert.ok(journal.endsWith("\n"));
    assert.equal(journal.trim().split("\n").length, accepted);
    child.kill("SIGINT");
    assert.equal(await ended, 0);
    const client = await startClient(cleanup, { dataDir, token });
    assert.equal((await client.messages()).length, accepted);
  });

  it("tells its flags", async () => {
    const { ended, out } = run("--help");
    assert.equal(await ended, 0);
    assert.match(out(), /--rate-limit-per-minute/);
  });
});

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { LaunchedWorkbench } from "../host/e2e.js";
import { run, signIn } from "./support/flows.js";
import { mcpRequests, serveMcp } from "./support/mcpEndpoint.js";
import {
  mcpOutput,
  mcpOutputGone,
  mcpServers,
  openMcpServers,
  startMcpServer,
  WITH_AI,
} from "./support/mcpServers.js";
import { OtherServer } from "./support/otherServer.js";
import { launchWithSandbox, type Sandbox } from "./support/sandbox.js";
import { BALANCE } from "./support/sms.js";

const THEMES = ["light", "hc", "dark"] as const;
const TOKEN = `smsai_other_${randomBytes(12).toString("hex")}`;
const NEW_TOKEN = `smsai_new_${randomBytes(12).toString("hex")}`;
const SANDBOX = "SMS for AI Sandbox";
const SENTENCE =
  "The hosted MCP server sends what an agent asks for without asking this extension: no limit, no list of allowed recipients and no question of ours stands before it.";

describe("the MCP servers that VS Code lists", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  let sandbox: Sandbox;
  let other: OtherServer;
  const otherLabel = (): string => `SMS for AI at ${other.host}`;

  before(async () => {
    const tokens = new Map([
      [TOKEN, "Editor"],
      [NEW_TOKEN, "Editor"],
    ]);
    other = await OtherServer.start("/gateway/api/v1", tokens);
    serveMcp(other, tokens);
    ({ workbench, sandbox } = await launchWithSandbox(WITH_AI));
  });
  after(async () => {
    await workbench.close();
    await other.stop();
  });

  const isRunning = (servers: readonly string[]): boolean => servers.some((row) => row.includes("Running"));

  it("have none of ours while nobody is signed in", async () => {
    assert.deepEqual(await mcpServers(workbench, () => true), []);
  });

  it("have the sandbox's once it is the account, which runs and tells its three tools", async () => {
    await run(workbench, "Try the Sandbox");
    await workbench.statusBarItem(BALANCE).waitFor();
    const listed = await mcpServers(workbench, (servers) => servers.length > 0);
    assert.deepEqual(listed, [`${SANDBOX}, Stopped, SMS for AI`]);
    await startMcpServer(workbench, SANDBOX);
    await mcpOutput(workbench, /Discovered 3 tools/);
    assert.deepEqual(await mcpServers(workbench, isRunning), [`${SANDBOX}, Running, SMS for AI`]);
  });

  it("look as they should, and so does the question before the hosted one", async () => {
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await openMcpServers(workbench, isRunning);
      await workbench.screenshot(`mcp-servers-${theme}`);
      await workbench.quickInput.cancel();
      await workbench.quickInput.closed();
      await run(workbench, "Switch Hosted MCP Server On or Off");
      await workbench.modal.read(SENTENCE);
      await workbench.screenshot(`mcp-hosted-${theme}`);
      await workbench.modal.cancel();
    }
  });

  it("have it after a reload too, with its tools still known, and start it again", async () => {
    await workbench.reload();
    const listed = await mcpServers(workbench, (servers) => servers.length > 0);
    assert.deepEqual(listed, [`${SANDBOX}, Stopped, SMS for AI`]);
    await startMcpServer(workbench, SANDBOX);
    await mcpOutput(workbench, /Discovered 3 tools/);
    assert.equal((await sandbox.messages()).length, 0);
  });

  it("lose it when the window goes to an account that may cost money, and get no other unasked", async () => {
    await signIn(workbench, other.baseUrl, TOKEN);
    await mcpOutputGone(workbench);
    assert.deepEqual(await mcpServers(workbench, (servers) => servers.length === 0), []);
    assert.deepEqual(mcpRequests(other), []);
  });

  it("have the hosted one only after a yes to what it means", async () => {
    await run(workbench, "Switch Hosted MCP Server On or Off");
    const question = await workbench.modal.read("hosted MCP server");
    assert.equal(question.message, "Switch on the hosted MCP server of accounts that cost money?");
    assert.equal(question.detail, SENTENCE);
    assert.deepEqual([...question.buttons].sort(), ["Cancel", "Switch On"]);
    await workbench.modal.cancel();
    assert.deepEqual(await mcpServers(workbench, () => true), []);
    await run(workbench, "Switch Hosted MCP Server On or Off");
    await workbench.modal.read(SENTENCE);
    await workbench.modal.press("Switch On");
    await workbench.notifications.shown(
      "The hosted MCP server is on: VS Code lists it among its MCP servers.",
    );
    const listed = await mcpServers(workbench, (servers) => servers.length > 0);
    assert.deepEqual(listed, [`${otherLabel()}, Stopped, SMS for AI`]);
    assert.deepEqual(mcpRequests(other), []);
    await workbench.clearNotifications();
  });

  it("run it with the account's token, and stop it when the account has a new one", async () => {
    await startMcpServer(workbench, otherLabel());
    await mcpOutput(workbench, /Discovered 3 tools/);
    const tokens = (): Set<string | undefined> =>
      new Set(mcpRequests(other).map(({ headers }) => headers.authorization));
    assert.deepEqual(tokens(), new Set([`Bearer ${TOKEN}`]));
    await signIn(workbench, other.baseUrl, NEW_TOKEN);
    const listed = await mcpServers(workbench, (servers) => servers.some((row) => row.includes("Stopped")));
    assert.deepEqual(listed, [`${otherLabel()}, Stopped, SMS for AI`]);
    other.requests.length = 0;
    await startMcpServer(workbench, otherLabel());
    // Its output goes on from before.
    await workbench.until(
      "asked for the tools again",
      () => Promise.resolve(mcpRequests(other).map(({ body }) => body)),
      (bodies) => bodies.some((body) => body.includes("tools/list")),
    );
    assert.deepEqual(tokens(), new Set([`Bearer ${NEW_TOKEN}`]));
  });

  it("lose it when it is switched off", async () => {
    await run(workbench, "Switch Hosted MCP Server On or Off");
    await workbench.notifications.shown("The hosted MCP server is off.");
    await mcpOutputGone(workbench);
    await workbench.clearNotifications();
    assert.deepEqual(await mcpServers(workbench, (servers) => servers.length === 0), []);
  });

  it("have the sandbox's again with its account", async () => {
    await run(workbench, "Try the Sandbox");
    const listed = await mcpServers(workbench, (servers) => servers.length > 0);
    assert.deepEqual(listed, [`${SANDBOX}, Stopped, SMS for AI`]);
  });

  it("say what to do when another program has the sandbox's port, and send it no token", async () => {
    const port = Number(other.host.split(":")[1]);
    await workbench.changeSettings({ "smsForAi.sandbox.port": port });
    other.requests.length = 0;
    await startMcpServer(workbench, SANDBOX);
    const told = await workbench.notifications.shown("The MCP server cannot be started");
    assert.match(
      told,
      new RegExp(`^The MCP server cannot be started: Port ${port} is used by another program`),
    );
    assert.deepEqual(await workbench.notifications.buttons(told), ["Change Port"]);
    await workbench.screenshot("mcp-port-taken");
    await workbench.clearNotifications();
    for (const { headers } of other.requests) assert.equal(headers.authorization, undefined);
    assert.deepEqual(mcpRequests(other), []);
  });

  it("are none after signing out", async () => {
    await run(workbench, "Sign Out…");
    await workbench.modal.read("Sign out of");
    await workbench.modal.click("Sign Out");
    assert.deepEqual(await mcpServers(workbench, (servers) => servers.length === 0), []);
  });
});

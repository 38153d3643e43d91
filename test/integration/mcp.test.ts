import assert from "node:assert/strict";
import * as vscode from "vscode";
import { freePort } from "../host/processes.js";
import { setPort, startSandbox } from "./support/sandbox.js";
import { eventually } from "./support/waiting.js";

/** As VS Code names a server that an extension lists: the extension and the label. */
const SERVER = "smsforai.sms-for-ai/SMS for AI Sandbox";
const TOOLS = ["get_balance", "list_sms", "send_sms"].map((name) => `mcp_sms_for_ai_sa_${name}`);

describe("the MCP server that VS Code is told of", () => {
  before(async () => {
    await showAi(true);
    await startSandbox();
  });
  after(() => showAi(undefined));

  it("runs, has its three tools, and takes the token that it got", async () => {
    await start();
    assert.match(await ask("get_balance"), /10/);
  });

  it("is the one at the sandbox's new address when that has moved", async () => {
    await setPort(await freePort());
    await eventually("the balance from there", async () => {
      await start();
      return ask("get_balance").then(
        (text) => text.includes("10"),
        () => false,
      );
    });
  });

  it("is no hosted one without a person's yes", async () => {
    const hosted = (): unknown => vscode.workspace.getConfiguration("smsForAi").get("mcp.hostedServer");
    assert.equal(hosted(), false);
    // The question is a modal, which cannot be shown under tests: that has to be a refusal.
    await vscode.commands.executeCommand("smsForAi.toggleHostedMcpServer");
    assert.equal(hosted(), false);
  });
});

/** Lets VS Code have chat, tools and MCP servers, which the other tests do without. */
async function showAi(isShown: true | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration("chat")
    .update("disableAIFeatures", isShown && false, vscode.ConfigurationTarget.Global);
}

/** Starts the server as VS Code's own list of servers does, and waits for its tools. */
async function start(): Promise<void> {
  await eventually("the tools of the MCP server", async () => {
    await vscode.commands.executeCommand("workbench.mcp.startServer", SERVER);
    const names = vscode.lm.tools.map(({ name }) => name);
    return TOOLS.every((name) => names.includes(name));
  });
}

/** What a tool of the server answers, as text. */
async function ask(tool: string): Promise<string> {
  const { content } = await vscode.lm.invokeTool(`mcp_sms_for_ai_sa_${tool}`, {
    input: {},
    toolInvocationToken: undefined,
  });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("\n");
}

import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import * as vscode from "vscode";
import { setPort, startSandbox, type RunningSandbox } from "./support/sandbox.js";
import { eventually } from "./support/waiting.js";

describe("the sandbox in the extension host", () => {
  let sandbox: RunningSandbox;

  before(async () => {
    sandbox = await startSandbox();
  });

  it("listens where the setting says", async () => {
    const root = await (await fetch(sandbox.baseUrl)).json();
    assert.equal((root as { status: string }).status, "ok");
  });

  it("answers an MCP client, and shows what it sent", async () => {
    const mcp = new Client({ name: "test", version: "1" });
    const url = new URL("/api/mcp", sandbox.baseUrl);
    await mcp.connect(
      new StreamableHTTPClientTransport(url, {
        requestInit: { headers: { Authorization: `Bearer ${sandbox.token}` } },
      }),
    );
    const { tools } = await mcp.listTools();
    assert.deepEqual(
      tools.map(({ name, inputSchema }) => [name, Object.keys(inputSchema.properties ?? {})]),
      [
        ["send_sms", ["to", "body", "sender_id"]],
        ["get_balance", []],
        ["list_sms", ["status", "page"]],
      ],
    );
    const fields = { to: "+12025550100", body: "By MCP" };
    const { structuredContent } = await mcp.callTool({ name: "send_sms", arguments: fields });
    const { id } = structuredContent as { id: number };
    await mcp.close();
    await vscode.commands.executeCommand("smsForAi.messages.focus");
    await eventually("the details", async () => {
      await vscode.commands.executeCommand("smsForAi.openMessage", String(id));
      return vscode.window.activeTextEditor?.document.getText().includes(fields.body);
    });
  });

  it("shows a message that an app sent, and what becomes of it", async () => {
    await vscode.commands.executeCommand("smsForAi.messages.focus");
    const body = "Your code is 482910";
    const { id } = (await sandbox.ask("/sms/send", {
      method: "POST",
      body: { to: "+12025550100", body },
    })) as {
      id: number;
    };
    // The event stream tells the list of it; the command finds it there.
    const details = await eventually("the details", async () => {
      await vscode.commands.executeCommand("smsForAi.openMessage", String(id));
      const text = vscode.window.activeTextEditor?.document.getText() ?? "";
      return text.includes(body) ? text : undefined;
    });
    assert.match(details, /\+12025550100/);
    await eventually("delivery in the open document", () =>
      vscode.window.activeTextEditor?.document.getText().includes("Status: delivered"),
    );
  });

  it("opens details that nobody can edit", async () => {
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, "smsforai-message");
    await vscode.commands.executeCommand("type", { text: "typed" });
    assert.doesNotMatch(document.getText(), /typed/);
  });

  it("copies number, text and id exactly", async () => {
    const { data } = (await sandbox.ask("/sms")) as { data: { id: number; to: string; body: string }[] };
    const message = data[0];
    assert.ok(message);
    const copied = async (command: string): Promise<string> => {
      await vscode.commands.executeCommand(command, String(message.id));
      return vscode.env.clipboard.readText();
    };
    assert.equal(await copied("smsForAi.copyMessageNumber"), message.to);
    assert.equal(await copied("smsForAi.copyMessageText"), message.body);
    assert.equal(await copied("smsForAi.copyMessageId"), String(message.id));
  });

  it("acts on no message that is not in the list", async () => {
    await vscode.env.clipboard.writeText("before");
    await vscode.commands.executeCommand("smsForAi.copyMessageText", { id: "999999", body: "made up" });
    assert.equal(await vscode.env.clipboard.readText(), "before");
  });

  it("sends nothing without a person's yes", async () => {
    const count = async (): Promise<number> =>
      ((await sandbox.ask("/sms")) as { meta: { total: number } }).meta.total;
    const before = await count();
    let done = false;
    const command = Promise.resolve(
      vscode.commands.executeCommand("smsForAi.sendSms", {
        to: "+12025550101",
        body: "Unasked",
        senderId: "",
      }),
    ).finally(() => {
      done = true;
    });
    // Recipient, text and sender ID are accepted as they are prefilled. The question after them is a modal,
    // which cannot be shown under tests: that has to be a refusal.
    await eventually("the end of the command", async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      return done;
    });
    await command;
    assert.equal(await count(), before);
  });

  it("sends no token to a stranger on the port", async () => {
    const requests: IncomingMessage[] = [];
    const stranger = createServer((request, response) => {
      requests.push(request);
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ api: "SMS for AI", version: "1.0", status: "ok" }));
    });
    stranger.listen(0, "127.0.0.1");
    await once(stranger, "listening");
    try {
      await setPort((stranger.address() as AddressInfo).port);
      await vscode.commands.executeCommand("smsForAi.refreshMessages");
      await eventually("a request to the port", () => requests.length > 0);
      for (const { headers, url } of requests) {
        assert.equal(headers.authorization, undefined);
        assert.doesNotMatch(`${url ?? ""}${JSON.stringify(headers)}`, /smsai_/);
      }
      await vscode.commands.executeCommand("smsForAi.copyDiagnostics");
    } finally {
      await setPort(Number(new URL(sandbox.baseUrl).port));
      stranger.close();
      stranger.closeAllConnections();
    }
  });

  it("comes back when the port is free again", async () => {
    await eventually("the sandbox", async () => {
      await vscode.commands.executeCommand("smsForAi.refreshMessages");
      return fetch(sandbox.baseUrl).then(
        ({ ok }) => ok,
        () => false,
      );
    });
    await sandbox.ask("/balance");
  });

  it("keeps tokens, texts and numbers out of the diagnostics", async () => {
    await vscode.commands.executeCommand("smsForAi.copyDiagnostics");
    const text = await vscode.env.clipboard.readText();
    assert.match(text, /Session: signedIn, sandbox account/);
    assert.doesNotMatch(text, /smsai_|\+\d{6,}|482910|127\.0\.0\.1/);
  });
});

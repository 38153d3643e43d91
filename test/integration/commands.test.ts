import assert from "node:assert/strict";
import * as vscode from "vscode";
import { COMMAND_IDS } from "../../src/ui/commandIds.js";

describe("commands", () => {
  before(() => vscode.extensions.getExtension("smsforai.sms-for-ai")?.activate());

  it("are all registered, and no others", async () => {
    const all = await vscode.commands.getCommands(true);
    // VS Code adds commands of its own for each view, such as smsForAi.messages.focus.
    const ours = all.filter((id) => id.startsWith("smsForAi.") && !id.startsWith("smsForAi.messages."));
    assert.deepEqual(ours.sort(), [...COMMAND_IDS].sort());
  });

  it("give no way in to other extensions", () => {
    assert.equal(vscode.extensions.getExtension("smsforai.sms-for-ai")?.exports, undefined);
  });

  it("copy diagnostics that tell the versions", async () => {
    await vscode.commands.executeCommand("smsForAi.copyDiagnostics");
    const text = await vscode.env.clipboard.readText();
    assert.match(text, /^SMS for AI: \d+\.\d+\.\d+$/m);
    assert.match(text, new RegExp(`: ${vscode.version.replaceAll(".", "\\.")} `));
  });
});

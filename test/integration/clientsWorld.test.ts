import assert from "node:assert/strict";
import * as vscode from "vscode";
import { thisWorld } from "../../src/ui/agent/clients/world.js";

describe("VS Code's own MCP configuration", () => {
  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("is found by the command that opens it", async () => {
    const own = await thisWorld().openOwn();
    assert.match(own?.path ?? "", /[/\\]mcp\.json$/);
    assert.equal(own?.isDirty, false);
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /"servers"/);
  });

  it("is out of reach where the window is in a browser", () => {
    assert.equal(thisWorld().away === undefined, vscode.env.uiKind === vscode.UIKind.Desktop);
  });
});

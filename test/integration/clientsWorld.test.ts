import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

  it("is not taken for the file of another client, or of a folder, that is open before it", async () => {
    const { executeCommand } = vscode.commands;
    const home = mkdtempSync(join(tmpdir(), "sms-for-ai-world-"));
    const open = async (folder: string): Promise<string> => {
      mkdirSync(join(home, folder));
      const { fsPath } = vscode.Uri.file(join(home, folder, "mcp.json"));
      writeFileSync(fsPath, "{}");
      await vscode.window.showTextDocument(vscode.Uri.file(fsPath));
      return fsPath;
    };
    // The command answers before its file is shown.
    Object.assign(vscode.commands, { executeCommand: () => Promise.resolve() });
    try {
      for (const folder of [".cursor", ".vscode"]) await open(folder);
      const own = thisWorld().openOwn();
      const expected = await open("User");
      assert.equal((await own)?.path, expected);
    } finally {
      Object.assign(vscode.commands, { executeCommand });
      rmSync(home, { recursive: true });
    }
  });

  it("is out of reach where the window is in a browser", () => {
    assert.equal(thisWorld().away === undefined, vscode.env.uiKind === vscode.UIKind.Desktop);
  });
});

import assert from "node:assert/strict";
import * as vscode from "vscode";

describe("activation", () => {
  it("activates the extension", async () => {
    const extension = vscode.extensions.getExtension("smsforai.sms-for-ai");
    assert.ok(extension, "the extension is known to VS Code");
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});

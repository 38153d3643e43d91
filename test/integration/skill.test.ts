import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "./support/waiting.js";

/** A file for agents that VS Code has taken from an extension. */
interface PromptFile {
  readonly uri: { readonly path: string };
  readonly type: string;
}

describe("the skill for agents", () => {
  it("is taken by VS Code as it is", async () => {
    const chat = vscode.workspace.getConfiguration("chat");
    await chat.update("disableAIFeatures", false, vscode.ConfigurationTarget.Global);
    try {
      const found = await eventually("our skill among VS Code's", async () => {
        const files = await vscode.commands.executeCommand<PromptFile[]>("_listExtensionPromptFiles");
        return files.find(({ uri }) => uri.path.endsWith("/skills/sms-for-ai/SKILL.md"));
      });
      assert.equal(found.type, "skill");
    } finally {
      await chat.update("disableAIFeatures", undefined, vscode.ConfigurationTarget.Global);
    }
  });
});

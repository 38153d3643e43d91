import * as vscode from "vscode";
import { CALLS_FILE, RESULTS_FILE, type ToolCall, type ToolOutcome } from "./calls.js";

/** Another extension, which stands for an agent: it has no more rights than any other. */
export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(vscode.commands.registerCommand("agentDriver.callTools", callTools));
}

/** Makes the calls that the file in the workspace has, all at once, and writes down what came back. */
async function callTools(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) throw new Error("There is no workspace.");
  const { fs } = vscode.workspace;
  const calls = new TextDecoder().decode(await fs.readFile(vscode.Uri.joinPath(folder, CALLS_FILE)));
  const outcomes = await Promise.all((JSON.parse(calls) as ToolCall[]).map(callTool));
  await fs.writeFile(
    vscode.Uri.joinPath(folder, RESULTS_FILE),
    new TextEncoder().encode(JSON.stringify(outcomes)),
  );
}

async function callTool({ name, input }: ToolCall): Promise<ToolOutcome> {
  try {
    const { content } = await vscode.lm.invokeTool(name, {
      input: input as object,
      toolInvocationToken: undefined,
    });
    return { texts: content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")) };
  } catch (error) {
    return { threw: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

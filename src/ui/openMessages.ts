import * as vscode from "vscode";
import type { Parts } from "./parts.js";

/** Shows all messages: a filter might hide the very one that is looked for. */
export async function openMessages({ messages }: Pick<Parts, "messages">): Promise<void> {
  await messages.setFilter(undefined);
  await vscode.commands.executeCommand("smsForAi.messages.focus");
}

import * as vscode from "vscode";
import type { Parts } from "../parts.js";
import { MESSAGES_VIEW } from "../tree/messagesTree.js";

/** Adds older messages to the view. */
export async function loadMoreMessages({ messages }: Parts): Promise<void> {
  await vscode.window.withProgress({ location: { viewId: MESSAGES_VIEW } }, () => messages.loadMore());
}

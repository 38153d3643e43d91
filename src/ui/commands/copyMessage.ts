import * as vscode from "vscode";
import { messageArgument } from "../messageArgument.js";
import type { Parts } from "../parts.js";

/** Copies one fact of a message, exactly as the server gave it. */
export async function copyMessage(parts: Parts, node: unknown, field: "to" | "body" | "id"): Promise<void> {
  const value = messageArgument(parts, node)?.[field];
  if (value === undefined) return;
  await vscode.env.clipboard.writeText(value);
  vscode.window.setStatusBarMessage(vscode.l10n.t("Copied"), 2000);
}

import * as vscode from "vscode";
import { messageTarget } from "../messageArgument.js";
import type { Parts } from "../parts.js";

/** Copies one fact of a message, exactly as the server gave it. */
export async function copyMessage(
  parts: Parts,
  argument: unknown,
  field: "to" | "body" | "id",
): Promise<void> {
  const target = await messageTarget(parts, argument);
  if (target === undefined) return;
  const value = target.message[field];
  if (value === undefined) tell(vscode.l10n.t("The server does not tell it."));
  else await copy(value);
}

/** Copies the one-time code in a message's text. */
export async function copyMessageCode(parts: Parts, argument: unknown): Promise<void> {
  const target = await messageTarget(parts, argument);
  if (target === undefined) return;
  await parts.codes.load();
  const code = parts.codes.of(target.message);
  if (code === undefined) {
    tell(vscode.l10n.t("This text has no one-time code."));
    return;
  }
  await copy(code);
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t("Copied"), 2000);
}

function tell(text: string): void {
  vscode.window.setStatusBarMessage(text, 4000);
}

import * as vscode from "vscode";
import type { Parts } from "../parts.js";

/** Starts the local sandbox and makes it the window's account. */
export async function trySandbox({ session }: Pick<Parts, "session">): Promise<void> {
  await session.useSandbox(vscode.l10n.t("Sandbox on this computer"));
}

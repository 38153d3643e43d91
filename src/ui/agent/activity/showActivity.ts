import * as vscode from "vscode";
import { ACTIVITY_SCHEME } from "./provide.js";

/** Opens what agents did and were refused, or goes to it. */
export async function showAgentActivity(): Promise<void> {
  const uri = vscode.Uri.from({ scheme: ACTIVITY_SCHEME, path: `/${vscode.l10n.t("Agent Activity")}.txt` });
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
}

import * as vscode from "vscode";
import { requireSignedIn, type Parts } from "../parts.js";
import { SPENDING_SCHEME } from "./provide.js";

/** Opens what the loaded messages of the window's account come to, or goes to it. */
export async function showSpending(parts: Parts): Promise<void> {
  const { account } = await requireSignedIn(parts);
  const uri = vscode.Uri.from({
    scheme: SPENDING_SCHEME,
    authority: account.id,
    path: `/${vscode.l10n.t("Spending")}.txt`,
  });
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
}

import * as vscode from "vscode";
import type { Parts } from "../parts.js";

/** Copies what a bug report needs: versions, states and error codes. No secret, number, text or address. */
export async function copyDiagnostics(parts: Parts): Promise<void> {
  const { session, messages, balance, prices, notifier, version } = parts;
  const { state } = session;
  const lines = [
    `SMS for AI: ${version}`,
    `${vscode.env.appName}: ${vscode.version} (${vscode.env.appHost}, ${vscode.env.uiKind === vscode.UIKind.Web ? "web" : "desktop"})`,
    `Remote: ${remoteKind()}`,
    `Language: ${vscode.env.language}`,
    `Session: ${state.kind}${state.kind === "signedIn" ? `, ${state.account.kind} account` : ""}`,
    `Messages: ${messages.state.kind}; balance: ${balance.state.kind}; prices: ${prices.state.kind}`,
    "Last errors:",
    ...notifier.pastErrors.map(({ at, what, code }) => `- ${at.toISOString()} ${what}: ${code}`),
    ...(notifier.pastErrors.length === 0 ? ["- none"] : []),
  ];
  await vscode.env.clipboard.writeText(`${lines.join("\n")}\n`);
  void vscode.window.showInformationMessage(
    vscode.l10n.t("Diagnostics are on the clipboard. They contain no token, number or text."),
  );
}

/** `ssh-remote`, `wsl`, …; some hosts put an address there, which is nobody's business. */
function remoteKind(): string {
  const name = vscode.env.remoteName;
  if (name === undefined) return "no";
  return /^[a-z-]+$/.test(name) ? name : "yes";
}

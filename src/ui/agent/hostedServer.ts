import * as vscode from "vscode";
import type { Parts } from "../parts.js";

/**
 * Switches the hosted MCP servers of accounts that may cost money on, after saying what that means, or off. The
 * same sentence stands beside the setting.
 */
export async function toggleHostedMcpServer({ session, settings, notifier }: Parts): Promise<void> {
  const isOn = settings.hostedMcpServer;
  if (!isOn) {
    const yes = vscode.l10n.t("Switch On");
    const detail = vscode.l10n.t(
      "The hosted MCP server sends what an agent asks for without asking this extension: no limit, no list of allowed recipients and no question of ours stands before it.",
    );
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t("Switch on the hosted MCP server of accounts that cost money?"),
      { modal: true, detail },
      yes,
    );
    if (answer !== yes) return;
  }
  await vscode.workspace
    .getConfiguration("smsForAi")
    .update("mcp.hostedServer", isOn ? undefined : true, vscode.ConfigurationTarget.Global);
  if (isOn) {
    void notifier.offer("info", vscode.l10n.t("The hosted MCP server is off."), []);
    return;
  }
  const isPaid = session.state.kind === "signedIn" && session.state.account.kind !== "sandbox";
  const listServers = {
    title: vscode.l10n.t("List Servers"),
    run: () => vscode.commands.executeCommand("workbench.mcp.listServer"),
  };
  void notifier.offer(
    "info",
    isPaid
      ? vscode.l10n.t("The hosted MCP server is on: VS Code lists it among its MCP servers.")
      : vscode.l10n.t(
          "The hosted MCP server is on: VS Code lists it while an account that costs money is active.",
        ),
    isPaid ? [listServers] : [],
  );
}

import * as vscode from "vscode";

/** The control of the search for leaks: lists an MCP server with a secret among its headers, as ours must not. */
export function activate(context: vscode.ExtensionContext): void {
  const secret = process.env.SMSFORAI_TEST_LEAK ?? "";
  context.subscriptions.push(
    vscode.lm.registerMcpServerDefinitionProvider("leakyProvider.mcp", {
      provideMcpServerDefinitions: () => [
        new vscode.McpHttpServerDefinition("Leaky", vscode.Uri.parse("http://127.0.0.1:9/mcp"), {
          Authorization: `Bearer ${secret}`,
        }),
      ],
    }),
  );
}

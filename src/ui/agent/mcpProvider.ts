import * as vscode from "vscode";
import type { McpDescription } from "../../agent/mcpDescription.js";
import { McpChangedError, mcpToken, type McpTokenSources } from "../../agent/mcpToken.js";
import { errorText } from "../errorText.js";
import type { Notifier } from "../notifier.js";

/** Makes a definition that was listed ready for a connection. */
export type McpResolver = (
  listed: McpDescription | undefined,
  cancellation: vscode.CancellationToken,
) => Promise<vscode.McpHttpServerDefinition>;

/**
 * Gives out tokens for connections that begin. They go into a definition of their own: VS Code lists the other one
 * again, and keeps it. Throws errors whose message says what to do: VS Code shows it to the person or the agent.
 */
export function mcpResolver(
  parts: McpTokenSources & { readonly notifier: Pick<Notifier, "record"> },
): McpResolver {
  return async (listed, cancellation) => {
    const abort = new AbortController();
    const subscription = cancellation.onCancellationRequested(() => {
      abort.abort();
    });
    try {
      if (listed === undefined) throw new McpChangedError();
      const token = await mcpToken(listed, parts, abort.signal);
      // Exactly this name: VS Code masks the header in its trace log in this spelling alone.
      const headers = { Authorization: `Bearer ${token}` };
      return new vscode.McpHttpServerDefinition(
        listed.label,
        vscode.Uri.parse(listed.url),
        headers,
        listed.version,
      );
    } catch (error) {
      if (cancellation.isCancellationRequested) throw new vscode.CancellationError();
      parts.notifier.record("mcp", error);
      throw new Error(words(error), { cause: error });
    } finally {
      subscription.dispose();
    }
  };
}

function words(error: unknown): string {
  return error instanceof McpChangedError
    ? vscode.l10n.t(
        "The account of this window has changed since this MCP server was listed. Run “MCP: List Servers” and start it from there.",
      )
    : errorText(error).message;
}

import * as vscode from "vscode";
import type { McpDescription } from "../../agent/mcpDescription.js";
import { McpChangedError, mcpToken, type McpTokenSources } from "../../agent/mcpToken.js";
import { errorText } from "../errorText.js";
import { runnable, type Notifier, type OfferedStep } from "../notifier.js";

/** Makes a definition that was listed ready for a connection. */
export type McpResolver = (
  listed: McpDescription | undefined,
  cancellation: vscode.CancellationToken,
) => Promise<vscode.McpHttpServerDefinition>;

/**
 * Gives out tokens for connections that begin. They go into a definition of their own: VS Code lists the other one
 * again, and keeps it. Throws errors whose message says what to do. An agent gets to read it; a person who starts
 * the server by hand does not (VS Code 1.139 drops it), so they are told in a notification.
 */
export function mcpResolver(
  parts: McpTokenSources & { readonly notifier: Pick<Notifier, "record" | "offer"> },
): McpResolver {
  const { notifier } = parts;
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
      notifier.record("mcp", error);
      const { reason, steps } = failureOf(error);
      const message = vscode.l10n.t("The MCP server cannot be started: {0}", reason);
      void notifier.offer("error", message, steps);
      throw new Error(message, { cause: error });
    } finally {
      subscription.dispose();
    }
  };
}

interface Failure {
  readonly reason: string;
  readonly steps: readonly OfferedStep[];
}

function failureOf(error: unknown): Failure {
  if (error instanceof McpChangedError) {
    const reason = vscode.l10n.t(
      "The account of this window has changed since it was listed. Start it again from the list.",
    );
    const run = (): unknown => vscode.commands.executeCommand("workbench.mcp.listServer");
    return { reason, steps: [{ title: vscode.l10n.t("List Servers"), run }] };
  }
  const { message, steps } = errorText(error);
  return { reason: message, steps: steps.map(runnable) };
}

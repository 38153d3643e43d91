import * as vscode from "vscode";
import { describeMcpOf, type McpDescription, type McpTerms } from "../../agent/mcpDescription.js";
import { once } from "../../core/once.js";
import type { SessionReader } from "../../core/session.js";
import type { Parts } from "../parts.js";

/** As package.json has it. */
const PROVIDER_ID = "smsForAi.mcp";

/**
 * Lets VS Code know of the MCP server of the window's account. What is listed has no token and no header, since VS
 * Code keeps it in clear; the token is given for the one connection that begins.
 */
export function registerMcp(parts: Parts): vscode.Disposable {
  const { session, sandbox, settings, version } = parts;
  const changed = new vscode.EventEmitter<void>();
  const described = new WeakMap<vscode.McpHttpServerDefinition, McpDescription>();
  const terms = (): McpTerms => ({ hostedServer: settings.hostedMcpServer, extensionVersion: version });
  const resolver = once(async () => (await import("./mcpProvider.js")).mcpResolver({ ...parts, terms }));

  const provider: vscode.McpServerDefinitionProvider<vscode.McpHttpServerDefinition> = {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions: async () => {
      await isKnown(session);
      const description = describeMcpOf(session.state, sandbox, terms());
      if (description === undefined) return [];
      const { label, url, version } = description;
      const definition = new vscode.McpHttpServerDefinition(label, vscode.Uri.parse(url), {}, version);
      described.set(definition, description);
      return [definition];
    },
    resolveMcpServerDefinition: async (definition, token) =>
      (await resolver())(described.get(definition), token),
  };
  return vscode.Disposable.from(
    vscode.lm.registerMcpServerDefinitionProvider(PROVIDER_ID, provider),
    session.onDidChange(() => {
      changed.fire();
    }),
    settings.onDidChange((event) => {
      const matters = ["smsForAi.mcp", "smsForAi.sandbox.port"].some((key) =>
        event.affectsConfiguration(key),
      );
      if (matters) changed.fire();
    }),
    changed,
  );
}

/** Waits until the account that the window begins with has been read: VS Code asks for the list at once. */
async function isKnown(session: SessionReader): Promise<void> {
  if (session.state.kind !== "checking") return;
  await new Promise<void>((resolve) => {
    const subscription = session.onDidChange(() => {
      subscription.dispose();
      resolve();
    });
  });
}

import * as vscode from "vscode";
import { CLIENT_IDS, type ClientId } from "../../../agent/clients/form.js";
import { mcpUrl } from "../../../agent/mcpDescription.js";
import type { Account } from "../../../core/accounts.js";
import type { Parts } from "../../parts.js";
import { accountBadge, pickText } from "../../words.js";
import { clientFileName, clientName, tokenWayText } from "./words.js";

/** Asks which client is to reach the account's server; `undefined` if none. */
export async function pickClient(title: string, account: Account): Promise<ClientId | undefined> {
  const items: (vscode.QuickPickItem & { readonly client: ClientId })[] = CLIENT_IDS.map((client) => ({
    client,
    label: clientName(client),
    description: clientFileName(client),
    detail: tokenWayText(client),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t("Client that is to reach {0}", pickText(accountBadge(account))),
    matchOnDescription: true,
  });
  return chosen?.client;
}

/** Where the account's MCP server is: the sandbox's wherever it is now. */
export function serverUrl({ sandbox }: Parts, { kind, baseUrl }: Account): string {
  return mcpUrl(kind === "sandbox" ? sandbox.baseUrl() : baseUrl);
}

/** The token of an account, for a client's configuration that a person has asked to hold it. */
export async function tokenFor({ accounts, sandbox }: Parts, { id, kind }: Account): Promise<string> {
  return kind === "sandbox" ? sandbox.token(sandbox.baseUrl()) : accounts.token(id);
}

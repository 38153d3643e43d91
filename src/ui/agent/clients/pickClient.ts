import * as vscode from "vscode";
import { CLIENT_IDS, type ClientId } from "../../../agent/clients/form.js";
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

/** The account with its server where that is now: the sandbox may have another port than when it was taken up. */
export function located({ sandbox }: Parts, account: Account): Account {
  return account.kind === "sandbox" ? { ...account, baseUrl: sandbox.baseUrl() } : account;
}

/**
 * The token of an account, for a client's configuration that a person has asked to hold it beside the account's address.
 * @throws SandboxMovedError if the sandbox is elsewhere by now; AccountGoneError, SecretsError
 */
export async function tokenFor(
  { accounts, sandbox }: Parts,
  { id, kind, baseUrl }: Account,
): Promise<string> {
  return kind === "sandbox" ? sandbox.token(baseUrl) : accounts.token(id);
}

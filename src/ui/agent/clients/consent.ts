import * as vscode from "vscode";
import { SERVER_NAME, tokenWay, type ClientId } from "../../../agent/clients/form.js";
import type { Account } from "../../../core/accounts.js";
import { visibleLine } from "../../../sms/visibleText.js";
import { foreignText } from "../../errorText.js";
import { accountBadge, accountLine } from "../../words.js";
import { clientName, doubtsOf, reachText, tokenWayText } from "./words.js";

/** What becomes of a client's file. */
export interface Change {
  /** The file that is written, where links lead. */
  readonly path: string;
  /** There is no file yet. */
  readonly isNew: boolean;
  /** An entry of our name is there. */
  readonly replaces: boolean;
  /** Other entries that lead to the same server. */
  readonly sameServer: readonly string[];
}

/** What a person is told before a file is written. */
interface Plan extends Change {
  readonly account: Account;
  readonly client: ClientId;
  readonly isInstalled: boolean;
}

/**
 * Asks for a yes to all of it: what is to stand in the token's place, or `undefined` for no. Where the client is not
 * found, its configuration may be copied instead.
 */
export async function askToAdd(plan: Plan): Promise<"token" | "reference" | "copy" | undefined> {
  const { account, client, isInstalled, replaces } = plan;
  const name = clientName(client);
  const badge = foreignText(accountBadge(account));
  const question = replaces
    ? vscode.l10n.t("Replace the server “{0}” of {1} by that of {2}?", SERVER_NAME, name, badge)
    : vscode.l10n.t("Add the MCP server of {0} to {1}?", badge, name);
  const options = { modal: true, detail: detailOf(plan).join("\n\n") };
  const copy = vscode.l10n.t("Copy Instead");
  const copies = isInstalled ? [] : [copy];
  if (tokenWay(client) === "clear") {
    const write = vscode.l10n.t("Write It");
    const placeholder = vscode.l10n.t("Write a Placeholder");
    // The first is what Enter presses: a token is not given out by a key that was pressed once too often.
    const answer = await vscode.window.showWarningMessage(question, options, placeholder, write, ...copies);
    if (answer === write) return "token";
    if (answer === copy) return "copy";
    return answer === placeholder ? "reference" : undefined;
  }
  const yes = replaces ? vscode.l10n.t("Replace") : vscode.l10n.t("Add");
  const answer = await vscode.window.showWarningMessage(question, options, yes, ...copies);
  if (answer === copy) return "copy";
  return answer === yes ? "reference" : undefined;
}

function detailOf({ account, client, isInstalled, path, isNew, replaces, sameServer }: Plan): string[] {
  const name = clientName(client);
  return [
    accountLine(account),
    ...(isInstalled
      ? []
      : [vscode.l10n.t("{0} seems not to be installed here: its folder is not there.", name)]),
    isNew
      ? vscode.l10n.t("A new file: {0}", visibleLine(path))
      : vscode.l10n.t("File: {0}, with a backup beside it", visibleLine(path)),
    ...(tokenWay(client) === "clear"
      ? [
          vscode.l10n.t(
            "{0} can hold the token only in this file. With “Write It”, it will stand there in clear: whatever reads the file can send from the account.",
            name,
          ),
        ]
      : [
          vscode.l10n.t(
            "No token is written: {0} {1}, and sends it to {2}.",
            name,
            tokenWayText(client),
            new URL(account.baseUrl).host,
          ),
        ]),
    ...doubtsOf(client),
    ...(replaces
      ? [vscode.l10n.t("All that stands in the entry “{0}” now goes. Other entries stay.", SERVER_NAME)]
      : []),
    ...(sameServer.length === 0
      ? []
      : [
          vscode.l10n.t(
            "Already leads to the same server, and stays: {0}",
            sameServer.map(foreignText).join(", "),
          ),
        ]),
    reachText(account),
  ];
}

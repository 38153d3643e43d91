import * as vscode from "vscode";
import { PLACEHOLDER, TOKEN_VARIABLE, tokenWay, type ClientId } from "../../../agent/clients/form.js";
import type { Unusable } from "../../../agent/clients/merge.js";
import type { Account } from "../../../core/accounts.js";
import { foreignText } from "../../errorText.js";
import { accountBadge } from "../../words.js";

/** Names are names in every language. */
const NAMES: Readonly<Record<ClientId, string>> = {
  claudeDesktop: "Claude Desktop",
  claudeCode: "Claude Code",
  cursor: "Cursor",
  devin: "Devin Desktop",
  windsurf: "Windsurf",
  vscode: "VS Code",
};

/** The files that the clients read, as their documentation calls them. */
const FILES: Readonly<Record<ClientId, string>> = {
  claudeDesktop: "claude_desktop_config.json",
  claudeCode: "~/.claude.json",
  cursor: "~/.cursor/mcp.json",
  devin: "devin/mcp_config.json",
  windsurf: "~/.codeium/windsurf/mcp_config.json",
  vscode: "mcp.json",
};

/** What a client is called. */
export function clientName(client: ClientId): string {
  return NAMES[client];
}

/** Which file a client reads. */
export function clientFileName(client: ClientId): string {
  return FILES[client];
}

/** How a client comes by the token, in a few words. */
export function tokenWayText(client: ClientId): string {
  switch (tokenWay(client)) {
    case "clear":
      return vscode.l10n.t("the token can only stand in its file, in clear");
    case "variable":
      return vscode.l10n.t("reads the token from the environment variable {0}", TOKEN_VARIABLE);
    case "question":
      return vscode.l10n.t("asks for the token once and keeps it in its secret storage");
  }
}

/** What it means that another client reaches the server: nothing of ours stands between. */
export function reachText({ kind }: Pick<Account, "kind">): string {
  if (kind === "sandbox") {
    const text = vscode.l10n.t("It works only while the sandbox runs; nothing is sent, nothing costs.");
    return vscode.env.remoteName === undefined
      ? text
      : `${text} ${vscode.l10n.t("Its address is one of the remote machine.")}`;
  }
  return vscode.l10n.t(
    "What its agents send costs money and goes out without the question and the limits of this extension.",
  );
}

/** What is in doubt about a client, or is not told on its own page. */
export function doubtsOf(client: ClientId): string[] {
  switch (client) {
    case "claudeDesktop":
      return [
        vscode.l10n.t(
          "The form is that of the SMS for AI page. Many versions of Claude Desktop skip a server that has only an address, and say so when they start.",
        ),
      ];
    case "claudeCode":
      return [
        vscode.l10n.t(
          "Claude Code promises to read the variable in the files of projects. In this file older versions do not read it, and the server refuses them.",
        ),
      ];
    case "windsurf":
      return [
        vscode.l10n.t(
          "Windsurf is called Devin Desktop since June 2026, and its newer agent reads another file: choose Devin Desktop for that one.",
        ),
      ];
    case "cursor":
    case "devin":
    case "vscode":
      return [];
  }
}

/** What to do with what was copied. */
export function pasteText(client: ClientId, account: Account, withToken: boolean): string {
  const name = clientName(client);
  const file = clientFileName(client);
  switch (tokenWay(client)) {
    case "clear":
      return withToken
        ? vscode.l10n.t("The token is in it. Paste it into {0} and restart {1}.", file, name)
        : vscode.l10n.t(
            "Paste it into {0}, put the token in the place of {1}, and restart {2}.",
            file,
            PLACEHOLDER,
            name,
          );
    case "variable":
      return vscode.l10n.t("Paste it into {0}. {1}", file, variableText(name, account));
    case "question":
      return vscode.l10n.t(
        "Paste it into the file that “MCP: Open User Configuration” opens. VS Code asks for the token when the server starts.",
      );
  }
}

/** What is left to do when the file is written. */
export function nextText(client: ClientId, account: Account, withToken: boolean): string {
  const name = clientName(client);
  switch (tokenWay(client)) {
    case "clear":
      return withToken
        ? vscode.l10n.t("Restart {0}.", name)
        : vscode.l10n.t("Put the token in the place of {0}, and restart {1}.", PLACEHOLDER, name);
    case "variable":
      return variableText(name, account);
    case "question":
      return vscode.l10n.t("VS Code asks for the token when the server starts.");
  }
}

/** It names the account: the variable may hold the token of another one, which would be sent to the wrong server. */
function variableText(name: string, account: Account): string {
  return vscode.l10n.t(
    "Set {0} to the token of {1} in the environment that {2} is started from, and restart it.",
    TOKEN_VARIABLE,
    foreignText(accountBadge(account)),
    name,
  );
}

/** Why the files of clients are out of reach. */
export function awayText(away: "remote" | "web"): string {
  return away === "remote"
    ? vscode.l10n.t(
        "The extension runs on the remote machine, and your other clients do not: their files cannot be written from here.",
      )
    : vscode.l10n.t(
        "The extension does not run on the machine of your browser: the files of your other clients cannot be written from here.",
      );
}

/** Why a file is left alone, and where in it. */
export function unusableText({ problem, key, line, column }: Unusable, file: string): string {
  const where = [foreignText(file), line, column] as const;
  switch (problem) {
    case "syntax":
      return vscode.l10n.t(
        "{0} was left alone: it cannot be read as JSON at line {1}, column {2}.",
        ...where,
      );
    case "notAnObject":
      return key === ""
        ? vscode.l10n.t("{0} was left alone: at line {1}, column {2} it should hold an object.", ...where)
        : vscode.l10n.t("{0} was left alone: “{3}” at line {1}, column {2} is not an object.", ...where, key);
    case "notAList":
      return vscode.l10n.t("{0} was left alone: “{3}” at line {1}, column {2} is not a list.", ...where, key);
    case "twice":
      return vscode.l10n.t(
        "{0} was left alone: “{3}” is there twice, again at line {1}, column {2}.",
        ...where,
        foreignText(key),
      );
  }
}

/**
 * How other MCP clients write down a server that is reached over HTTP, as their documentation said in autumn 2026.
 * What goes into a person's own ("user") configuration is meant: a project's file is shared with others.
 */

/** The clients that a configuration can be made for. */
export const CLIENT_IDS = ["claudeDesktop", "claudeCode", "cursor", "devin", "windsurf", "vscode"] as const;

/** See `CLIENT_IDS`. */
export type ClientId = (typeof CLIENT_IDS)[number];

/**
 * Where a client has the token from: its own configuration file in clear, an environment variable that the file
 * refers to, or a question that it asks once.
 */
export type TokenWay = "clear" | "variable" | "question";

/** What the server is called in every client: the name on the provider's page. */
export const SERVER_NAME = "smsforai";

/** The environment variable that a configuration refers to; the same as in *Copy as curl*. */
export const TOKEN_VARIABLE = "SMSFORAI_TOKEN";

/** What stands in the token's place until a person puts it there: the words of the provider's page. */
export const PLACEHOLDER = "smsai_YourTokenHere";

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What is to stand in a client's file. */
export interface Configuration {
  /** The address of the MCP server, which `entry` names too. */
  readonly url: string;
  /** The key in the file's root that holds the servers by name. */
  readonly serversKey: "mcpServers" | "servers";
  readonly entry: Readonly<Record<string, Json>>;
  /** A question for VS Code's list `inputs`. */
  readonly input?: { readonly id: string } & Readonly<Record<string, Json>>;
}

/** Which server, and the token if a person has asked for it to be written in clear. */
export interface Target {
  /** The address of the MCP server. */
  readonly url: string;
  readonly token?: string | undefined;
}

/** How a client comes by the token. */
export function tokenWay(client: ClientId): TokenWay {
  switch (client) {
    case "claudeDesktop":
      return "clear";
    case "vscode":
      return "question";
    case "claudeCode":
    case "cursor":
    case "devin":
    case "windsurf":
      return "variable";
  }
}

/**
 * What a client's file is to hold. `token` is used for a client of the way `clear` alone: all others get a
 * reference, whatever is given.
 */
export function configurationFor(client: ClientId, { url, token }: Target): Configuration {
  switch (client) {
    // The provider's page, word for word. It has no variables, in any version that its documentation tells of.
    case "claudeDesktop":
      return { url, serversKey: "mcpServers", entry: { url, headers: bearer(token ?? PLACEHOLDER) } };
    // Claude Code's documentation ("Connect Claude Code to tools via MCP"): `type` is `http` for streamable HTTP,
    // and `${VAR}` is replaced in `url` and `headers` among others. It says so of `.mcp.json`; that it holds for the
    // person's own file too was reported of 2.1.310, and that it did not of versions before.
    case "claudeCode":
      return {
        url,
        serversKey: "mcpServers",
        entry: { type: "http", url, headers: bearer(`\${${TOKEN_VARIABLE}}`) },
      };
    // Cursor's documentation (MCP, "Config interpolation") and Devin's ("MCP Configuration"): `${env:NAME}` in `url`
    // and `headers`; the transport follows from `url`.
    case "cursor":
    case "devin":
      return { url, serversKey: "mcpServers", entry: { url, headers: bearer(`\${env:${TOKEN_VARIABLE}}`) } };
    // Windsurf is Devin Desktop since June 2026; its older agent still reads its own file. Its documentation (Cascade, MCP, "Remote HTTP MCPs" and "Config Interpolation"): `serverUrl`, and
    // `${env:NAME}` in it and in `headers`.
    case "windsurf":
      return {
        url,
        serversKey: "mcpServers",
        entry: { serverUrl: url, headers: bearer(`\${env:${TOKEN_VARIABLE}}`) },
      };
    // VS Code's documentation ("MCP configuration reference"): `servers`, and `inputs` that are asked for once and
    // kept in its secret storage.
    case "vscode": {
      const { host } = new URL(url);
      const id = inputId(host);
      return {
        url,
        serversKey: "servers",
        entry: { type: "http", url, headers: bearer(`\${input:${id}}`) },
        input: { id, type: "promptString", description: `SMS for AI: token for ${host}`, password: true },
      };
    }
  }
}

/**
 * How VS Code finds the answer to its question again. It asks once for each ID: if that were the same for every server,
 * one that takes the place of another would be sent the other's token.
 */
function inputId(host: string): string {
  // A colon ends the name of a variable.
  return `smsforai-token-${host.replace(/[^\w.-]/g, "_")}`;
}

/** A whole file with nothing but the server in it, to be pasted: JSON of several lines. */
export function configurationText({ serversKey, entry, input }: Configuration): string {
  const inputs = input === undefined ? {} : { inputs: [input] };
  return `${JSON.stringify({ ...inputs, [serversKey]: { [SERVER_NAME]: entry } }, undefined, 2)}\n`;
}

function bearer(token: string): Record<string, Json> {
  return { Authorization: `Bearer ${token}` };
}

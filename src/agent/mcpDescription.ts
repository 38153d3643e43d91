import type { Account } from "../core/accounts.js";
import type { SandboxAccess, SessionState } from "../core/session.js";

/**
 * The MCP server of the window's account, as it is listed. VS Code keeps what is listed on disk in clear, so there
 * is no token here, nothing made of one, and no person's name.
 */
export interface McpDescription {
  readonly accountId: string;
  readonly isSandbox: boolean;
  /** The API's address, whose token the MCP server takes. */
  readonly baseUrl: string;
  readonly url: string;
  /**
   * The name of the server. It is not translated: VS Code makes the names of the tools from its first 13 letters and
   * remembers approvals under them, so one that was given for the sandbox is none for an account that costs money.
   */
  readonly label: string;
  /**
   * VS Code asks the server for its tools anew, and starts it at the next need, when this has changed. So it is the
   * same at each start; a paid account has another one with each token, the sandbox with each version of ours, which
   * is what decides its tools.
   */
  readonly version: string;
}

/** What a description depends on beside the account. */
export interface McpTerms {
  /** Whether the hosted servers of accounts that may cost money are switched on. */
  readonly hostedServer: boolean;
  /** Our own version. */
  readonly extensionVersion: string;
}

/** Where the MCP server of an API is: beside it, on the same origin (the provider's page, "MCP"). */
export function mcpUrl(baseUrl: string): string {
  return `${new URL(baseUrl).origin}/api/mcp`;
}

/** The MCP server of an account; `undefined` where it is not switched on. Asks nothing and reads nothing. */
export function describeMcp(
  { id, kind, baseUrl, tokenId }: Account,
  { hostedServer, extensionVersion }: McpTerms,
): McpDescription | undefined {
  const isSandbox = kind === "sandbox";
  if (!isSandbox && !hostedServer) return undefined;
  return {
    accountId: id,
    isSandbox,
    baseUrl,
    url: mcpUrl(baseUrl),
    label: labelOf(kind, baseUrl),
    version: isSandbox ? `sandbox ${extensionVersion}` : (tokenId ?? id),
  };
}

/** The MCP server of the window's account, the sandbox's wherever it is now. */
export function describeMcpOf(
  state: SessionState,
  sandbox: Pick<SandboxAccess, "baseUrl">,
  terms: McpTerms,
): McpDescription | undefined {
  if (state.kind !== "signedIn") return undefined;
  const { account } = state;
  const baseUrl = account.kind === "sandbox" ? sandbox.baseUrl() : account.baseUrl;
  return describeMcp({ ...account, baseUrl }, terms);
}

/** Whether two descriptions are of the same server, account and token. */
export function isSameMcp(a: McpDescription | undefined, b: McpDescription | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function labelOf(kind: Account["kind"], baseUrl: string): string {
  switch (kind) {
    case "sandbox":
      return "SMS for AI Sandbox";
    case "live":
      return "SMS for AI Live";
    case "other":
      return `SMS for AI at ${new URL(baseUrl).host}`;
  }
}

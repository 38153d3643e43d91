import type { Accounts } from "../core/accounts.js";
import type { SandboxAccess, Session } from "../core/session.js";
import {
  describeMcp,
  describeMcpOf,
  isSameMcp,
  type McpDescription,
  type McpTerms,
} from "./mcpDescription.js";

/** The window has another account, another token or another address than when the MCP server was listed. */
export class McpChangedError extends Error {
  override readonly name = "McpChangedError";
}

/** Where the tokens are. */
export interface McpTokenSources {
  readonly session: Pick<Session, "state" | "reload">;
  readonly accounts: Pick<Accounts, "get" | "token">;
  readonly sandbox: SandboxAccess;
  /** As they are now. */
  readonly terms: () => McpTerms;
}

/**
 * The token for an MCP server that was listed, if the window's account is still the one that it was listed for. The
 * sandbox is started, or proved to be ours, before its token goes anywhere.
 * @throws McpChangedError, AccountGoneError, SecretsError, SandboxMovedError; whatever keeps the sandbox from starting
 */
export async function mcpToken(
  listed: McpDescription,
  sources: McpTokenSources,
  signal?: AbortSignal,
): Promise<string> {
  const { session, accounts, sandbox, terms } = sources;
  const requireListed = (): void => {
    if (!isSameMcp(describeMcpOf(session.state, sandbox, terms()), listed)) throw new McpChangedError();
  };
  requireListed();
  if (listed.isSandbox) {
    const token = await sandbox.token(listed.baseUrl, signal);
    requireListed();
    return token;
  }
  const token = await accounts.token(listed.accountId);
  // The account is read after its token: if either is new, the account tells of it. Another window may have changed it.
  const account = await accounts.get(listed.accountId);
  if (account === undefined || !isSameMcp(describeMcp(account, terms()), listed)) {
    void session.reload();
    throw new McpChangedError();
  }
  requireListed();
  return token;
}

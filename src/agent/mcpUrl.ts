/**
 * Where the MCP server of an account is: at `/api/mcp` of its server (the provider's page; the sandbox has the same
 * path).
 * @param baseUrl as `parseBaseUrl` gives it
 */
export function mcpUrl(baseUrl: string): string {
  return new URL("/api/mcp", baseUrl).href;
}

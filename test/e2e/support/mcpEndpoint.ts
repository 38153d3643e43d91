import type { Answer, OtherServer, SeenRequest } from "./otherServer.js";

/** Where an MCP server stands on its origin. */
const PATH = "/api/mcp";

/** The tools, as the provider's page names them. */
const TOOLS = ["send_sms", "get_balance", "list_sms"];

interface Call {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: { readonly protocolVersion?: string };
}

/** Lets a server speak MCP over streamable HTTP as far as a client needs it that lists the tools. */
export function serveMcp(other: OtherServer, tokens: ReadonlyMap<string, string>): void {
  other.beside.set(PATH, ({ method, headers, body }) => {
    if (!tokens.has((headers.authorization ?? "").replace(/^Bearer /, ""))) return { status: 401, body: "" };
    // It has nothing to say by itself.
    if (method !== "POST") return { status: 405, body: "" };
    const call = JSON.parse(body) as Call;
    if (call.id === undefined) return { status: 202, body: "" };
    const result = resultOf(call);
    const error = { code: -32601, message: "There is no such method." };
    return json({ jsonrpc: "2.0", id: call.id, ...(result === undefined ? { error } : { result }) });
  });
}

/** The requests for MCP so far. */
export function mcpRequests({ requests }: OtherServer): SeenRequest[] {
  return requests.filter(({ path }) => path === PATH);
}

function resultOf({ method, params }: Call): unknown {
  switch (method) {
    case "initialize":
      return {
        protocolVersion: params?.protocolVersion ?? "2025-06-18",
        capabilities: { tools: {} },
        serverInfo: { name: "Other SMS", version: "1.7" },
      };
    case "tools/list":
      return {
        tools: TOOLS.map((name) => ({
          name,
          description: `Does what ${name} says.`,
          inputSchema: { type: "object", properties: {} },
        })),
      };
    case "ping":
      return {};
    default:
      return undefined;
  }
}

function json(value: unknown): Answer {
  return { status: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
}

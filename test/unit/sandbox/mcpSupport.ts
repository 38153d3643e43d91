import assert from "node:assert/strict";
import { Client as McpClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { CallToolResultSchema, type CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { mcpUrlOf } from "../../../src/sandbox/loopback.js";
import { rawRequest, type Cleanup, type Client } from "./support.js";

/** The official client, connected to the MCP endpoint of a sandbox. */
export async function connectMcp(cleanup: Cleanup, client: Client, token = client.token): Promise<McpClient> {
  const mcp = new McpClient({ name: "test", version: "1" });
  const headers: Record<string, string> = token === "" ? {} : { Authorization: `Bearer ${token}` };
  const transport = new StreamableHTTPClientTransport(new URL(mcpUrlOf(client.server.port)), {
    requestInit: { headers },
  });
  cleanup.add(() => mcp.close());
  await mcp.connect(transport);
  return mcp;
}

/** The result of a call of a tool. */
export async function callTool(
  mcp: McpClient,
  name: string,
  fields: Record<string, unknown> = {},
): Promise<CallToolResult> {
  return CallToolResultSchema.parse(await mcp.callTool({ name, arguments: fields }));
}

/** What a result says in words, JSON included. */
export function textOf({ content }: CallToolResult): string {
  return content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
}

/** What a tool that did it answered. */
export async function answerOf(
  mcp: McpClient,
  name: string,
  fields: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const result = await callTool(mcp, name, fields);
  assert.equal(result.isError, undefined, textOf(result));
  assert.ok(result.structuredContent);
  return result.structuredContent;
}

/** The words of a tool that refused. */
export async function refusalOf(
  mcp: McpClient,
  name: string,
  fields: Record<string, unknown> = {},
): Promise<string> {
  const result = await callTool(mcp, name, fields);
  assert.equal(result.isError, true, textOf(result));
  return textOf(result);
}

/** A `tools/call` without the client, in the form that it sends. */
export function rawCall(
  client: Client,
  body: unknown,
  headers: Record<string, string | string[]> = {},
  method = "POST",
): ReturnType<typeof rawRequest> {
  return rawRequest({
    port: client.server.port,
    method,
    path: "/api/mcp",
    headers: {
      Authorization: `Bearer ${client.token}`,
      Accept: "application/json, text/event-stream",
      "Content-Type": "application/json",
      ...headers,
    },
    body: body === undefined ? [] : [typeof body === "string" ? body : JSON.stringify(body)],
  });
}

/** The JSON-RPC request for a tool. */
export function callOf(name: string, fields: unknown, id: unknown = 1): unknown {
  return { jsonrpc: "2.0", id, method: "tools/call", params: { name, arguments: fields } };
}

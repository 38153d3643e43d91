import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import type { jsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/types.js";
import type { AppContext } from "../appContext.js";
import { Refusal, tooManyRequests } from "../refusal.js";
import { MAX_REQUEST_BYTES } from "../sendRequest.js";
import { toolResult, refusalResult } from "./toolResult.js";
import { TOOLS, type Fields, type Tool } from "./tools.js";

const ABOUT = { name: "smsforai-sandbox", title: "SMS for AI sandbox", version: "1.0" };

const INSTRUCTIONS =
  "A local sandbox of the SMS for AI service: nothing leaves this computer and no money is spent. " +
  "Phone numbers are in E.164 format, such as +12025550123.";

/**
 * The library checks with it what a person answers to a question of the server. This one asks none, and would
 * otherwise make a validator for each request, at a greater cost than all the rest.
 */
const noQuestions: jsonSchemaValidator = {
  getValidator: () => () => ({ valid: false, data: undefined, errorMessage: "This server asks nothing." }),
};

/**
 * Answers one HTTP request with a server of its own, as the transport wants it where there are no sessions.
 * @param cut ends the connection without an answer
 */
export async function answerMcp(context: AppContext, request: Request, cut: () => void): Promise<Response> {
  const server = new McpServer(ABOUT, { instructions: INSTRUCTIONS, jsonSchemaValidator: noQuestions });
  for (const tool of TOOLS) {
    const { name, title, description, inputSchema, outputSchema, annotations } = tool;
    server.registerTool(
      name,
      { title, description, inputSchema, outputSchema, annotations },
      (fields: Fields) => call(tool, fields, context, cut),
    );
  }
  const transport = new WebStandardStreamableHTTPServerTransport({
    enableJsonResponse: true,
    maxRequestBodySize: MAX_REQUEST_BYTES,
  });
  await server.connect(transport);
  try {
    return await transport.handleRequest(request);
  } finally {
    await server.close();
  }
}

/** Calls a tool; a reason not to do it is a result too, which a model can read and act on. */
async function call(
  tool: Tool,
  fields: Fields,
  context: AppContext,
  cut: () => void,
): Promise<CallToolResult> {
  try {
    const { rateLimitPerMinute, rateLimitPerDay } = context.behavior();
    const verdict = context.limiter.take(rateLimitPerMinute, rateLimitPerDay);
    if (verdict?.allowed === false) throw tooManyRequests(verdict.retryAfterSeconds);
    const answer = await tool.call(context, fields);
    if (answer !== "cut") return toolResult(answer);
    cut();
    return { content: [], isError: true };
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(500, "Server error.");
    return refusalResult(refusal, tool.annotations.readOnlyHint !== true);
  }
}

import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { AppContext, AppEnv } from "../appContext.js";
import { serverClosing } from "../refusal.js";
import { cutConnection } from "../sendRoute.js";

/**
 * `POST /api/mcp`: MCP over streamable HTTP. Every request stands alone: there are no sessions and no stream
 * of the server's own, so GET and DELETE are answered 405, as the transport's specification has it.
 *
 * The protocol's library is large, so it is loaded with the first request.
 */
export async function handleMcp(context: AppContext, c: Context<AppEnv>): Promise<Response> {
  const { answerMcp } = await import("./toolServer.js");
  // Loading takes a while: a server that has closed meanwhile may no longer touch its data.
  if (context.closing.aborted) throw serverClosing();
  const answer = await answerMcp(context, c.req.raw, () => cutConnection(c));
  return c.env.incoming.socket.destroyed ? RESPONSE_ALREADY_SENT : answer;
}

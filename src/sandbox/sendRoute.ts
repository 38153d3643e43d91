import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { AppContext, AppEnv } from "./appContext.js";
import { toAmount, toSendWire, toWire } from "./message.js";
import { send } from "./sending.js";
import { readJsonBody } from "./sendRequest.js";

/**
 * `POST /sms/send`.
 * @throws Refusal for every reason not to send
 */
export async function handleSend(context: AppContext, c: Context<AppEnv>): Promise<Response> {
  const outcome = await send(context, () => readJsonBody(c.env.incoming));
  if (outcome.kind === "cut") return cutConnection(c);
  const { message, creditsMicros } = outcome;
  const { sendShape, decimals } = context.behavior();
  if (sendShape === "flat") return c.json(toSendWire(message, decimals));
  return c.json({ sms: toWire(message, decimals), balance: toAmount(creditsMicros, decimals) });
}

/** Ends the connection without an answer. */
export function cutConnection(c: Context<AppEnv>): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

import { setTimeout as sleep } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import { countSegments } from "../sms/segments.js";
import type { AppContext, AppEnv } from "./appContext.js";
import { creditsMicros } from "./appContext.js";
import { SEND_PERMISSION } from "./behavior.js";
import { magicOf, type MagicCode } from "./magic.js";
import { toAmount, toSendWire, toWire, type SandboxMessage } from "./message.js";
import { invalid, Refusal, tooManyRequests } from "./refusal.js";
import { readJsonBody, validateSend } from "./sendRequest.js";

/** Seconds that the magic number for a rate limit tells to wait. */
const MAGIC_RETRY_AFTER_SECONDS = 30;

/**
 * `POST /sms/send`.
 * @throws Refusal for every reason not to send
 */
export async function handleSend(context: AppContext, c: Context<AppEnv>): Promise<Response> {
  const { behavior, state, closing } = context;
  if (!behavior().permissions.includes(SEND_PERMISSION)) {
    throw new Refusal(403, `This token lacks the permission ${SEND_PERMISSION}.`);
  }
  const { draft, country } = validateSend(await readJsonBody(c.env.incoming), context.countries);
  const magic = magicOf(draft.to);
  if (magic === "cutBeforeAccepted") return cutConnection(c);
  refuseIfMagic(magic);

  const message = await state.accept(draft, {
    priceMicros: countSegments(draft.body).segments * country.priceMicros,
    startingMicros: Math.round(behavior().startingCreditsUsd * 1e6),
    deliveryDelayMs: behavior().deliveryDelayMs,
  });
  if (message === undefined) throw insufficientCredits();
  if (magic === "cutAfterAccepted") return cutConnection(c);
  if (magic === "errorAfterAccepted") throw gatewayFailure();
  if (magic === "slowAnswer") {
    // A server that closes answers at once: the message is accepted already.
    await sleep(behavior().slowAnswerMs, undefined, { signal: closing, ref: false }).catch(() => undefined);
  }
  return c.json(sendAnswer(context, message));
}

function sendAnswer(context: AppContext, message: SandboxMessage): Record<string, unknown> {
  const { sendShape, decimals } = context.behavior();
  if (sendShape === "flat") return toSendWire(message, decimals);
  return { sms: toWire(message, decimals), balance: toAmount(creditsMicros(context), decimals) };
}

/** Ends the connection without an answer. */
function cutConnection(c: Context<AppEnv>): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

function refuseIfMagic(magic: MagicCode | undefined): void {
  switch (magic) {
    case "insufficientCredits":
      throw insufficientCredits();
    case "spendingLimit":
      throw new Refusal(403, "The spending limit of this token is reached.");
    case "ipNotWhitelisted":
      throw new Refusal(403, "This IP address is not whitelisted.");
    case "invalidRecipient":
      throw invalid({ to: ["The to field is not a number that can receive text messages."] });
    case "rateLimited":
      throw tooManyRequests(MAGIC_RETRY_AFTER_SECONDS);
    case "serverError":
      throw gatewayFailure();
    default:
  }
}

function insufficientCredits(): Refusal {
  return new Refusal(402, "Insufficient credits.");
}

function gatewayFailure(): Refusal {
  return new Refusal(500, "SMS gateway failure.");
}

import { setTimeout as sleep } from "node:timers/promises";
import { countSegments } from "../sms/segments.js";
import { creditsMicros, type AppContext } from "./appContext.js";
import { SEND_PERMISSION } from "./behavior.js";
import { magicOf, type MagicCode } from "./magic.js";
import type { SandboxMessage } from "./message.js";
import { invalid, Refusal, tooManyRequests } from "./refusal.js";
import { validateSend } from "./sendRequest.js";

/** Seconds that the magic number for a rate limit tells to wait. */
const MAGIC_RETRY_AFTER_SECONDS = 30;

/** What became of a send: the message with the millionths of a USD that are left, or a connection to be cut. */
export type SendOutcome =
  | { readonly kind: "accepted"; readonly message: SandboxMessage; readonly creditsMicros: number }
  | { readonly kind: "cut" };

/**
 * Sends one message, whichever way it was asked for.
 * @param read gets what is to be sent, in the fields of the API page; asked only if the token may send
 * @throws Refusal for every reason not to send, and what `read` throws
 */
export async function send(context: AppContext, read: () => unknown): Promise<SendOutcome> {
  const { behavior, state, closing } = context;
  if (!behavior().permissions.includes(SEND_PERMISSION)) {
    throw new Refusal(403, `This token lacks the permission ${SEND_PERMISSION}.`);
  }
  const { draft, country } = validateSend(await read(), context.countries);
  const magic = magicOf(draft.to);
  if (magic === "cutBeforeAccepted") return { kind: "cut" };
  refuseIfMagic(magic);

  const message = await state.accept(draft, {
    priceMicros: countSegments(draft.body).segments * country.priceMicros,
    startingMicros: Math.round(behavior().startingCreditsUsd * 1e6),
    deliveryDelayMs: behavior().deliveryDelayMs,
  });
  if (message === undefined) throw insufficientCredits();
  if (magic === "cutAfterAccepted") return { kind: "cut" };
  if (magic === "errorAfterAccepted") throw gatewayFailure();
  if (magic === "slowAnswer") {
    // A server that closes answers at once: the message is accepted already.
    await sleep(behavior().slowAnswerMs, undefined, { signal: closing, ref: false }).catch(() => undefined);
  }
  return { kind: "accepted", message, creditsMicros: creditsMicros(context) };
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

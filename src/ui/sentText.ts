import type { Message } from "../api/schemas.js";
import { senderIdProblem } from "../sms/senderId.js";
import type { MessageTarget } from "./messageArgument.js";
import type { Parts } from "./parts.js";

/** What a message was sent with, as far as it is known: what it takes to send its text again. */
export interface SentText {
  /** E.164. */
  readonly to: string | undefined;
  readonly body: string | undefined;
  readonly senderId: string | undefined;
}

/** What is known of it here. */
export function knownText({ to, body, senderId }: Message): SentText {
  // A server may tell a sender of its own that nobody could choose.
  const isChosen = senderId !== undefined && senderIdProblem(senderId) === undefined;
  return { to, body, senderId: isChosen ? senderId : undefined };
}

/**
 * What is known of it, asked for where a list left it out: of the window's account alone.
 * @throws ApiError
 */
export async function wholeText(
  { session, messages }: Pick<Parts, "session" | "messages">,
  { accountId, message }: MessageTarget,
): Promise<SentText> {
  const { state } = session;
  const isOwn = state.kind === "signedIn" && state.account.id === accountId;
  const isLean = message.to === undefined || message.body === undefined;
  return knownText(isLean && isOwn ? await messages.loadOne(message.id) : message);
}

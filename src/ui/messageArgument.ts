import type { Message } from "../api/schemas.js";
import type { Parts } from "./parts.js";

/** The id of the message, or of the unsettled text, that a row command is about: rows have it, other callers give it. */
export function messageId(argument: unknown): string | undefined {
  if (typeof argument === "string") return argument;
  if (typeof argument !== "object" || argument === null || !("id" in argument)) return undefined;
  return typeof argument.id === "string" ? argument.id : undefined;
}

/** The listed message that a row command is about; what is not in the list is not acted on. */
export function messageArgument({ messages }: Parts, argument: unknown): Message | undefined {
  const id = messageId(argument);
  return id === undefined ? undefined : messages.find(id);
}

import type { Message } from "../api/schemas.js";
import type { Parts } from "./parts.js";

/**
 * The message that a row command is about. Rows give the message, their own command and other callers an id;
 * what is not in the list is not acted on.
 */
export function messageArgument({ messages }: Parts, argument: unknown): Message | undefined {
  if (typeof argument === "string") return messages.find(argument);
  if (typeof argument !== "object" || argument === null || !("id" in argument)) return undefined;
  return typeof argument.id === "string" ? messages.find(argument.id) : undefined;
}

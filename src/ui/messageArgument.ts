import * as vscode from "vscode";
import type { Message } from "../api/schemas.js";
import type { Parts } from "./parts.js";

/** The scheme of the read-only documents that show a message. */
export const DETAILS_SCHEME = "smsforai-message";

/** A message and the account that it is of. */
export interface MessageTarget {
  readonly accountId: string;
  readonly message: Message;
}

/** The id of the message, or of the unsettled text, that a row command is about: rows have it, other callers give it. */
export function messageId(argument: unknown): string | undefined {
  if (typeof argument === "string") return argument;
  if (typeof argument !== "object" || argument === null || !("id" in argument)) return undefined;
  return typeof argument.id === "string" ? argument.id : undefined;
}

/**
 * The message that a command is about: that of a row, of an id, of the details at an address, or, without an
 * argument, of the details in front. What is neither listed nor shown is asked for.
 * @throws ApiError
 */
export async function messageTarget(parts: Parts, argument: unknown): Promise<MessageTarget | undefined> {
  const uri = argument === undefined ? vscode.window.activeTextEditor?.document.uri : argument;
  if (uri instanceof vscode.Uri)
    return uri.scheme === DETAILS_SCHEME ? (await parts.details.load()).target(uri) : undefined;
  const { state } = parts.session;
  const id = messageId(argument);
  if (id === undefined || state.kind !== "signedIn") return undefined;
  const accountId = state.account.id;
  const known = parts.messages.find(id) ?? (await parts.details.load()).find(accountId, id);
  return { accountId, message: known ?? (await parts.messages.loadOne(id)) };
}

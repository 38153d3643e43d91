import type { Message, MessagePage } from "../../../src/api/schemas.js";
import type { MessageList } from "../../../src/core/messageList.js";

/** A message as a server lists it. */
export const message = (id: number, status = "sent", more: Partial<Message> = {}): Message => ({
  id: String(id),
  status,
  raw: { id, status },
  ...more,
});
/** A page without a count. */
export const page = (ids: readonly number[], next?: number): MessagePage => ({
  messages: ids.map((id) => message(id)),
  next: next === undefined ? undefined : { page: next },
  perPage: undefined,
  total: undefined,
});
/** The numbers of a list's messages. */
export const idsOf = ({ messages }: MessageList): number[] =>
  messages.map(({ id }) => Number(id.replace("id", "")));

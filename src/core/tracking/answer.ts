import type { Message, MessagePage } from "../../api/schemas.js";
import { isFinal, mergeMessage } from "../messageList.js";
import type { FollowedMessage } from "./followed.js";
import type { PageQuestion } from "./question.js";

/** What a page of the list tells of the messages that are followed. */
export interface PageAnswer {
  readonly finished: readonly Message[];
  /** Those that are still on their way, as they were followed and as they are known now. */
  readonly unfinished: readonly (readonly [FollowedMessage, Message])[];
  /** Those that were wanted and are not there, with the page to look for them next. */
  readonly moved: readonly FollowedMessage[];
}

/** @param followed what is followed of the account, by id: those too that were not asked for */
export function readPage(
  { page, wanted }: PageQuestion,
  found: MessagePage,
  followed: ReadonlyMap<string, FollowedMessage>,
): PageAnswer {
  const shown = new Map<FollowedMessage, Message>();
  for (const message of found.messages) {
    const own = followed.get(message.id);
    if (own !== undefined) shown.set(own, mergeMessage(own.message, message));
  }
  const missing = wanted.flatMap(({ id }) => {
    const own = followed.get(id);
    return own === undefined || shown.has(own) ? [] : [own];
  });
  return {
    finished: [...shown.values()].filter(isFinal),
    unfinished: [...shown].filter(([, message]) => !isFinal(message)),
    moved: missing.map((own) => ({ ...own, page: pageAfter(own, page, found, shown.size > 0) })),
  };
}

/**
 * Where to look for a message that a page does not show: on the next one, if it may have moved down there.
 * @param others whether the page shows others that this window follows
 */
function pageAfter(
  { id }: FollowedMessage,
  asked: number,
  { messages, next }: MessagePage,
  others: boolean,
): number | undefined {
  if (next === undefined) return undefined;
  const last = messages.at(-1)?.id;
  const isOlder = last !== undefined && isNumber(id) && isNumber(last) ? Number(id) < Number(last) : others;
  return isOlder ? asked + 1 : undefined;
}

/** Ids that are numbers count up. */
function isNumber(id: string): boolean {
  return /^\d{1,15}$/.test(id);
}

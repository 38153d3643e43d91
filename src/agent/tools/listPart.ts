import type { Message, MessagePage } from "../../api/schemas.js";

/** The most pages of the server that one call asks for. */
export const MAX_PAGES = 8;

/** What to read of a list. */
export interface PartOptions {
  /** Asks for a page of the server, from 1. */
  readonly fetchPage: (page: number) => Promise<MessagePage>;
  /** Only messages to this number (E.164). */
  readonly to: string | undefined;
  /** How many messages come before the part. */
  readonly skip: number;
  readonly limit: number;
}

/** A part of a list, and whether there is more behind it. */
export interface ListPart {
  readonly messages: readonly Message[];
  readonly more: boolean;
  /** The search ended before the list did. */
  readonly givenUp: boolean;
}

/** Reads a part of the list, whose pages need not be as long as the server's. */
export async function readPart({ fetchPage, to, skip, limit }: PartOptions): Promise<ListPart> {
  const first = await fetchPage(1);
  const size = first.perPage ?? first.messages.length;
  // Messages to one number may be anywhere; all others are where their place says.
  const jump = to === undefined && size > 0 && first.next !== undefined ? Math.floor(skip / size) : 0;
  const found: Message[] = [];
  const wanted = skip - jump * size + limit;
  let page = jump === 0 ? first : await fetchPage(jump + 1);
  for (let asked = 1; ; asked++) {
    found.push(...page.messages.filter((message) => to === undefined || message.to === to));
    const isLast = page.next === undefined;
    const isEnough = found.length > wanted || (to === undefined && found.length === wanted);
    if (isLast || isEnough || asked >= MAX_PAGES) {
      return {
        messages: found.slice(wanted - limit, wanted),
        more: found.length > wanted || (!isLast && found.length >= wanted),
        givenUp: !isLast && found.length < wanted,
      };
    }
    page = await fetchPage(jump + asked + 1);
  }
}

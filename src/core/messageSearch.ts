import { isAborted } from "../api/abort.js";
import type { Message } from "../api/schemas.js";

/** What was found among the messages that were searched. */
export interface Found {
  /** As many as were asked for, in the order of the list. */
  readonly messages: readonly Message[];
  /** How many match in all. */
  readonly count: number;
}

/** A message as it is searched: one text of all that counts, folded, and the digits of its recipient. */
interface Haystack {
  readonly text: string;
  readonly digits: string;
}

/** One part of a query: a message has it or not. */
type Part = (haystack: Haystack) => boolean;

/** How long to search without letting anything else run, in ms. */
const SLICE = 8;

/** How many messages are searched between two looks at the clock. */
const STRIDE = 64;

/**
 * Searches messages by number, text, ID and sender ID; all words of a query must match. Case and accents do not
 * count, nor does how a number is written. What a message is searched by is made once and kept as long as the
 * message is.
 */
export class MessageSearch {
  readonly #haystacks = new WeakMap<Message, Haystack>();
  readonly #rest: () => Promise<void>;

  /** @param rest lets others run for a moment */
  constructor(rest = nextTurn) {
    this.#rest = rest;
  }

  /**
   * The messages that match; all, if the query is empty. It stops now and then, so that a hundred thousand do not
   * block what else runs.
   * @param limit how many to give; all are counted
   * @returns `undefined` if the signal aborted
   */
  async find(
    messages: readonly Message[],
    query: string,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Found | undefined> {
    const parts = partsOf(query);
    if (parts.length === 0) return { messages: messages.slice(0, limit), count: messages.length };
    const found: Message[] = [];
    let count = 0;
    let began = performance.now();
    for (const [index, message] of messages.entries()) {
      if (index % STRIDE === STRIDE - 1 && performance.now() - began > SLICE) {
        await this.#rest();
        if (signal !== undefined && isAborted(signal)) return undefined;
        began = performance.now();
      }
      const haystack = this.#haystack(message);
      if (!parts.every((has) => has(haystack))) continue;
      count++;
      if (found.length < limit) found.push(message);
    }
    return { messages: found, count };
  }

  #haystack(message: Message): Haystack {
    const known = this.#haystacks.get(message);
    if (known !== undefined) return known;
    const { id, to = "", senderId = "", body = "" } = message;
    // No word has a line feed, so none matches across two fields.
    const haystack = { text: fold([id, to, senderId, body].join("\n")), digits: digitsOf(fold(to)) };
    this.#haystacks.set(message, haystack);
    return haystack;
  }
}

/** Lets timers and input have their turn. */
async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/** Without case, accents and invisible characters; compatible forms of a letter or digit are one. */
function fold(text: string): string {
  const plain = /^[\0-\x7f]*$/.test(text) ? text : text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "");
  // Upper case: it has one form of sigma, and SS for sharp s.
  return plain.toUpperCase();
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** What a message must have: words, and numbers that may be written over several words. */
function partsOf(query: string): Part[] {
  const parts: Part[] = [];
  let number: string[] = [];
  const endNumber = (): void => {
    if (number.length > 0) parts.push(numberPart(number));
    number = [];
  };
  for (const word of fold(query).split(/\s+/)) {
    if (/^[+\d().\-\u2010-\u2015/]+$/.test(word)) {
      number.push(word);
      continue;
    }
    endNumber();
    if (word !== "") parts.push(({ text }) => text.includes(word));
  }
  endNumber();
  return parts;
}

/** A number as it may be a recipient's, or words of digits that stand anywhere. */
function numberPart(words: readonly string[]): Part {
  const isRecipient = recipientPart(words.join(""));
  const each = words.map((word): Part => {
    const isPart = recipientPart(word);
    return (haystack) => haystack.text.includes(word) || isPart(haystack);
  });
  return (haystack) => isRecipient(haystack) || each.every((has) => has(haystack));
}

/** Digits of a recipient, from the beginning if they begin with a plus; a national form's leading 0 may go. */
function recipientPart(written: string): Part {
  const isInternational = /^\(?(?:\+|00)/.test(written);
  const digits = digitsOf(isInternational ? written.replace("(0)", "") : written);
  if (isInternational) {
    const whole = digits.replace(/^00/, "");
    return (haystack) => whole !== "" && haystack.digits.startsWith(whole);
  }
  const national = digits.replace(/^0(?=\d{3})/, "");
  return (haystack) =>
    digits.length > 1 && (haystack.digits.includes(digits) || haystack.digits.includes(national));
}

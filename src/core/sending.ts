import type { ApiError } from "../api/errors.js";
import type { Message, MicroUsd } from "../api/schemas.js";
import type { AgentLimits, AgentSession, Excess } from "./journal/agentCaps.js";
import type { Duplicate } from "./journal/records.js";

/** The longest text that the API takes, in characters (API.md, "Body"). */
export const MAX_BODY = 1600;

/** A text to send. */
export interface OutgoingText {
  /** E.164. */
  readonly to: string;
  readonly body: string;
  /** Empty for none. */
  readonly senderId: string;
}

/** What cannot be sent at all, found before anything is requested. */
export type PreflightProblem = "badNumber" | "emptyText" | "textTooLong";

/** What happened to a text. */
export type SendOutcome =
  | {
      readonly kind: "sent";
      readonly message: Message;
      readonly balance: MicroUsd | undefined;
      /** How many more requests the server takes before its limit, where it tells that. */
      readonly remaining?: number | undefined;
    }
  /** It was certainly not sent. */
  | {
      readonly kind: "notSent";
      readonly error: ApiError | PreflightError | JournalError | DuplicateError | LimitError;
    }
  /** It may have been sent: the answer was lost or says nothing. Never repeat it without a person's yes. */
  | { readonly kind: "unknown"; readonly error: ApiError };

/** The text cannot be sent as it is. */
export class PreflightError extends Error {
  override readonly name = "PreflightError";

  constructor(readonly problem: PreflightProblem) {
    super(problem);
  }
}

/** The send could not be written down beforehand, so it was not started. `cause` is what the disk said. */
export class JournalError extends Error {
  override readonly name = "JournalError";

  constructor(cause: unknown) {
    super("journal", { cause });
  }
}

/** The same text went to the same number lately, and nobody said yes to a second one. */
export class DuplicateError extends Error {
  override readonly name = "DuplicateError";

  constructor(readonly duplicate: Duplicate) {
    super("duplicate");
  }
}

/** The send would exceed what agents may send. */
export class LimitError extends Error {
  override readonly name = "LimitError";

  constructor(readonly excess: Excess) {
    super(`limit (${excess.of})`);
  }
}

/** The length of a text as the API counts it: characters, not UTF-16 units. */
export function bodyLength(body: string): number {
  return Array.from(body).length;
}

/** What forbids a send before it is tried, or `undefined`. */
export function preflight({ to, body }: OutgoingText): PreflightProblem | undefined {
  if (!/^\+[1-9]\d{1,14}$/.test(to)) return "badNumber";
  if (body.trim() === "") return "emptyText";
  return bodyLength(body) > MAX_BODY ? "textTooLong" : undefined;
}

/** How one send is written down. */
export interface SendJournal {
  /**
   * Puts the intent on the disk. A rejection means that the send does not start.
   * @throws DuplicateError; LimitError; `ApiError` if it was cancelled; whatever the disk says
   */
  begin(signal: AbortSignal | undefined): Promise<void>;
  /** Writes down what became of it. A rejection changes nothing of the outcome. */
  end(outcome: SendOutcome): Promise<void>;
}

/** How a text is sent. */
export interface SendOptions {
  /** A cancel under way leaves the outcome unknown. */
  readonly signal?: AbortSignal | undefined;
  /** Where it is written down: a file of its own unless told otherwise. */
  readonly journal?: SendJournal | undefined;
  /** Asked when the same text went to the same number lately; without it such a text is not sent. */
  readonly confirmDuplicate?: ((duplicate: Duplicate) => Promise<boolean>) | undefined;
  /** The unsettled entry that a person sends anew: it is given up once the new one went, or may have. */
  readonly replaces?: string | undefined;
  /** The text is written down and about to be requested: other copies of it may go. */
  readonly onBegun?: (() => Promise<void>) | undefined;
  /** It was not sent, and its text is about to leave the journal: the time to keep it elsewhere. */
  readonly onNotSent?: (() => Promise<void>) | undefined;
  /** It is an agent's, from a paid account: it counts against these limits, and is not sent beyond them. */
  readonly agent?: AgentSend | undefined;
}

/** What an agent's send is counted by. */
export interface AgentSend {
  readonly session: AgentSession;
  /** The estimate. */
  readonly cost: MicroUsd;
  readonly limits: AgentLimits;
}

/** Times in ms. Tests shorten them. */
export interface SendTiming {
  /** The longest that a request can take: the limit of a send in api/http.ts. */
  readonly request: number;
  /** How much longer other windows keep their hands off. */
  readonly margin: number;
  /** How long a send waits for the list of before. */
  readonly baseline: number;
  /** How long after it became unknown an outcome is looked up for the first time. */
  readonly firstLook: number;
}

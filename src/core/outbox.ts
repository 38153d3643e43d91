import { ApiError } from "../api/errors.js";
import type { Message, MicroUsd, SendResult } from "../api/schemas.js";
import { Emitter, type Disposable, type Event } from "./emitter.js";
import type { SignedIn } from "./session.js";

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
  | { readonly kind: "sent"; readonly message: Message; readonly balance: MicroUsd | undefined }
  /** It was certainly not sent. */
  | { readonly kind: "notSent"; readonly error: ApiError | PreflightError }
  /** It may have been sent: the answer was lost or says nothing. Never repeat it without a person's yes. */
  | { readonly kind: "unknown"; readonly error: ApiError };

/** A send that ended, for whoever shows messages or balances. */
export interface Sent {
  readonly signedIn: SignedIn;
  readonly message: Message;
  readonly balance: MicroUsd | undefined;
}

/** The text cannot be sent as it is. */
export class PreflightError extends Error {
  override readonly name = "PreflightError";

  constructor(readonly problem: PreflightProblem) {
    super(problem);
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

/** The only way to send: for people, bulk and agents alike. */
export class Outbox implements Disposable {
  readonly #sent = new Emitter<Sent>();

  readonly onDidSend: Event<Sent> = this.#sent.event;

  /**
   * Sends a text once, from the account that was chosen when it was composed. Never throws, never repeats.
   * @param signal a cancel under way leaves the outcome unknown
   */
  async send(signedIn: SignedIn, text: OutgoingText, signal?: AbortSignal): Promise<SendOutcome> {
    const problem = preflight(text);
    if (problem !== undefined) return { kind: "notSent", error: new PreflightError(problem) };
    let answer: SendResult;
    let requested = false;
    try {
      const api = await signedIn.api();
      requested = true;
      answer = await api.send(text, signal);
    } catch (cause) {
      // Whatever is not known to have done nothing may have sent.
      const error =
        cause instanceof ApiError
          ? cause
          : new ApiError(requested ? "notUnderstood" : "noToken", !requested, { cause });
      return { kind: error.didNothing ? "notSent" : "unknown", error };
    }
    const { message, balance } = answer;
    // The answer may be lean; what was sent is known here.
    const full: Message = {
      ...message,
      to: message.to ?? text.to,
      body: message.body ?? text.body,
      senderId: message.senderId ?? (text.senderId === "" ? undefined : text.senderId),
      createdAt: message.createdAt ?? Date.now(),
    };
    this.#sent.fire({ signedIn, message: full, balance });
    return { kind: "sent", message: full, balance };
  }

  dispose(): void {
    this.#sent.dispose();
  }
}

import { ApiError } from "../api/errors.js";
import type { Message, MicroUsd, SendResult } from "../api/schemas.js";
import { Emitter, type Disposable, type Event } from "./emitter.js";
import type { Entry } from "./journal/entry.js";
import type { Journal, Settlement } from "./journal/journal.js";
import type { Duplicate, RecordSource, SendRecord } from "./journal/records.js";
import { LOOK_PAUSES } from "./journal/schedule.js";
import {
  DuplicateError,
  JournalError,
  LimitError,
  preflight,
  PreflightError,
  type OutgoingText,
  type SendJournal,
  type SendOptions,
  type SendOutcome,
  type SendTiming,
} from "./sending.js";
import type { SignedIn } from "./session.js";
import { uniqueById } from "./uniqueById.js";

/** A send that ended well, for whoever shows messages or balances. */
export interface Sent {
  readonly signedIn: SignedIn;
  readonly message: Message;
  readonly balance: MicroUsd | undefined;
  /** How many more requests the server takes before its limit, where it tells that. */
  readonly remaining?: number | undefined;
}

/** A send whose request goes out now. */
export interface Begun {
  readonly signedIn: SignedIn;
  readonly text: OutgoingText;
}

/** What the outbox works with. */
export interface OutboxParts {
  /** The journal, opened when it is first needed. */
  readonly journal: () => Promise<Journal>;
  /** Other places where sends are recorded. */
  readonly sources?: readonly RecordSource[];
  /** For how many ms the same text to the same number is asked about; 0 for never. */
  readonly duplicateWindow: () => number;
  readonly timing?: Partial<SendTiming> | undefined;
  /** Gets what went wrong with writing down an outcome. */
  readonly onJournalFailure?: ((error: unknown) => void) | undefined;
}

const TIMING: SendTiming = {
  request: 60_000,
  margin: 15_000,
  baseline: 4000,
  firstLook: LOOK_PAUSES[0] ?? 0,
};

/** The only way to send: for people, bulk and agents alike. */
export class Outbox implements Disposable {
  readonly #parts: OutboxParts;
  readonly #timing: SendTiming;
  readonly #begun = new Emitter<Begun>();
  readonly #sent = new Emitter<Sent>();

  readonly onDidBegin: Event<Begun> = this.#begun.event;
  readonly onDidSend: Event<Sent> = this.#sent.event;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#timing = { ...TIMING, ...parts.timing };
  }

  /**
   * Sends a text once, from the account that was chosen when it was composed, after it was written down. Never
   * throws, never repeats.
   */
  async send(signedIn: SignedIn, text: OutgoingText, options: SendOptions = {}): Promise<SendOutcome> {
    const problem = preflight(text);
    if (problem !== undefined) return { kind: "notSent", error: new PreflightError(problem) };
    let journal: SendJournal;
    try {
      journal = options.journal ?? (await this.#fileOf(signedIn, text, options));
      await journal.begin(options.signal);
    } catch (error) {
      const known =
        error instanceof DuplicateError || error instanceof LimitError || error instanceof ApiError;
      return { kind: "notSent", error: known ? error : new JournalError(error) };
    }
    this.#begun.fire({ signedIn, text });
    const outcome = await this.#request(signedIn, text, options.signal);
    try {
      await journal.end(outcome);
    } catch (error) {
      // What is written down still says "under way": it will be looked up, and nothing is sent by that.
      this.#parts.onJournalFailure?.(error);
    }
    if (outcome.kind === "sent") {
      const { message, balance, remaining } = outcome;
      this.#sent.fire({ signedIn, message, balance, remaining });
    }
    return outcome;
  }

  /** Takes over a send of unknown outcome that was written down elsewhere. Twice is harmless. */
  async adopt(entry: Entry): Promise<void> {
    const journal = await this.#parts.journal();
    if ((await journal.settlement(entry.id)) === undefined && (await journal.entry(entry.id)) === undefined)
      await journal.write(entry);
  }

  /** How a send was settled, by the id of its entry; `undefined` if it is not, or was long ago. */
  async settlement(id: string): Promise<Settlement | undefined> {
    return (await this.#parts.journal()).settlement(id);
  }

  /** Which of some texts went, or may have gone, to their numbers lately: by their place in the list. */
  async duplicates(
    accountId: string,
    texts: readonly Pick<OutgoingText, "to" | "body">[],
  ): Promise<Map<number, Duplicate>> {
    const within = this.#parts.duplicateWindow();
    if (within === 0) return new Map();
    const journal = await this.#parts.journal();
    const { findDuplicate, recordsByHash } = await import("./journal/records.js");
    const byHash = recordsByHash(await this.records());
    const found = new Map<number, Duplicate>();
    for (const [index, { to, body }] of texts.entries()) {
      const hash = await journal.hash.hash(accountId, to, body);
      const options = { now: Date.now(), within, except: [] };
      const duplicate = findDuplicate(byHash.get(hash) ?? [], hash, options);
      if (duplicate !== undefined) found.set(index, duplicate);
    }
    return found;
  }

  /** Everything that is recorded of sends, here and elsewhere, each once. */
  async records(): Promise<SendRecord[]> {
    const journal = await this.#parts.journal();
    const elsewhere = await Promise.all((this.#parts.sources ?? []).map((source) => source.records()));
    // An entry of the journal knows more than the place that it was adopted from.
    return uniqueById([...elsewhere.flat(), ...(await journal.records())]);
  }

  dispose(): void {
    this.#begun.dispose();
    this.#sent.dispose();
  }

  async #fileOf(signedIn: SignedIn, text: OutgoingText, options: SendOptions): Promise<SendJournal> {
    const { SingleSend } = await import("./journal/singleSend.js");
    return new SingleSend({
      journal: await this.#parts.journal(),
      records: () => this.records(),
      duplicateWindow: this.#parts.duplicateWindow(),
      timing: this.#timing,
      signedIn,
      text,
      options,
    });
  }

  async #request(
    signedIn: SignedIn,
    text: OutgoingText,
    signal: AbortSignal | undefined,
  ): Promise<SendOutcome> {
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
    const { message, balance, remaining } = answer;
    return { kind: "sent", message: completed(message, text), balance, remaining };
  }
}

/** The answer may be lean; what was sent is known here. */
function completed(message: Message, text: OutgoingText): Message {
  return {
    ...message,
    to: message.to ?? text.to,
    body: message.body ?? text.body,
    senderId: message.senderId ?? (text.senderId === "" ? undefined : text.senderId),
    createdAt: message.createdAt ?? Date.now(),
  };
}

import { isAborted, untilAborted } from "../api/abort.js";
import type { SignedIn } from "../core/session.js";
import type { AgentAnswer, AgentQuestion } from "./question.js";
import type { Refusal } from "./refusal.js";

/** After so many times no in a row a person is not asked any more: an agent must not wear them down. */
const MOST_DECLINES = 3;

/** How many questions may wait where no cap limits them. */
const MOST_WAITING = 5;

type Ask = (question: AgentQuestion, signal: AbortSignal) => Promise<AgentAnswer>;

/** The questions of one window that no chat mode can skip: one at a time, and only so many. */
export class Questions {
  readonly #ask: Ask;
  readonly #waiting = new Set<AgentQuestion>();
  readonly #allowed = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();
  #declines = 0;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** What is asked about, or waits for it. */
  get waiting(): readonly AgentQuestion[] {
    return [...this.#waiting];
  }

  /** Whether a person has allowed this recipient until the window closes. */
  isAllowed({ account }: SignedIn, e164: string): boolean {
    return this.#allowed.has(allowance(account, e164));
  }

  /**
   * Asks, once the questions before have been answered. Gives the reason if the answer is no.
   * @param capped caps leave room for as many as wait: there is no other limit to them
   */
  async ask(question: AgentQuestion, signal: AbortSignal, capped: boolean): Promise<Refusal | undefined> {
    if (this.#declines >= MOST_DECLINES) return { code: "declinedTooOften" };
    const waiting = this.#waiting.size;
    if (!capped && waiting >= MOST_WAITING) return { code: "tooManyQuestions", waiting };
    this.#waiting.add(question);
    const shown = this.#last.then(() => this.#show(question, signal));
    // Until a question has really gone no other is shown, even if nobody waits for its answer any more.
    this.#last = shown;
    try {
      return await untilAborted(shown, signal);
    } catch {
      return { code: "cancelled" };
    } finally {
      this.#waiting.delete(question);
    }
  }

  async #show(question: AgentQuestion, signal: AbortSignal): Promise<Refusal | undefined> {
    if (signal.aborted) return { code: "cancelled" };
    if (this.#declines >= MOST_DECLINES) return { code: "declinedTooOften" };
    let answer: AgentAnswer;
    try {
      answer = await this.#ask(question, signal);
    } catch {
      return { code: "cannotAsk" };
    }
    // What nobody waits for any more says nothing.
    if (isAborted(signal)) return { code: "cancelled" };
    switch (answer) {
      case "allowForSession":
        this.#allowed.add(allowance(question.signedIn.account, question.number.e164));
        this.#declines = 0;
        return undefined;
      case "send":
        this.#declines = 0;
        return undefined;
      case "cancel":
        this.#declines++;
        return { code: "declined" };
    }
  }
}

function allowance({ id, baseUrl }: SignedIn["account"], e164: string): string {
  return JSON.stringify([id, baseUrl, e164]);
}

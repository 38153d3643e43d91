import { ApiError } from "../api/errors.js";
import { AgentSession, highWater, usageOf, type AgentUsage } from "../core/journal/agentCaps.js";
import type { Duplicate } from "../core/journal/records.js";
import { DuplicateError, JournalError, LimitError, type SendOutcome } from "../core/sending.js";
import type { Activity } from "./activity.js";
import { recordOf } from "./activityRecord.js";
import {
  assess,
  overLimit,
  ruledOut,
  type Assessment,
  type AssessmentParts,
  type Known,
} from "./assessment.js";
import { Consents } from "./consents.js";
import { isAt } from "./facts.js";
import { parseSendInput, type AgentSendInput, type InputResult } from "./input.js";
import type { AgentOutcome, Prepared } from "./outcome.js";
import { isPaid, limitsOf } from "./policy.js";
import type { AgentAnswer, AgentQuestion } from "./question.js";
import { Questions } from "./questions.js";
import { isAllowed } from "./recipients.js";
import type { Refusal } from "./refusal.js";
import { RequestBudget } from "./requestBudget.js";

/** How often prices and balance are asked for in a minute, where they cannot be had. */
const FACTS_PER_MINUTE = 10;

/** What the agents' way to send works with. */
export interface AgentSenderParts extends Omit<AssessmentParts, "budget"> {
  /**
   * Asks a person in a way that no chat mode can skip. A rejection is a refusal. It should end when the signal
   * aborts, if it can; until it does, nothing else is asked.
   */
  readonly ask: (question: AgentQuestion, signal: AbortSignal) => Promise<AgentAnswer>;
  readonly activity: Pick<Activity, "add">;
}

/** How a tool's call is made. */
export interface AgentSendOptions {
  readonly signal?: AbortSignal | undefined;
  /** The name that the audit trail has for it. */
  readonly tool: string;
}

/** The only way in which agents send: one for each window, since the session that is counted is its life. */
export class AgentSender {
  readonly #parts: AgentSenderParts & AssessmentParts;
  readonly #session = new AgentSession();
  readonly #consents = new Consents();
  readonly #questions: Questions;

  constructor(parts: AgentSenderParts) {
    this.#parts = { ...parts, budget: new RequestBudget(FACTS_PER_MINUTE) };
    this.#questions = new Questions(parts.ask);
  }

  /** What the caps and the audit trail know this window's life by. */
  get session(): string {
    return this.#session.id;
  }

  /**
   * Says how a person's yes to this send is had, and remembers it for the `send` of the same input. Sends nothing,
   * and never throws.
   */
  async prepare(value: unknown, signal?: AbortSignal): Promise<Prepared> {
    const parsed = parseSendInput(value);
    const prepared = await this.#look(parsed, signal);
    if (!parsed.ok) return prepared;
    if (prepared.consent === "confirmation") this.#consents.add(parsed.input, prepared.question);
    else this.#consents.drop(parsed.input);
    return prepared;
  }

  /** Says the same to whoever only wants to know: no yes can come of it. Never throws. */
  preview(value: unknown, signal?: AbortSignal): Promise<Prepared> {
    return this.#look(parseSendInput(value), signal);
  }

  /** What agents have used of their caps. Rejects if the journal cannot be read. */
  async usage(): Promise<AgentUsage> {
    const records = await this.#parts.outbox.records();
    return usageOf(records, this.#session, highWater(records, Date.now()));
  }

  /** Decides anew, asks if a yes is missing, and sends. Never throws. */
  async send(value: unknown, { signal, tool }: AgentSendOptions): Promise<AgentOutcome> {
    const parsed = parseSendInput(value);
    const { outcome, known } = parsed.ok
      ? await this.#decide(parsed.input, signal ?? new AbortController().signal)
      : { outcome: refused(parsed.refusal), known: {} };
    try {
      const call = { time: Date.now(), tool, session: this.session };
      await this.#parts.activity.add(recordOf(outcome, known, call));
    } catch (error) {
      // What is done is done, and what the agent hears of it must be true.
      this.#parts.onFailure?.(error);
    }
    return outcome;
  }

  async #look(parsed: InputResult, signal: AbortSignal | undefined): Promise<Prepared> {
    if (!parsed.ok) return { consent: "refused", refusal: parsed.refusal };
    const assessed = await assess(this.#parts, this.#session, parsed.input, signal);
    if (!assessed.ok) return { consent: "refused", refusal: assessed.refusal };
    const { question } = assessed;
    return { consent: this.#needsModal(question) ? "modal" : "confirmation", question };
  }

  async #decide(
    input: AgentSendInput,
    signal: AbortSignal,
  ): Promise<{ readonly outcome: AgentOutcome; readonly known: Known }> {
    const assessed = await assess(this.#parts, this.#session, input, signal);
    if (!assessed.ok) return { outcome: refused(assessed.refusal, assessed.question), known: assessed };
    const { question } = assessed;
    const refusal = (await this.#refusalOfPerson(input, assessed, signal)) ?? this.#changed(question, signal);
    const outcome = refusal === undefined ? await this.#go(question, signal) : refused(refusal, question);
    return { outcome, known: question };
  }

  /** Whether VS Code's own confirmation, which a person may have approved for good, is not enough. */
  #needsModal({ signedIn, number, warnings }: AgentQuestion): boolean {
    if (warnings.some(({ kind }) => kind === "duplicate")) return true;
    if (!isPaid(signedIn.account.kind)) return false;
    return (
      !isAllowed(number, this.#parts.policy().allowedRecipients) &&
      !this.#questions.isAllowed(signedIn, number.e164)
    );
  }

  async #refusalOfPerson(
    input: AgentSendInput,
    { question, records }: Extract<Assessment, { ok: true }>,
    signal: AbortSignal,
  ): Promise<Refusal | undefined> {
    if (!this.#needsModal(question) && this.#consents.take(input, question)) return undefined;
    const { waiting } = this.#questions;
    const refusal = overLimit(question, records, this.#session, this.#parts.policy(), waiting);
    return refusal ?? this.#questions.ask(question, signal, isPaid(question.signedIn.account.kind));
  }

  /** A question may stand for hours: what has become of account and settings meanwhile decides. */
  #changed(question: AgentQuestion, signal: AbortSignal): Refusal | undefined {
    if (signal.aborted) return { code: "cancelled" };
    if (!isAt(this.#parts.session, question.signedIn)) return { code: "accountChanged" };
    return ruledOut(this.#parts, question.signedIn, question);
  }

  async #go(question: AgentQuestion, signal: AbortSignal): Promise<AgentOutcome> {
    const { outbox, policy } = this.#parts;
    if (question.dryRun || policy().dryRun) return { kind: "dryRun", question };
    const { signedIn, number, body, senderId, cost } = question;
    const counted = isPaid(signedIn.account.kind);
    if (counted && cost === undefined) return refused({ code: "priceUnknown" }, question);
    const outcome = await outbox.send(
      signedIn,
      { to: number.e164, body, senderId },
      {
        signal,
        confirmDuplicate: (duplicate) => Promise.resolve(wasTold(question, duplicate)),
        agent: counted ? { session: this.#session, cost: cost ?? 0, limits: limitsOf(policy()) } : undefined,
      },
    );
    // The agent hears that the log says more.
    if (outcome.kind === "notSent" && outcome.error instanceof JournalError)
      this.#parts.onFailure?.(outcome.error);
    return toOutcome(outcome, question);
  }
}

/** Whether a person said yes to this very duplicate. */
function wasTold({ warnings }: AgentQuestion, { at, certain }: Duplicate): boolean {
  return warnings.some(
    (warning) => warning.kind === "duplicate" && warning.at === at && warning.certain === certain,
  );
}

function refused(refusal: Refusal, question?: AgentQuestion): AgentOutcome {
  return { kind: "refused", refusal, question };
}

function toOutcome(outcome: SendOutcome, question: AgentQuestion): AgentOutcome {
  switch (outcome.kind) {
    case "sent":
      return { kind: "sent", question, message: outcome.message, balance: outcome.balance };
    case "unknown":
      return { kind: "unknown", question, error: outcome.error };
    case "notSent": {
      const { error } = outcome;
      if (error instanceof DuplicateError)
        return refused({ code: "duplicate", ...error.duplicate }, question);
      if (error instanceof LimitError) return refused({ code: "limit", ...error.excess }, question);
      const isCancelled = error instanceof ApiError && error.kind === "cancelled";
      return isCancelled ? refused({ code: "cancelled" }, question) : { kind: "notSent", question, error };
    }
  }
}

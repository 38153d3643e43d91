import type { Balance } from "../core/balance.js";
import type { Outbox } from "../core/outbox.js";
import type { Prices } from "../core/prices.js";
import type { SessionReader } from "../core/session.js";
import type { Activity } from "./activity.js";
import { parseSendInput } from "./input.js";
import type { AgentOutcome, Prepared } from "./outcome.js";
import type { Policy } from "./policy.js";
import type { AgentAnswer, AgentQuestion } from "./question.js";
import type { Refusal } from "./refusal.js";

/** What the agents' way to send works with. */
export interface AgentSenderParts {
  /** With `reload`, as `Session` has it: accounts that are still being read are waited for. */
  readonly session: SessionReader & { reload(): Promise<void> };
  readonly outbox: Outbox;
  readonly prices: Prices;
  readonly balance: Balance;
  /** The settings as they are now. */
  readonly policy: () => Policy;
  /**
   * Asks a person in a way that no chat mode can skip. A rejection is a refusal. It should end when the signal
   * aborts, if it can; until it does, nothing else is asked.
   */
  readonly ask: (question: AgentQuestion, signal: AbortSignal) => Promise<AgentAnswer>;
  readonly activity: Activity;
  /** Gets what kept a line of the audit trail from being written. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
  /** How long prices and balance are waited for, in ms. Tests shorten it. */
  readonly patience?: number | undefined;
}

/** How a tool's call is made. */
export interface AgentSendOptions {
  readonly signal?: AbortSignal | undefined;
  /** The name that the audit trail has for it. */
  readonly tool: string;
}

/** The only way in which agents send: one for each window. */
export class AgentSender {
  readonly #parts: AgentSenderParts;

  constructor(parts: AgentSenderParts) {
    this.#parts = parts;
  }

  /**
   * Says how a person's yes to this send is had, and remembers it for the `send` of the same input. Sends nothing,
   * and never throws.
   */
  async prepare(input: unknown, signal?: AbortSignal): Promise<Prepared> {
    return { consent: "refused", refusal: await this.#refusal(input, signal) };
  }

  /** Decides anew, asks if a yes is missing, and sends. Never throws. */
  async send(input: unknown, { signal }: AgentSendOptions): Promise<AgentOutcome> {
    return { kind: "refused", refusal: await this.#refusal(input, signal) };
  }

  async #refusal(input: unknown, signal: AbortSignal | undefined): Promise<Refusal> {
    const parsed = parseSendInput(input);
    if (!parsed.ok) return parsed.refusal;
    if (signal?.aborted === true) return { code: "cancelled" };
    if (this.#parts.session.state.kind === "checking") await this.#parts.session.reload();
    return { code: "notSignedIn" };
  }
}

import type { AgentSendInput } from "./input.js";
import type { AgentQuestion } from "./question.js";

/** How long a confirmation is remembered, in ms, and how many of them at most. */
const LIFETIME = 600_000;
const MOST = 200;

interface Consent {
  readonly key: string;
  readonly question: AgentQuestion;
  /** By a clock that nobody sets. */
  readonly until: number;
}

/** What VS Code's own confirmations were prepared for. Each is good for one send. */
export class Consents {
  #consents: readonly Consent[] = [];

  add(input: AgentSendInput, question: AgentQuestion): void {
    const until = performance.now() + LIFETIME;
    this.#consents = [...this.#current(), { key: keyOf(input), question, until }].slice(-MOST);
  }

  /**
   * Forgets what was prepared for an input: a call of it comes without a confirmation now, and must not live on one
   * that a person declined.
   */
  drop(input: AgentSendInput): void {
    const key = keyOf(input);
    this.#consents = this.#current().filter((consent) => consent.key !== key);
  }

  /** Takes a consent to what is to be sent now: not to another account, to a higher price, or to a mere trial. */
  take(input: AgentSendInput, now: AgentQuestion): boolean {
    const key = keyOf(input);
    const found = this.#current().find((consent) => consent.key === key && covers(consent.question, now));
    this.#consents = this.#current().filter((consent) => consent !== found);
    return found !== undefined;
  }

  #current(): readonly Consent[] {
    return this.#consents.filter(({ until }) => until > performance.now());
  }
}

function keyOf({ to, text, senderId = "" }: AgentSendInput): string {
  return JSON.stringify([to, text, senderId]);
}

function covers(then: AgentQuestion, now: AgentQuestion): boolean {
  const [one, other] = [then.signedIn.account, now.signedIn.account];
  return (
    one.id === other.id &&
    one.baseUrl === other.baseUrl &&
    then.dryRun === now.dryRun &&
    (now.cost ?? 0) <= (then.cost ?? 0)
  );
}

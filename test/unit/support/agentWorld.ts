import type { AgentOutcome } from "../../../src/agent/outcome.js";
import type { Policy } from "../../../src/agent/policy.js";
import { POLICY } from "./agents.js";
import { AgentLife, type Call } from "./agentLife.js";
import { MemoryFiles } from "./memoryFiles.js";

export const DAY = 86_400_000;

/** What the service took, as it counts it itself. */
interface Accepted {
  readonly life: AgentLife;
  readonly at: number;
  readonly cost: number;
}

/**
 * A machine with windows in which agents send, and a service that counts by itself what it took. The clock does what
 * it is told, but stands while a text is on its way, from when it is counted: at what time that was sent would be
 * anyone's guess.
 */
export class AgentWorld {
  readonly #files: MemoryFiles;
  /** The texts that are on their way, by their ids. */
  readonly #onWay = new Map<string, { readonly life: AgentLife; readonly isUnderWay: boolean }>();
  readonly #lives = new Map<number, AgentLife>();
  readonly #clockChanges: number[] = [];
  /** The latest time at which something went, or may have. */
  #newest = 0;
  #count = 0;
  now = 1_800_000_000_000;
  readonly policy: Policy;
  readonly accepted: Accepted[] = [];
  /** What the service found to be too much. */
  readonly violations: string[] = [];

  constructor(seed: number, policy: Partial<Policy>) {
    this.#files = new MemoryFiles(seed);
    this.policy = { ...POLICY, allowedRecipients: ["+1*"], ...policy };
  }

  /** One of three windows, at one of two accounts; a new life of it if the last one has ended. */
  life(window: number): AgentLife {
    let life = this.#lives.get(window);
    if (life === undefined || life.files.isDead) {
      life = new AgentLife(this, this.#files, `account-${window % 2}`, `${++this.#count}`);
      this.#lives.set(window, life);
    }
    return life;
  }

  /** A call of an agent, to its end; `undefined` if the window does not live to see it. */
  async call(window: number, call: Call): Promise<AgentOutcome | undefined> {
    const life = this.life(window);
    return Promise.race([life.call(call), life.files.end.then(() => undefined)]);
  }

  /** Ends a window's life after some more steps. */
  kill(window: number, steps: number): void {
    this.life(window).files.dieAfter(steps);
    this.#tick();
  }

  /** Sets the clock, as soon as nothing is on its way. */
  setClock(by: number): void {
    this.#clockChanges.push(by);
    this.#tick();
  }

  /** Looks at what was written: what is on its way stands there as under way. */
  watch(life: AgentLife, name: string, text: string | undefined): void {
    const id = /^outbox\/(?:settled\/)?([^/]+)\.json$/.exec(name)?.[1];
    if (id === undefined) return;
    if (text?.includes('"state":"unknown"') === true) this.#mayHaveGone();
    const isUnderWay = text?.includes('"state":"underWay"') === true;
    if (isUnderWay || text?.includes('"state":"reserved"') === true)
      this.#onWay.set(id, { life, isUnderWay });
    else this.#onWay.delete(id);
    this.#tick();
  }

  /** The service takes a text, and counts. */
  take(life: AgentLife, cost: number): void {
    this.#mayHaveGone();
    const at = this.#newest;
    this.accepted.push({ life, at, cost });
    const { maxMessagesPerSession, maxMessagesPerDay, maxCostPerDay } = this.policy;
    const day = this.accepted.filter((sent) => sent.at > at - DAY);
    const counts = {
      session: [this.accepted.filter((sent) => sent.life === life).length, maxMessagesPerSession],
      day: [day.length, maxMessagesPerDay],
      cost: [day.reduce((sum, sent) => sum + sent.cost, 0), maxCostPerDay],
    };
    for (const [cap, [count = 0, most = 0]] of Object.entries(counts))
      if (count > most) this.violations.push(`${cap}: ${count} of ${most}`);
  }

  dispose(): void {
    for (const life of this.#lives.values()) life.files.dieAfter(0);
  }

  #mayHaveGone(): void {
    this.#newest = Math.max(this.#newest, this.now);
  }

  #tick(): void {
    for (const [id, { life, isUnderWay }] of this.#onWay) {
      if (!life.files.isDead) continue;
      if (isUnderWay) this.#mayHaveGone();
      this.#onWay.delete(id);
    }
    if (this.#onWay.size > 0) return;
    for (const by of this.#clockChanges.splice(0)) this.now += by;
  }
}

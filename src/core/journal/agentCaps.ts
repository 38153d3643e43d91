import * as z from "zod/mini";
import type { MicroUsd } from "../../api/schemas.js";
import type { SendRecord } from "./records.js";

/** What the journal keeps of an agent's send on a paid account, so that agents' sends can be counted. */
export interface AgentMark {
  /** One life of a window's extension host. */
  readonly session: string;
  /** The estimate, or the charge if that is higher. */
  readonly cost: MicroUsd;
  /** ms since the epoch by a clock that is never set back: see `highWater`. */
  readonly at: number;
}

/** An `AgentMark` as it is written down. */
export const agentMark = z.object({ session: z.string(), cost: z.number(), at: z.number() });

/** What agents may send on all paid accounts together. What is no number allows nothing. */
export interface AgentLimits {
  readonly perSession: number;
  readonly perDay: number;
  readonly costPerDay: MicroUsd;
}

/** The cap that a send would exceed, and what has been used of it. */
export type Excess =
  | { readonly of: "session" | "day"; readonly limit: number; readonly used: number }
  | {
      readonly of: "cost";
      readonly limit: MicroUsd;
      readonly used: MicroUsd;
      readonly cost: MicroUsd;
    };

/** What is counted of a record. */
export type Counted = Pick<SendRecord, "id" | "state" | "agent">;

/** The time in which a day's caps hold, in ms. */
export const CAP_WINDOW = 86_400_000;

/**
 * The agent sends of one window's life. The journal forgets what is older than a day, and a person may clear it:
 * neither gives a session its messages back.
 */
export class AgentSession {
  readonly id = crypto.randomUUID();
  readonly #sends = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  /** The ids of what was sent, may have been, or is about to be. */
  get sends(): ReadonlySet<string> {
    return this.#sends;
  }

  /** Does one thing after the other: of sends that reserve at once, all would find the last place taken. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  add(id: string): void {
    this.#sends.add(id);
  }

  /** It was certainly not sent. */
  drop(id: string): void {
    this.#sends.delete(id);
  }
}

/**
 * The time that agents' sends are counted by: this machine's clock, or the newest mark of what went or may have gone,
 * if the clock was set back since. What was only reserved moves it nowhere.
 * @param now ms since the epoch, like the result
 */
export function highWater(records: readonly Counted[], now: number): number {
  return records.reduce(
    (newest, { agent, state }) =>
      agent === undefined || state === "reserved" ? newest : Math.max(newest, agent.at),
    now,
  );
}

/** What agents have used of their caps. */
export interface AgentUsage {
  /** Messages of this window's life, and of the last 24 hours. */
  readonly session: number;
  readonly day: number;
  /** Of the last 24 hours. */
  readonly cost: MicroUsd;
}

/**
 * What counts towards the caps: everything that is not certainly unsent.
 * @param at the high-water mark
 */
export function usageOf(records: readonly Counted[], session: AgentSession, at: number): AgentUsage {
  const marked = records.flatMap(({ id, state, agent }) =>
    agent === undefined ? [] : [{ id, state, ...agent }],
  );
  const own = marked.filter((mark) => mark.session === session.id).map(({ id }) => id);
  // What is under way may be requested only now, whenever it was written down.
  const ofDay = marked.filter((mark) => mark.state === "underWay" || mark.at > at - CAP_WINDOW);
  return {
    session: new Set([...own, ...session.sends]).size,
    day: ofDay.length,
    cost: ofDay.reduce((sum, mark) => sum + mark.cost, 0),
  };
}

/**
 * The cap that one more send would exceed, or `undefined`.
 * @param records all others
 * @param at the high-water mark
 */
export function excessOf(
  records: readonly Counted[],
  { session, cost }: { readonly session: AgentSession; readonly cost: MicroUsd },
  { perSession, perDay, costPerDay }: AgentLimits,
  at: number,
): Excess | undefined {
  const used = usageOf(records, session, at);
  // Written so that a limit that is no number is exceeded.
  if (!(used.session + 1 <= perSession)) return { of: "session", limit: perSession, used: used.session };
  if (!(used.day + 1 <= perDay)) return { of: "day", limit: perDay, used: used.day };
  return used.cost + cost <= costPerDay
    ? undefined
    : { of: "cost", limit: costPerDay, used: used.cost, cost };
}

/**
 * Whether the marks of what is settled allow to forget one: another is a day newer. By the clock alone they are
 * never forgotten, since it may be set back again.
 */
export function mayForget(mark: AgentMark | undefined, settled: readonly Counted[]): boolean {
  return mark === undefined || mark.at <= highWater(settled, -Infinity) - CAP_WINDOW;
}

/**
 * How the sandbox behaves. The API page contradicts itself in places and is silent in others; the switches
 * for shapes let an app be tried against each reading of it.
 */
export interface SandboxBehavior {
  /** Answer to a send: the message's five documented fields, or `{sms: {…}, balance}`. */
  readonly sendShape: "flat" | "nested";
  /** Answer to `GET /sms/{id}`: the message bare, or inside `sms` or `data`. */
  readonly messageShape: "flat" | "sms" | "data";
  /** How amounts of money are written: `0.01` or `"0.010000"`. */
  readonly decimals: "number" | "string";
  /** Which of `links` and `meta` a list carries: both, one, or neither. */
  readonly pagination: "full" | "meta" | "links" | "none";
  /** Fields of a listed message: all, or id, status, to and price alone. */
  readonly listFields: "full" | "lean";
  /** Messages on a page of the list, from 1 to 1000. */
  readonly perPage: number;
  /** Requests per minute; 0 = no limit. */
  readonly rateLimitPerMinute: number;
  /** Requests per 24 hours; 0 = no limit. */
  readonly rateLimitPerDay: number;
  /** USD that there were before the first message; what is left is this less the price of all messages. */
  readonly startingCreditsUsd: number;
  /** ms from `sent` to the final status. */
  readonly deliveryDelayMs: number;
  /** ms that the slow magic number takes to answer. */
  readonly slowAnswerMs: number;
  /** Permissions of the token; sending needs `sms:send`. */
  readonly permissions: readonly string[];
}

/** The permission that a send needs (the API page, `POST /sms/send`). */
export const SEND_PERMISSION = "sms:send";

/** How a sandbox behaves that nobody told otherwise. */
export const DEFAULT_BEHAVIOR: SandboxBehavior = {
  sendShape: "flat",
  messageShape: "flat",
  decimals: "number",
  pagination: "full",
  listFields: "full",
  perPage: 20,
  rateLimitPerMinute: 60,
  rateLimitPerDay: 5000,
  startingCreditsUsd: 10,
  deliveryDelayMs: 2000,
  slowAnswerMs: 20_000,
  permissions: [SEND_PERMISSION],
};

/** The longest time a Node timer takes; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** `current` with `changes`; a number that makes no sense (negative, not finite) changes nothing. */
export function withChanges(current: SandboxBehavior, changes: Partial<SandboxBehavior>): SandboxBehavior {
  const next = { ...current, ...changes };
  const sane = (key: NumericSetting, most: number): number =>
    Number.isFinite(next[key]) && next[key] >= 0 ? Math.min(next[key], most) : current[key];
  return {
    ...next,
    perPage: Math.max(1, Math.floor(sane("perPage", 1000))),
    rateLimitPerMinute: sane("rateLimitPerMinute", Number.MAX_SAFE_INTEGER),
    rateLimitPerDay: sane("rateLimitPerDay", Number.MAX_SAFE_INTEGER),
    startingCreditsUsd: sane("startingCreditsUsd", 1e9),
    deliveryDelayMs: sane("deliveryDelayMs", LONGEST_TIMER_MS),
    slowAnswerMs: sane("slowAnswerMs", LONGEST_TIMER_MS),
  };
}

type NumericSetting = {
  [Key in keyof SandboxBehavior]: SandboxBehavior[Key] extends number ? Key : never;
}[keyof SandboxBehavior];

import type { MicroUsd } from "../api/schemas.js";
import type { AccountKind } from "../core/accounts.js";
import type { AgentLimits } from "../core/journal/agentCaps.js";
import type { PhoneNumber } from "../sms/phoneNumber.js";
import { isPlaceholder } from "./placeholders.js";
import { areQuietHours, quietUntil } from "./quietHours.js";
import type { Refusal } from "./refusal.js";

/** What a person allows agents, as the settings say it. Nothing of it applies to the sandbox but `dryRun`. */
export interface Policy {
  /** Numbers in E.164, ISO 3166-1 alpha-2 countries, patterns with `*` and `?`; one that is none allows nothing. */
  readonly allowedRecipients: readonly string[];
  /** A session is one life of a window's extension host. */
  readonly maxMessagesPerSession: number;
  /** In any 24 hours, over all windows and paid accounts, like the cost. */
  readonly maxMessagesPerDay: number;
  readonly maxCostPerDay: MicroUsd;
  readonly maxSegments: number;
  /** `22:00-07:00`, by this machine's clock; empty for none. */
  readonly quietHours: string;
  /** Everything but the reservation and the request. */
  readonly dryRun: boolean;
}

/** What the rules look at. */
export interface Considered {
  readonly kind: AccountKind;
  readonly number: Pick<PhoneNumber, "e164" | "formatted" | "doubtful">;
  readonly segments: number;
}

/** Whether sends from an account cost money, or are treated so: everything but our own sandbox. */
export function isPaid(kind: AccountKind): boolean {
  return kind !== "sandbox";
}

/**
 * What the policy forbids whatever was sent before. Placeholder numbers are refused by the live service alone: a
 * server by URL may be a copy for tests, where nothing else is right.
 * @param now ms since the epoch
 */
export function forbidden(policy: Policy, considered: Considered, now: number): Refusal | undefined {
  const { kind, number, segments } = considered;
  if (!isPaid(kind)) return undefined;
  if (kind === "live" && isPlaceholder(number)) return { code: "placeholderNumber" };
  // Written so that a limit that is no number is exceeded.
  if (!(segments <= policy.maxSegments))
    return { code: "segments", limit: policy.maxSegments, actual: segments };
  // Hours that cannot be understood may be these.
  if (!areQuietHours(policy.quietHours)) return { code: "badQuietHours" };
  const until = quietUntil(policy.quietHours, now);
  return until === undefined ? undefined : { code: "quietHours", until };
}

/** The part of the policy that the journal counts by. */
export function limitsOf({ maxMessagesPerSession, maxMessagesPerDay, maxCostPerDay }: Policy): AgentLimits {
  return { perSession: maxMessagesPerSession, perDay: maxMessagesPerDay, costPerDay: maxCostPerDay };
}

import { ApiError } from "../api/errors.js";
import { PreflightError } from "../core/sending.js";
import type { ActivityRecord } from "./activity.js";
import type { Known } from "./assessment.js";
import { maskNumber } from "./mask.js";
import type { AgentOutcome } from "./outcome.js";
import type { AgentQuestion } from "./question.js";
import type { Refusal } from "./refusal.js";

/** What the audit trail keeps of a call: no text, no whole number, nothing that a server said. */
export function recordOf(
  outcome: AgentOutcome,
  known: Known | AgentQuestion,
  call: Pick<ActivityRecord, "time" | "tool" | "session">,
): ActivityRecord {
  const { question } = outcome;
  const { signedIn, number } = known;
  const account = signedIn && {
    id: signedIn.account.id,
    kind: signedIn.account.kind,
    label: signedIn.account.label,
  };
  return {
    ...call,
    account,
    to: number && maskNumber(number.formatted),
    country: number?.country,
    segments: question?.segments,
    cost: question?.cost,
    outcome: outcome.kind,
    reason: reasonOf(outcome),
    messageId: outcome.kind === "sent" ? outcome.message.id : undefined,
  };
}

/** The code of a refusal with what it is about (`limit.day`), or of an error; `undefined` for what went well. */
function reasonOf(outcome: AgentOutcome): string | undefined {
  switch (outcome.kind) {
    case "refused":
      return codeOf(outcome.refusal);
    case "notSent":
    case "unknown": {
      const { error } = outcome;
      if (error instanceof ApiError) return error.kind;
      return error instanceof PreflightError ? error.problem : "journal";
    }
    case "sent":
    case "dryRun":
      return undefined;
  }
}

function codeOf(refusal: Refusal): string {
  switch (refusal.code) {
    case "limit":
      return `limit.${refusal.of}`;
    case "invalidInput":
    case "badNumber":
    case "badSenderId":
      return `${refusal.code}.${refusal.problem}`;
    default:
      return refusal.code;
  }
}

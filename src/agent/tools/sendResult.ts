import type { PhoneNumber } from "../../sms/phoneNumber.js";
import { maskNumber } from "../mask.js";
import type { AgentOutcome } from "../outcome.js";
import type { AgentQuestion } from "../question.js";
import { failureOf, type Failure } from "./failure.js";
import { plainId } from "./foreign.js";
import { accountFacts, usd } from "./readingParts.js";
import { refusalResult } from "./refusalWords.js";

/** What a model reads of what became of its text. */
export type SendResult = {
  readonly sent: boolean | "unknown";
  readonly next: string;
} & Readonly<Record<string, unknown>>;

/** Says what became of an agent's text, and what to do next. */
export function sendResult(outcome: AgentOutcome): SendResult {
  switch (outcome.kind) {
    case "sent": {
      const { message, balance, question } = outcome;
      const id = plainId(message.id);
      return {
        sent: true,
        ...(id === undefined ? {} : { id }),
        ...questionFacts(question),
        ...(message.price === undefined ? {} : { priceUsd: usd(message.price) }),
        ...(balance === undefined ? {} : { balanceUsd: usd(balance) }),
        next: "The service accepted it; delivery takes a moment. smsForAi_messageStatus tells what becomes of it. Do not send it again.",
      };
    }
    case "unknown":
      return {
        sent: "unknown",
        reason: outcome.error.kind,
        ...questionFacts(outcome.question),
        next: "The answer was lost: the text may have been sent. Never send it again by yourself. It stands above the messages in the SMS for AI view, where it is looked up and the person decides; smsForAi_listMessages may show it.",
      };
    case "notSent":
      return { ...failed(failureOf(outcome.error)), ...questionFacts(outcome.question) };
    case "dryRun":
      return {
        sent: false,
        reason: "dryRun",
        ...questionFacts(outcome.question),
        next: 'Everything was in order, and nothing was sent: the setting "smsForAi.agent.dryRun" is on. Tell the person; do not retry.',
      };
    case "refused":
      return {
        sent: false,
        ...refusalResult(outcome.refusal),
        ...(outcome.question === undefined ? {} : questionFacts(outcome.question)),
      };
  }
}

function failed({ error, next, ...more }: Failure): SendResult {
  return { sent: false, reason: error, ...more, next: `It was not sent. ${next}` };
}

/** What a send is about, without its text. */
function questionFacts({ signedIn, number, segments, cost }: AgentQuestion): Record<string, unknown> {
  return {
    account: accountFacts(signedIn),
    to: recipient(number, signedIn.account.kind === "sandbox"),
    ...(number.country === undefined ? {} : { country: number.country }),
    segments,
    ...(cost === undefined ? {} : { estimatedCostUsd: usd(cost) }),
  };
}

function recipient({ e164, formatted }: PhoneNumber, whole: boolean): string {
  return whole ? e164 : maskNumber(formatted);
}

import type { LimitRefusal, Refusal } from "../refusal.js";
import { NUMBER_ADVICE, usd } from "./readingParts.js";

/** Why a text was not sent, as a model reads it: a code, figures, and what to do next. */
export type RefusalResult = { readonly reason: string; readonly next: string } & Readonly<
  Record<string, unknown>
>;

const TELL = "Tell the person; do not retry.";

/** Says a refusal to a model. */
export function refusalResult(refusal: Refusal): RefusalResult {
  switch (refusal.code) {
    case "invalidInput": {
      const field = refusal.field === undefined ? "the input" : JSON.stringify(refusal.field);
      return {
        reason: "invalidInput",
        fault: `${field}: ${refusal.problem}`,
        next: 'Call the tool again with the strings "to" and "text", and "senderId" only if one is wanted.',
      };
    }
    case "notSignedIn":
      return {
        reason: "signedOut",
        next: 'No account is active. Ask the person to run "SMS for AI: Sign In…" or, to try without cost, "SMS for AI: Try the Sandbox".',
      };
    case "badNumber":
      return { reason: `badNumber.${refusal.problem}`, next: NUMBER_ADVICE[refusal.problem] };
    case "emptyText":
      return { reason: "emptyText", next: "The text is empty. Give the words to send." };
    case "textTooLong":
      return {
        reason: "textTooLong",
        characters: refusal.length,
        limit: refusal.limit,
        next: `Shorten the text to ${refusal.limit} characters at most.`,
      };
    case "badSenderId":
      return {
        reason: `badSenderId.${refusal.problem}`,
        next: "A sender ID has at most 11 letters, digits and spaces, with at least one letter. Leave it out for the service's own number.",
      };
    case "placeholderNumber":
      return {
        reason: "placeholderNumber",
        next: "This number is made up or reserved for tests. Ask the person for the real one; never invent numbers. Test numbers work in the sandbox.",
      };
    case "segments":
      return {
        reason: "limit.segments",
        segments: refusal.actual,
        limit: refusal.limit,
        next: limitAdvice(
          refusal,
          "smsForAi.agent.maxSegments",
          "Shorten the text, or use plain characters (smsForAi_estimateSms names them).",
        ),
      };
    case "limit":
      return limitResult(refusal);
    case "quietHours":
      return {
        reason: "quietHours",
        until: new Date(refusal.until).toISOString(),
        next: 'The person wants no texts at this hour. Wait, or tell them of the setting "smsForAi.agent.quietHours".',
      };
    case "badQuietHours":
      return {
        reason: "badQuietHours",
        next: `The setting "smsForAi.agent.quietHours" cannot be read; it should be like 22:00-07:00. ${TELL}`,
      };
    case "priceUnknown":
      return {
        reason: "priceUnknown",
        next: `What it costs is not known, so the cost of a day could not be limited. ${TELL}`,
      };
    case "journalUnreadable":
      return {
        reason: "journalUnreadable",
        next: `What was sent before cannot be read, so the limits could not be held. ${TELL}`,
      };
    case "duplicate":
      return {
        reason: "duplicate",
        lastSentAt: new Date(refusal.at).toISOString(),
        certainlySent: refusal.certain,
        next: "The same text went, or may have gone, to this number a short time ago. Do not send it again unless the person asks for it.",
      };
    case "declined":
      return { reason: "declined", next: "The person said no. Do not try again unless they ask for it." };
    case "declinedTooOften":
      return {
        reason: "declinedTooOften",
        next: `The person has said no several times, and is not asked any more in this window. Stop sending. They can allow recipients: "smsForAi.agent.allowedRecipients".`,
      };
    case "tooManyQuestions":
      return {
        reason: "tooManyQuestions",
        waiting: refusal.waiting,
        next: "Other questions wait for the person. Wait for their answers before you send more, one at a time.",
      };
    case "cannotAsk":
      return {
        reason: "cannotAsk",
        next: `The person could not be asked. ${TELL} They can allow recipients: "smsForAi.agent.allowedRecipients".`,
      };
    case "accountChanged":
      return {
        reason: "accountChanged",
        next: "The window was signed out or went to another account meanwhile. Ask the person which account is meant before you try again.",
      };
    case "cancelled":
      return {
        reason: "cancelled",
        next: "It was cancelled. Do not try again unless the person asks for it.",
      };
  }
}

function limitResult(refusal: LimitRefusal): RefusalResult {
  switch (refusal.of) {
    case "session":
      return {
        reason: "limit.session",
        limit: refusal.limit,
        used: refusal.used,
        next: limitAdvice(
          refusal,
          "smsForAi.agent.maxMessagesPerSession",
          "So many messages have gone from this window, or wait for the person's answer. Stop sending.",
        ),
      };
    case "day":
      return {
        reason: "limit.day",
        limit: refusal.limit,
        used: refusal.used,
        next: limitAdvice(
          refusal,
          "smsForAi.agent.maxMessagesPerDay",
          "So many messages have gone in the last 24 hours, or wait for the person's answer. Stop sending.",
        ),
      };
    case "cost":
      return {
        reason: "limit.cost",
        limitUsd: usd(refusal.limit),
        usedUsd: usd(refusal.used),
        costUsd: usd(refusal.cost),
        next: limitAdvice(
          refusal,
          "smsForAi.agent.maxCostPerDay",
          "It would cost more than agents may spend in 24 hours. Stop sending.",
        ),
      };
  }
}

/** A limit of 0 is meant so, or comes of a setting that is no number: nothing has to have gone for it. */
function limitAdvice({ limit }: { readonly limit: number }, setting: string, advice: string): string {
  return limit === 0
    ? `Agents may send nothing: the setting "${setting}" is 0 or no number. ${TELL}`
    : `${advice} The person can change "${setting}".`;
}

/** What a magic recipient stands for. */
export type MagicCode =
  | "staysSent"
  | "errorAfterAccepted"
  | "deliveryFailure"
  | "insufficientCredits"
  | "spendingLimit"
  | "ipNotWhitelisted"
  | "invalidRecipient"
  | "rateLimited"
  | "serverError"
  | "slowAnswer"
  | "cutBeforeAccepted"
  | "cutAfterAccepted";

/** A recipient that makes the sandbox do something else than deliver. */
export interface MagicRecipient {
  readonly code: MagicCode;
  /** E.164, of the range that is reserved for fiction and tests. */
  readonly number: string;
  /** What happens, as the README tells it too. */
  readonly meaning: string;
}

/** All magic recipients. Messages to any other number are delivered. */
export const MAGIC_RECIPIENTS: readonly MagicRecipient[] = [
  { code: "staysSent", number: "+12025550188", meaning: "accepted; stays sent for ever" },
  {
    code: "errorAfterAccepted",
    number: "+12025550189",
    meaning: "500 after the message was accepted and charged",
  },
  { code: "deliveryFailure", number: "+12025550190", meaning: "accepted; then fails" },
  { code: "insufficientCredits", number: "+12025550191", meaning: "402: insufficient credits" },
  { code: "spendingLimit", number: "+12025550192", meaning: "403: spending limit reached" },
  { code: "ipNotWhitelisted", number: "+12025550193", meaning: "403: IP address not whitelisted" },
  { code: "invalidRecipient", number: "+12025550194", meaning: "422: recipient refused" },
  { code: "rateLimited", number: "+12025550195", meaning: "429: rate limit, retry after 30 seconds" },
  { code: "serverError", number: "+12025550196", meaning: "500; nothing is sent" },
  { code: "slowAnswer", number: "+12025550197", meaning: "accepted; the answer comes late" },
  {
    code: "cutBeforeAccepted",
    number: "+12025550198",
    meaning: "connection cut before the message was accepted; nothing is sent",
  },
  {
    code: "cutAfterAccepted",
    number: "+12025550199",
    meaning: "connection cut after the message was accepted and charged",
  },
];

/** What a recipient stands for; `undefined` for an ordinary one. */
export function magicOf(to: string): MagicCode | undefined {
  return MAGIC_RECIPIENTS.find(({ number }) => number === to)?.code;
}

/** How an accepted message to this recipient ends; `undefined` if it never does. */
export function finalStatusOf(to: string): "delivered" | "failed" | undefined {
  const magic = magicOf(to);
  if (magic === "staysSent") return undefined;
  return magic === "deliveryFailure" ? "failed" : "delivered";
}

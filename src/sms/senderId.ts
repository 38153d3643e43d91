/** Why a sender ID is sure to fail. */
export type SenderIdProblem = "tooLong" | "badCharacter" | "noLetter";

/** Why a sender ID that can be sent may not arrive as it is. */
export type SenderIdRisk =
  /** Networks there carry numbers only: the sender ID is replaced, or the text refused. */
  | "notCarried"
  /** Networks there want sender IDs to be registered first: another one is replaced, or the text blocked. */
  | "registration";

/** The longest alphanumeric sender ID that GSM carries, in characters (TS 23.040: 7 octets of septets). */
export const MAX_SENDER_ID = 11;

/** Countries that do not carry alphanumeric sender IDs (SMS_FACTS: US, Canada, Puerto Rico), and US territories. */
const NOT_CARRIED: ReadonlySet<string> = new Set(["US", "CA", "PR", "AS", "GU", "MP", "VI"]);

/**
 * Countries that are commonly known to want a registration of sender IDs. Rules change, and services may have
 * registered theirs: a reason to look, never to refuse.
 */
const REGISTRATION: ReadonlySet<string> = new Set([
  ...["AE", "AU", "BD", "BH", "BY", "CZ", "EG", "GH", "ID", "IE", "IN", "JO", "KE", "KW", "KZ", "LK"],
  ...["NG", "OM", "PH", "PK", "QA", "RU", "RW", "SA", "SG", "TH", "TR", "TZ", "UA", "UG", "VN", "ZM"],
]);

/** What is sure to fail in a sender ID; an empty one means none and is fine. */
export function senderIdProblem(senderId: string): SenderIdProblem | undefined {
  if (senderId === "") return undefined;
  if (!/^[A-Za-z0-9 ]*$/.test(senderId)) return "badCharacter";
  if (senderId.length > MAX_SENDER_ID) return "tooLong";
  return /[A-Za-z]/.test(senderId) ? undefined : "noLetter";
}

/**
 * What is risky about any sender ID in a country.
 * @param country ISO 3166-1 alpha-2, if it is known
 */
export function senderIdRisk(country: string | undefined): SenderIdRisk | undefined {
  if (country === undefined) return undefined;
  if (NOT_CARRIED.has(country)) return "notCarried";
  return REGISTRATION.has(country) ? "registration" : undefined;
}

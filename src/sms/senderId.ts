/** Why a sender ID is sure to fail. */
export type SenderIdProblem = "tooLong" | "badCharacter" | "noLetter";

/** The longest alphanumeric sender ID that GSM carries, in characters (TS 23.040: 7 octets of septets). */
export const MAX_SENDER_ID = 11;

/** Countries that do not carry alphanumeric sender IDs (SMS_FACTS: US, Canada, Puerto Rico). */
const NOT_CARRIED: ReadonlySet<string> = new Set(["US", "CA", "PR"]);

/** What is sure to fail in a sender ID; an empty one means none and is fine. */
export function senderIdProblem(senderId: string): SenderIdProblem | undefined {
  if (senderId === "") return undefined;
  if (!/^[A-Za-z0-9 ]*$/.test(senderId)) return "badCharacter";
  if (senderId.length > MAX_SENDER_ID) return "tooLong";
  return /[A-Za-z]/.test(senderId) ? undefined : "noLetter";
}

/** Whether a country is known to drop or replace alphanumeric sender IDs. */
export function dropsSenderId(country: string | undefined): boolean {
  return country !== undefined && NOT_CARRIED.has(country);
}

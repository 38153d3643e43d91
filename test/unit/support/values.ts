import { randomBytes } from "node:crypto";

/** A token of the documented form that no server knows. */
export function newToken(): string {
  return `smsai_${randomBytes(24).toString("base64url")}`;
}

/** Numbers that are set aside for fiction and tests. */
export const US_NUMBER = "+12025550123";
export const GB_NUMBER = "+447700900123";
export const AU_NUMBER = "+61491570006";

import { ApiError } from "../api/errors.js";
import { JournalError, PreflightError } from "../core/sending.js";
import { SecretsError } from "../core/secrets.js";

/** No account is active: whatever was asked for needs one. */
export class NotSignedInError extends Error {
  override readonly name = "NotSignedInError";
}

/** A code for the log and the diagnostics: no number, no text, no token. */
export function errorCode(error: unknown): string {
  if (error instanceof ApiError) {
    const cause = error.cause === undefined || error.kind !== "noToken" ? "" : `: ${errorCode(error.cause)}`;
    return `${error.message}${cause}`;
  }
  if (error instanceof SecretsError || error instanceof PreflightError)
    return `${error.name}: ${error.message}`;
  if (error instanceof JournalError) return `${error.name}: ${errorCode(error.cause)}`;
  if (!(error instanceof Error)) return typeof error;
  // Node's codes, such as ENOSPC, say what; its messages hold paths.
  return "code" in error && typeof error.code === "string" ? `${error.name} ${error.code}` : error.name;
}

import { ApiError } from "../../api/errors.js";
import { AccountGoneError } from "../../core/accounts.js";
import { SecretsError } from "../../core/secrets.js";
import { foreignWords, FOREIGN_NOTE } from "./foreign.js";

/** A refusal or failure as a model reads it: a code, and what to do next. */
export interface Failure {
  /** A kind of `ApiError`, or one of ours. */
  readonly error: string;
  readonly next: string;
  readonly retryAfterSeconds?: number;
  readonly untrusted?: Readonly<Record<string, string>>;
  readonly note?: string;
}

/** No account is active in the window. */
export class SignedOutError extends Error {
  override readonly name = "SignedOutError";
}

/** What a tool was asked cannot be answered: the model can mend it. */
export class UnfitError extends Error {
  override readonly name = "UnfitError";

  constructor(
    readonly code: string,
    readonly next: string,
  ) {
    super(code);
  }
}

/** The tools have asked the server often enough for now. */
export class TooManyReadsError extends Error {
  override readonly name = "TooManyReadsError";

  /** @param retryAt ms since the epoch */
  constructor(readonly retryAt: number) {
    super("tooManyCalls");
  }
}

/** What the log alone says more of. */
export const UNEXPECTED = "failed";

const SIGN_IN =
  'Ask the person to run "SMS for AI: Sign In…" or, to try without cost, "SMS for AI: Try the Sandbox". Do not retry before that.';

/** What a failure means to a model. Nothing of it holds a token, a text or a number. */
export function failureOf(error: unknown, now = Date.now()): Failure {
  if (error instanceof UnfitError) return { error: error.code, next: error.next };
  if (error instanceof SignedOutError)
    return { error: "signedOut", next: `No account is active. ${SIGN_IN}` };
  if (error instanceof TooManyReadsError) {
    const seconds = secondsUntil(error.retryAt, now);
    return {
      error: "tooManyCalls",
      retryAfterSeconds: seconds,
      next: `These tools have asked the server often enough for now. Wait ${seconds} seconds, and ask for less.`,
    };
  }
  if (error instanceof AccountGoneError) {
    return { error: "accountGone", next: `The account was signed out. ${SIGN_IN}` };
  }
  if (error instanceof SecretsError) {
    return {
      error: "secretStorage",
      next: "VS Code's secret storage did not give the token. Tell the person; their keyring may be locked.",
    };
  }
  return error instanceof ApiError ? apiFailure(error, now) : otherFailure(error);
}

function apiFailure(error: ApiError, now: number): Failure {
  if (error.kind === "noToken") return failureOf(error.cause, now);
  const { retryAt } = error;
  const seconds = retryAt === undefined ? undefined : secondsUntil(retryAt, now);
  const said = [
    error.reason,
    ...Object.entries(error.fieldErrors).map(([field, texts]) => `${field}: ${texts.join(" ")}`),
  ]
    .filter((words) => words !== undefined)
    .join(" · ");
  return {
    error: error.kind,
    next: nextStep(error, seconds),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    ...(said === "" ? {} : { untrusted: { serverSaid: foreignWords(said) }, note: FOREIGN_NOTE }),
  };
}

function nextStep({ kind, status }: ApiError, seconds: number | undefined): string {
  switch (kind) {
    case "unauthorized":
    case "invalidToken":
      return `The server does not accept the account's token; it may be wrong or revoked. ${SIGN_IN}`;
    case "insufficientCredits":
      return "The account has not enough credits. Tell the person; do not retry.";
    case "forbidden":
      return "The account or its token is not allowed to do this. Tell the person; do not retry.";
    case "notFound":
      return "The server does not know this id. Use smsForAi_listMessages to find ids.";
    case "validation":
      return "The server refused what was given. Correct it, or tell the person.";
    case "rateLimited":
      return seconds === undefined
        ? "The server has had too many requests. Wait at least 60 seconds."
        : `The server has had too many requests. Wait ${seconds} seconds.`;
    case "rejected":
    case "redirected":
    case "notUnderstood":
      return `The server's answer (HTTP ${status ?? "unknown"}) is not what the SMS for AI API promises. Tell the person; do not retry.`;
    case "server":
      return "The service had a failure. Try once more later; if it stays, tell the person.";
    case "offline":
    case "connectionLost":
    case "timeout":
      return "The server could not be reached in time. Try once more later; if it stays, tell the person.";
    case "cancelled":
      return "It was cancelled. Do not retry unless the person asks.";
    case "noToken":
      return SIGN_IN;
  }
}

/** The sandbox's classes are loaded on demand, so they are known by their names here. */
function otherFailure(error: unknown): Failure {
  const name = error instanceof Error ? error.name : "";
  if (name === "SandboxPortTakenError" || name === "SandboxMovedError") {
    return {
      error: "sandboxUnavailable",
      next: 'The local sandbox does not listen where it should. Ask the person to run "SMS for AI: Try the Sandbox".',
    };
  }
  return {
    error: UNEXPECTED,
    next: 'Something went wrong. Tell the person; "SMS for AI: Show Log" may say more.',
  };
}

function secondsUntil(at: number, now: number): number {
  return Math.max(1, Math.ceil((at - now) / 1000));
}

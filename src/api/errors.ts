/**
 * What an error means, one kind per row of the provider's error table and per way a request can fail on the
 * way there. Which sentence a person reads is decided in ui/.
 */
export type ApiErrorKind =
  /** 401: the token is missing, wrong or revoked. */
  | "unauthorized"
  /** 402: not enough credits. */
  | "insufficientCredits"
  /** 403: permission, IP allow-list or spending limit; `reason` tells which. */
  | "forbidden"
  /** 404. */
  | "notFound"
  /** 422: `fieldErrors` names the fields. */
  | "validation"
  /** 429: `retryAt` says when to try again, if the server said it. */
  | "rateLimited"
  /** Any other 4xx. */
  | "rejected"
  /** 5xx. */
  | "server"
  /** 3xx: redirects are never followed, since the token would go along. */
  | "redirected"
  /** The connection was never made: no network, unknown name, refused, bad certificate. */
  | "offline"
  /** The connection was made and then cut. */
  | "connectionLost"
  /** Our own time limit, or the server's 408. */
  | "timeout"
  /** The caller's AbortSignal. */
  | "cancelled"
  /** A 2xx whose body is not what the API promises, or too large. */
  | "notUnderstood"
  /** The token has characters that no HTTP header can carry. */
  | "invalidToken"
  /** The token could not be had; `cause` says why. Nothing was requested. */
  | "noToken";

/** What is known of a failure beside its kind. */
export interface ApiErrorDetails {
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** The server's own words (at most 500 characters): to be shown, never logged. */
  readonly reason?: string | undefined;
  /** 422: field name to its complaints, in the server's words. */
  readonly fieldErrors?: Readonly<Record<string, readonly string[]>> | undefined;
  /** When the server will take requests again, ms since the epoch. */
  readonly retryAt?: number | undefined;
  /** The platform's words for a network failure: to be shown, never logged. */
  readonly detail?: string | undefined;
  readonly cause?: unknown;
}

/** A request that did not succeed. `message` holds codes only and is safe to log. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
  readonly retryAt: number | undefined;
  readonly detail: string | undefined;

  /**
   * @param didNothing the request certainly had no effect: it was refused with a status that promises so, or
   * never left. `false` for a send means that the message may be on its way.
   */
  constructor(
    readonly kind: ApiErrorKind,
    readonly didNothing: boolean,
    details: ApiErrorDetails = {},
  ) {
    super(details.status === undefined ? kind : `${kind} (HTTP ${details.status})`, { cause: details.cause });
    this.status = details.status;
    this.reason = details.reason;
    this.fieldErrors = details.fieldErrors ?? {};
    this.retryAt = details.retryAt;
    this.detail = details.detail;
  }
}

/** Statuses that promise that nothing was done (the API page's error table, and the refusals of HTTP itself). */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 402, 403, 404, 413, 415, 422, 429]);

/** Whether an answer with this status proves that the request had no effect. */
export function isRefusal(status: number): boolean {
  return REFUSALS.has(status);
}

/** The kind of an answer outside 2xx. */
export function kindOfStatus(status: number): ApiErrorKind {
  switch (status) {
    case 401:
      return "unauthorized";
    case 402:
      return "insufficientCredits";
    case 403:
      return "forbidden";
    case 404:
      return "notFound";
    case 408:
      return "timeout";
    case 422:
      return "validation";
    case 429:
      return "rateLimited";
    default:
      if (status >= 500) return "server";
      if (status >= 400) return "rejected";
      return "redirected";
  }
}

/** Codes of failures that precede the connection (Node's resolver, sockets and TLS; undici's connector). */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_NODATA",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
]);

/** A network that goes away under a connection has the same codes (`read EHOSTUNREACH`), but not before it. */
const ON_A_CONNECTION: ReadonlySet<string> = new Set(["read", "write"]);

/** Failures that precede the connection, as Chromium's network stack names them in its messages. */
const NEVER_CONNECTED_CHROMIUM =
  /net::ERR_(NAME_NOT_RESOLVED|CONNECTION_REFUSED|INTERNET_DISCONNECTED|ADDRESS_UNREACHABLE|NAME_RESOLUTION_FAILED|CERT_[A-Z_]+|PROXY_CONNECTION_FAILED)/;

/** What a rejected fetch() says of itself. */
export interface NetworkFailure {
  readonly neverConnected: boolean;
  /** The platform's words. */
  readonly detail: string | undefined;
}

/**
 * Reads the causes of a rejected fetch(). Only failures that are known to precede the connection count as
 * such: everything else may have reached the server.
 */
export function networkFailure(error: unknown): NetworkFailure {
  const causes = causesOf(error);
  const leaves = causes.filter((cause) => cause.errors.length === 0 && cause.cause === undefined);
  return {
    neverConnected:
      leaves.length > 0 &&
      leaves.every(
        (leaf) =>
          (NEVER_CONNECTED.has(leaf.code) && !ON_A_CONNECTION.has(leaf.syscall)) ||
          NEVER_CONNECTED_CHROMIUM.test(leaf.message),
      ),
    detail: leaves.map((leaf) => leaf.message).find((message) => message !== ""),
  };
}

interface Cause {
  readonly code: string;
  readonly syscall: string;
  readonly message: string;
  readonly cause: unknown;
  readonly errors: readonly unknown[];
}

/** The error, its causes and the members of aggregates (one per address that was tried), at most 20. */
function causesOf(error: unknown): Cause[] {
  const found: Cause[] = [];
  const queue: unknown[] = [error];
  while (queue.length > 0 && found.length < 20) {
    const next = queue.shift();
    if (typeof next !== "object" || next === null) continue;
    const { code, syscall, message, cause, errors } = next as Record<string, unknown>;
    const members: readonly unknown[] = Array.isArray(errors) ? errors : [];
    found.push({
      code: typeof code === "string" ? code : "",
      syscall: typeof syscall === "string" ? syscall : "",
      message: typeof message === "string" ? message : "",
      cause: typeof cause === "object" && cause !== null ? cause : undefined,
      errors: members,
    });
    queue.push(...members, cause);
  }
  return found;
}

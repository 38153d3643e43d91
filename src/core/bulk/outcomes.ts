import { ApiError } from "../../api/errors.js";
import type { Entry } from "../journal/entry.js";
import { nextLook } from "../journal/schedule.js";
import type { SendOutcome } from "../sending.js";
import type { RowOutcome } from "./runLines.js";
import { entryId, type RowState, type RunState } from "./runState.js";

/** Why a run waits for a person. */
export type PauseReason =
  /** 402, 401 or a token that cannot be had, 403: what the server says of the account, not of the row. */
  | "credits"
  | "unauthorized"
  | "forbidden"
  | "offline"
  /** The limit wants a longer wait than anybody watches. */
  | "rateLimited"
  /** What is sent cannot be written down. */
  | "journal"
  /** Several in a row went wrong. */
  | "failures"
  /** Another window has taken the run over. */
  | "takenOver";

/** What follows from an outcome for the rest of the run. */
export interface Consequence {
  readonly row: RowOutcome;
  /** The run pauses. */
  readonly pause?: PauseReason | undefined;
  /** It counts as one of several failures in a row. */
  readonly isFailure: boolean;
}

/** What an outcome means for its row and for the run. */
export function consequenceOf(outcome: SendOutcome): Consequence {
  switch (outcome.kind) {
    case "sent": {
      const { id, status, price, error } = outcome.message;
      return { row: { k: "sent", id, status, price, error }, isFailure: false };
    }
    case "unknown":
      return { row: { k: "unknown", code: outcome.error.kind }, isFailure: true };
    case "notSent":
      return outcome.error instanceof ApiError
        ? refusal(outcome.error)
        : { row: { k: "failed", code: outcome.error.message }, isFailure: true };
  }
}

function refusal(error: ApiError): Consequence {
  const back = (pause?: PauseReason): Consequence => ({
    row: { k: "back", code: error.kind },
    pause,
    isFailure: false,
  });
  switch (error.kind) {
    case "rateLimited":
    case "cancelled":
      return back();
    case "insufficientCredits":
      return back("credits");
    case "unauthorized":
    case "noToken":
    case "invalidToken":
      return back("unauthorized");
    case "forbidden":
      return back("forbidden");
    case "offline":
      return back("offline");
    // A time limit or a cut that is known to have done nothing: the request did not leave.
    case "timeout":
    case "connectionLost":
      return back("offline");
    default:
      return { row: { k: "failed", code: error.message, error: wordsOf(error) }, isFailure: true };
  }
}

/** The server's words, as far as it had any. */
function wordsOf({ reason, fieldErrors }: ApiError): string | undefined {
  const fields = Object.entries(fieldErrors).map(([field, texts]) => `${field}: ${texts.join(" ")}`);
  return fields.length > 0 ? fields.join(" · ") : reason;
}

/** The longest that a request may be under way, with a margin, in ms: as the outbox has it for single sends. */
const DEADLINE = 75_000;

/** The outbox's entry for a row whose outcome is unknown, or whose window died. */
export function entryOf({ header }: RunState, row: RowState, now: number): Entry {
  const requestedAt = row.at ?? now;
  const isOver = row.state === "unknown";
  return {
    id: entryId(header.id, row.row),
    state: isOver ? "unknown" : "underWay",
    account: header.account,
    to: row.to,
    body: row.body,
    senderId: header.senderId,
    hash: row.hash,
    requestedAt,
    deadline: requestedAt + DEADLINE,
    baseline: header.baseline,
    clockOffset: header.clockOffset,
    looks: 0,
    nextLook: isOver ? nextLook(now, 0) : undefined,
    reason: isOver ? row.code : undefined,
    origin: { run: header.id, row: row.row },
  };
}

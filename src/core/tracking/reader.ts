import type { Message } from "../../api/schemas.js";
import type { Account } from "../accounts.js";
import type { Event } from "../emitter.js";

/** An account as far as it is told of. */
export type TrackedAccount = Pick<Account, "id" | "label" | "baseUrl" | "kind">;

/** Messages that have come to their final status. */
export interface Finished {
  readonly account: TrackedAccount;
  readonly messages: readonly Message[];
}

/** What views see of the messages that are on their way. */
export interface TrackerReader {
  /** How many of those that this window sent have no final status yet. */
  readonly unfinished: number;
  readonly onDidChange: Event<void>;
  readonly onDidFinish: Event<Finished>;
}

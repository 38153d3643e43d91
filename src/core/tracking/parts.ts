import type { SmsApi } from "../../api/client.js";
import type { Event } from "../emitter.js";
import type { Messages } from "../messages.js";
import type { Memory } from "../secrets.js";
import type { SessionReader } from "../session.js";
import type { Clock } from "./clock.js";
import type { TrackedAccount } from "./reader.js";

/** An account and what of its server the tracker needs. */
export interface Reached {
  readonly account: TrackedAccount;
  readonly api: () => Promise<Pick<SmsApi, "list" | "message">>;
}

/** What the tracker works with. */
export interface TrackerParts {
  readonly session: SessionReader & {
    /** The way to an account's server; `undefined` if it was signed out. */
    readonly reach: (accountId: string) => Promise<Reached | undefined>;
  };
  readonly messages: Pick<Messages, "state" | "filter" | "find" | "addAll" | "onDidChange">;
  /** This window's own: what is followed is followed by the window that sent it. */
  readonly memory: Memory;
  readonly isFocused: () => boolean;
  readonly onDidChangeFocus: Event<unknown>;
  /** Tests replace it. */
  readonly clock?: Clock | undefined;
  /** Gets the first of the failures in a row. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

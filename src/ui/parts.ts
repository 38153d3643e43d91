import type * as vscode from "vscode";
import type { AgentSender } from "../agent/agentSender.js";
import type { Activity } from "../agent/activity.js";
import type { Accounts } from "../core/accounts.js";
import type { Runs } from "../core/bulk/runs.js";
import type { Balance } from "../core/balance.js";
import type { Journal } from "../core/journal/journal.js";
import type { Messages } from "../core/messages.js";
import type { Outbox } from "../core/outbox.js";
import type { Prices } from "../core/prices.js";
import type { LazyRecovery } from "../core/lazyRecovery.js";
import type { LazyTracker } from "../core/lazyTracker.js";
import type { Memory } from "../core/secrets.js";
import type { Session, SignedIn } from "../core/session.js";
import type { ActiveRuns } from "./bulk/activeRuns.js";
import type { Checks } from "./check/checks.js";
import type { DetailsDocuments } from "./details/documents.js";
import { NotSignedInError } from "./errorCode.js";
import type { OneTimeCodes } from "./oneTimeCodes.js";
import type { Notifier } from "./notifier.js";
import type { LocalSandbox } from "./sandboxAccess.js";
import type { Settings } from "./settings.js";
import type { GroupingChoice } from "./tree/groupingChoice.js";

/** What commands work with: built once, in extension.ts. */
export interface Parts {
  readonly accounts: Accounts;
  readonly session: Session;
  readonly messages: Messages;
  readonly balance: Balance;
  readonly prices: Prices;
  readonly outbox: Outbox;
  readonly recovery: LazyRecovery;
  readonly tracker: LazyTracker;
  readonly journal: () => Promise<Journal>;
  /** The extension's folder, which all windows share. */
  readonly storage: vscode.Uri;
  /** The runs of sending to many, and those of this window. */
  readonly runs: () => Promise<Runs>;
  readonly activeRuns: ActiveRuns;
  /** How agents send from this window: one for its life, which is the session that is counted. */
  readonly agents: () => Promise<AgentSender>;
  /** What agents did and were refused, in all windows. */
  readonly activity: Activity;
  readonly sandbox: LocalSandbox;
  readonly details: DetailsDocuments;
  readonly codes: OneTimeCodes;
  readonly checks: Checks;
  /** How this window groups its messages. */
  readonly grouping: GroupingChoice;
  readonly settings: Settings;
  readonly notifier: Notifier;
  readonly log: vscode.LogOutputChannel;
  /** This window's own memory, and the one that windows share: small values that are no secrets. */
  readonly windowMemory: Memory;
  readonly sharedMemory: Memory;
  /** Aborted when the window closes, which waits for nobody. */
  readonly closing: AbortSignal;
  /** The version in package.json. */
  readonly version: string;
}

/**
 * The active account, for a command that cannot do without.
 * @throws NotSignedInError; whatever kept the accounts from being read
 */
export async function requireSignedIn({ session }: Parts): Promise<SignedIn> {
  if (session.state.kind === "checking" || session.state.kind === "failed") await session.reload();
  const { state } = session;
  if (state.kind === "signedIn") return state;
  throw state.kind === "failed" ? state.error : new NotSignedInError();
}

import * as vscode from "vscode";
import { Accounts } from "../core/accounts.js";
import { Balance } from "../core/balance.js";
import { LazyRecovery } from "../core/lazyRecovery.js";
import { Messages } from "../core/messages.js";
import { once } from "../core/once.js";
import { Outbox } from "../core/outbox.js";
import { Prices } from "../core/prices.js";
import { Session } from "../core/session.js";
import { ActiveRuns } from "./bulk/activeRuns.js";
import { Checks } from "./check/checks.js";
import { DetailsDocuments } from "./details/documents.js";
import { Notifier } from "./notifier.js";
import { OneTimeCodes } from "./oneTimeCodes.js";
import type { Parts } from "./parts.js";
import { LocalSandbox } from "./sandboxAccess.js";
import { Settings } from "./settings.js";
import { openStorage } from "./storage.js";
import { lazyTracker } from "./tracking/follow.js";
import { GroupingChoice } from "./tree/groupingChoice.js";

/** Hands a part over to whoever ends it with the window. */
export type Own = <T extends { dispose(): unknown }>(part: T) => T;

/**
 * Builds what commands and views work with.
 * @param isShown whether the messages are in sight
 */
export function buildParts(context: vscode.ExtensionContext, own: Own, isShown: () => boolean): Parts {
  const { globalState: sharedMemory, workspaceState: windowMemory, secrets, globalStorageUri } = context;
  const log = own(vscode.window.createOutputChannel("SMS for AI", { log: true }));
  const notifier = new Notifier(log);
  const settings = own(new Settings());
  const sandbox = own(new LocalSandbox(settings, globalStorageUri, notifier.debug.bind(notifier)));
  const accounts = own(new Accounts(secrets));
  const http = { onExchange: notifier.exchange.bind(notifier) };
  const session = own(new Session({ accounts, sandbox, windowMemory, sharedMemory, http }));
  const messages = own(new Messages(session, isShown));
  const prices = own(new Prices(session));
  const { journal, runs, activity } = openStorage(globalStorageUri, settings, notifier);
  const outbox = own(
    new Outbox({
      journal,
      sources: [{ records: async () => (await runs()).records() }],
      duplicateWindow: () => settings.duplicateWindow,
      onJournalFailure: (error) => {
        notifier.record("outbox", error);
      },
    }),
  );
  const recovery = own(
    new LazyRecovery(async () => {
      const { Recovery } = await import("../core/recovery.js");
      return new Recovery({
        journal,
        records: () => outbox.records(),
        reach: (id) => session.reach(id),
        lifetime: () => settings.unknownLifetime,
        onFailure: (error) => {
          notifier.record("recovery", error);
        },
      });
    }),
  );
  const codes = own(new OneTimeCodes());
  const balance = own(new Balance(session));
  const agents = once(async () => {
    const { agentSenderOf } = await import("./agent/sender.js");
    return agentSenderOf({ session, outbox, prices, balance, settings, activity, notifier });
  });
  return {
    accounts,
    session,
    messages,
    balance,
    prices,
    outbox,
    recovery,
    tracker: own(lazyTracker({ session, messages, windowMemory, notifier })),
    journal,
    runs,
    agents,
    activity,
    activeRuns: own(new ActiveRuns()),
    sandbox,
    details: own(new DetailsDocuments({ session, messages, prices, codes })),
    codes,
    checks: own(new Checks()),
    grouping: own(new GroupingChoice(windowMemory)),
    settings,
    notifier,
    log,
    windowMemory,
    sharedMemory,
    closing: own(new Closing()).signal,
    version: (context.extension.packageJSON as { version: string }).version,
    storage: globalStorageUri,
  };
}

/** Aborts its signal when the window closes. */
class Closing {
  readonly #controller = new AbortController();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  dispose(): void {
    this.#controller.abort();
  }
}

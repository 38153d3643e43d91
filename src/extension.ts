import * as vscode from "vscode";
import { Accounts } from "./core/accounts.js";
import { Balance } from "./core/balance.js";
import { Messages } from "./core/messages.js";
import { Outbox } from "./core/outbox.js";
import { Prices } from "./core/prices.js";
import { LazyRecovery } from "./core/lazyRecovery.js";
import { Session } from "./core/session.js";
import { ActiveRuns } from "./ui/bulk/activeRuns.js";
import { BalanceStatus } from "./ui/balanceStatus.js";
import { warnOfLowBalance } from "./ui/balanceWarning.js";
import { Checks } from "./ui/check/checks.js";
import { registerCommands } from "./ui/commands/register.js";
import { followRuns } from "./ui/bulk/follow.js";
import { ContextKeys } from "./ui/contextKeys.js";
import { DetailsDocuments } from "./ui/details/documents.js";
import { SmsDocuments } from "./ui/document/documents.js";
import { Freshness } from "./ui/freshness.js";
import { followSends } from "./ui/follow.js";
import { followSandbox } from "./ui/followSandbox.js";
import { Notifier } from "./ui/notifier.js";
import { OneTimeCodes } from "./ui/oneTimeCodes.js";
import { LocalSandbox } from "./ui/sandboxAccess.js";
import { Settings } from "./ui/settings.js";
import { startSession } from "./ui/startSession.js";
import type { Parts } from "./ui/parts.js";
import { provideSpending } from "./ui/spending/provide.js";
import { openStorage } from "./ui/storage.js";
import { followDeliveries, lazyTracker } from "./ui/tracking/follow.js";
import { GroupingChoice } from "./ui/tree/groupingChoice.js";
import { MessagesTree } from "./ui/tree/messagesTree.js";
import { followUnsettled } from "./ui/unsettled/follow.js";

/** Wires the parts. Synchronous, and asks no server: requests wait for the first view or command. */
export function activate(context: vscode.ExtensionContext): void {
  const own = <T extends { dispose(): unknown }>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const { globalState: sharedMemory, workspaceState: windowMemory, secrets, globalStorageUri } = context;
  const log = own(vscode.window.createOutputChannel("SMS for AI", { log: true }));
  const notifier = new Notifier(log);
  const settings = own(new Settings());
  const sandbox = own(new LocalSandbox(settings, globalStorageUri, notifier.debug.bind(notifier)));
  const accounts = own(new Accounts(secrets));
  const http = { onExchange: notifier.exchange.bind(notifier) };
  const session = own(new Session({ accounts, sandbox, windowMemory, sharedMemory, http }));
  const messages: Messages = own(new Messages(session, () => tree.visible));
  const balance = own(new Balance(session));
  const prices = own(new Prices(session));
  const { journal, runs } = openStorage(globalStorageUri, settings, notifier);
  const sources = [{ records: async () => (await runs()).records() }];
  const outbox = own(
    new Outbox({
      journal,
      sources,
      duplicateWindow: () => settings.duplicateWindow,
      onJournalFailure: (error) => {
        notifier.record("outbox", error);
      },
    }),
  );
  const activeRuns = own(new ActiveRuns());
  const recovery = own(
    new LazyRecovery(async () => {
      const { Recovery } = await import("./core/recovery.js");
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
  const closing = new AbortController();
  own({
    dispose: () => {
      closing.abort();
    },
  });
  const tracker = own(lazyTracker({ session, messages, windowMemory, notifier }));
  const { version } = context.extension.packageJSON as { version: string };

  own(new ContextKeys(session, messages));
  own(new BalanceStatus(session, balance));
  own(warnOfLowBalance(session, balance, settings, notifier));
  own(new SmsDocuments({ session, prices, sharedMemory }));
  const codes = own(new OneTimeCodes());
  const details = own(new DetailsDocuments({ session, messages, prices, codes }));
  own(provideSpending(session, messages));
  const checks = own(new Checks());
  const grouping = own(new GroupingChoice(windowMemory));
  const tree = own(new MessagesTree({ session, messages, unsettled: recovery, grouping, codes }));
  own(new Freshness({ session, balance, messages, view: tree, settings }));
  own(followUnsettled({ recovery, session, messages, balance, notifier, tracker, view: tree }));
  own(followSends(outbox, session, messages, balance));
  own(followDeliveries({ tracker, outbox, session, messages, windowMemory, settings, notifier, view: tree }));
  own(followSandbox({ session, messages, balance, outbox, codes, settings, notifier, view: tree }));
  const parts: Parts = {
    accounts,
    session,
    messages,
    balance,
    prices,
    outbox,
    recovery,
    tracker,
    journal,
    runs,
    activeRuns,
    sandbox,
    details,
    codes,
    checks,
    grouping,
    settings,
    notifier,
    log,
    windowMemory,
    sharedMemory,
    closing: closing.signal,
    version,
    storage: globalStorageUri,
  };
  own(followRuns(parts, tree));
  own(registerCommands(parts));
  void startSession(session, settings, notifier);
}

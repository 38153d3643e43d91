import type * as vscode from "vscode";
import { registerMcp } from "./ui/agent/registerMcp.js";
import { provideActivity } from "./ui/agent/activity/provide.js";
import { registerTools } from "./ui/agent/registerTools.js";
import { BalanceStatus } from "./ui/balanceStatus.js";
import { warnOfLowBalance } from "./ui/balanceWarning.js";
import { buildParts, type Own } from "./ui/buildParts.js";
import { followRuns } from "./ui/bulk/follow.js";
import { registerCommands } from "./ui/commands/register.js";
import { ContextKeys } from "./ui/contextKeys.js";
import { SmsDocuments } from "./ui/document/documents.js";
import { followSends } from "./ui/follow.js";
import { followSandbox } from "./ui/followSandbox.js";
import { Freshness } from "./ui/freshness.js";
import { provideSpending } from "./ui/spending/provide.js";
import { startSession } from "./ui/startSession.js";
import { followDeliveries } from "./ui/tracking/follow.js";
import { MessagesTree } from "./ui/tree/messagesTree.js";
import { followUnsettled } from "./ui/unsettled/follow.js";

/** Wires the parts. Synchronous, and asks no server: requests wait for the first view or command. */
export function activate(context: vscode.ExtensionContext): void {
  const own: Own = (part) => {
    context.subscriptions.push(part);
    return part;
  };
  const parts = buildParts(context, own, () => tree.visible);
  const { session, messages, balance, outbox, recovery, settings, notifier } = parts;
  own(new ContextKeys(session, messages));
  own(new BalanceStatus(session, balance));
  own(warnOfLowBalance(session, balance, settings, notifier));
  own(new SmsDocuments(parts));
  own(provideSpending(session, messages));
  const tree: MessagesTree = own(new MessagesTree({ ...parts, unsettled: recovery }));
  const shown = { ...parts, view: tree };
  own(new Freshness(shown));
  own(followUnsettled(shown));
  own(followSends(outbox, session, messages, balance));
  own(followDeliveries(shown));
  own(followSandbox(shown));
  own(followRuns(parts, tree));
  own(provideActivity(parts));
  own(registerTools(parts));
  own(registerCommands(parts));
  own(registerMcp(parts));
  void startSession(session, settings, notifier);
}

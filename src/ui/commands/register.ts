import * as vscode from "vscode";
import type { CommandId } from "../commandIds.js";
import type { Parts } from "../parts.js";
import { copyMessage, copyMessageCode } from "./copyMessage.js";
import { loadMoreMessages } from "./loadMoreMessages.js";
import { trySandbox } from "./trySandbox.js";

/** A command: gets the parts, and whatever arguments it was called with. */
type Handler = (parts: Parts, ...args: unknown[]) => unknown;

/** What each command does. Those that need quick inputs or phone metadata are loaded when they are first run. */
const HANDLERS: Readonly<Record<CommandId, Handler>> = {
  "smsForAi.signIn": async (parts) => (await import("./signIn.js")).signIn(parts),
  "smsForAi.trySandbox": trySandbox,
  "smsForAi.switchAccount": async (parts) => (await import("./switchAccount.js")).switchAccount(parts),
  "smsForAi.signOut": async (parts) => (await import("./signOut.js")).signOut(parts),
  "smsForAi.retrySession": ({ session }) => session.reload(),
  "smsForAi.sendSms": async (parts, prefill) => (await import("./sendSms.js")).sendSms(parts, prefill),
  "smsForAi.sendSelectedText": async (parts) => (await import("./sendSms.js")).sendSelectedText(parts),
  "smsForAi.composeSms": async () => (await import("../document/composeDocument.js")).composeDocument(),
  "smsForAi.sendDocument": async (parts, target) =>
    (await import("../document/sendDocument.js")).sendDocument(parts, target),
  "smsForAi.sendToMany": async (parts, argument) =>
    (await import("../bulk/sendToMany.js")).sendToMany(parts, argument),
  "smsForAi.checkSelectedText": async (parts) =>
    (await import("./checkSelectedText.js")).checkSelectedText(parts),
  "smsForAi.countryPrices": async (parts) => (await import("./countryPrices.js")).countryPrices(parts),
  "smsForAi.showBalance": async (parts) => (await import("./showBalance.js")).showBalance(parts),
  "smsForAi.refreshBalance": async (parts) => (await import("./showBalance.js")).refreshBalance(parts),
  "smsForAi.showAccount": async (parts) => (await import("./showAccount.js")).showAccount(parts),
  "smsForAi.serviceStatus": async (parts) => (await import("./serviceStatus.js")).serviceStatus(parts),
  "smsForAi.showLog": ({ log }) => {
    log.show();
  },
  "smsForAi.copyDiagnostics": async (parts) => (await import("./copyDiagnostics.js")).copyDiagnostics(parts),
  "smsForAi.clearSandbox": async (parts) => (await import("./clearSandbox.js")).clearSandbox(parts),
  "smsForAi.clearLocalData": async (parts) => (await import("./clearLocalData.js")).clearLocalData(parts),
  "smsForAi.openUnsettled": async (parts, node) =>
    (await import("../unsettled/actions.js")).openUnsettled(parts, node),
  "smsForAi.lookAgain": async (parts, node) =>
    (await import("../unsettled/actions.js")).lookAgain(parts, node),
  "smsForAi.sendAnyway": async (parts, node) =>
    (await import("../unsettled/actions.js")).sendAnyway(parts, node),
  "smsForAi.discardUnsettled": async (parts, node) =>
    (await import("../unsettled/actions.js")).discardUnsettled(parts, node),
  "smsForAi.refreshMessages": ({ messages }) => messages.refresh(),
  "smsForAi.filterMessages": async (parts) => (await import("./filterMessages.js")).filterMessages(parts),
  "smsForAi.showAllMessages": ({ messages }) => messages.setFilter(undefined),
  "smsForAi.groupMessages": async (parts) => (await import("./groupMessages.js")).groupMessages(parts),
  "smsForAi.findMessage": async (parts) => (await import("../find/findMessage.js")).findMessage(parts),
  "smsForAi.loadMoreMessages": loadMoreMessages,
  "smsForAi.loadAllMessages": async (parts) => (await import("./loadAllMessages.js")).loadAllMessages(parts),
  "smsForAi.exportMessages": async (parts) =>
    (await import("../export/exportMessages.js")).exportMessages(parts),
  "smsForAi.showSpending": async (parts) => (await import("../spending/showSpending.js")).showSpending(parts),
  "smsForAi.showAgentActivity": async () =>
    (await import("../agent/activity/showActivity.js")).showAgentActivity(),
  "smsForAi.openMessage": async (parts, node) =>
    (await import("../details/open.js")).openMessage(parts, node),
  "smsForAi.copyMessageNumber": (parts, node) => copyMessage(parts, node, "to"),
  "smsForAi.copyMessageText": (parts, node) => copyMessage(parts, node, "body"),
  "smsForAi.copyMessageId": (parts, node) => copyMessage(parts, node, "id"),
  "smsForAi.copyMessageCode": copyMessageCode,
  "smsForAi.copyMcpConfiguration": async (parts) =>
    (await import("../agent/clients/copyConfiguration.js")).copyMcpConfiguration(parts),
  "smsForAi.addMcpToClient": async (parts) =>
    (await import("../agent/clients/addToClient.js")).addMcpToClient(parts),
  "smsForAi.copyAsCurl": async (parts, node) => (await import("./copyAsCurl.js")).copyAsCurl(parts, node),
  "smsForAi.toggleHostedMcpServer": async (parts) =>
    (await import("../agent/hostedServer.js")).toggleHostedMcpServer(parts),
  "smsForAi.sendMessageAgain": async (parts, node) => (await import("./sendSms.js")).sendAgain(parts, node),
};

/** Registers every command; the notifier tells of failures. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const registered = Object.entries(HANDLERS).map(([id, handler]) =>
    vscode.commands.registerCommand(id, (...args: unknown[]) =>
      parts.notifier.guard(id, () => handler(parts, ...args)),
    ),
  );
  return vscode.Disposable.from(...registered);
}

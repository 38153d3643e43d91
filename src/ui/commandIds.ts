/** Every command of the extension. A test holds this list against package.json. */
export const COMMAND_IDS = [
  "smsForAi.signIn",
  "smsForAi.trySandbox",
  "smsForAi.switchAccount",
  "smsForAi.signOut",
  "smsForAi.retrySession",
  "smsForAi.sendSms",
  "smsForAi.sendSelectedText",
  "smsForAi.composeSms",
  "smsForAi.sendDocument",
  "smsForAi.countryPrices",
  "smsForAi.showBalance",
  "smsForAi.refreshBalance",
  "smsForAi.showAccount",
  "smsForAi.serviceStatus",
  "smsForAi.showLog",
  "smsForAi.copyDiagnostics",
  "smsForAi.clearSandbox",
  "smsForAi.refreshMessages",
  "smsForAi.filterMessages",
  "smsForAi.showAllMessages",
  "smsForAi.loadMoreMessages",
  "smsForAi.openMessage",
  "smsForAi.copyMessageNumber",
  "smsForAi.copyMessageText",
  "smsForAi.copyMessageId",
  "smsForAi.sendMessageAgain",
] as const;

/** See `COMMAND_IDS`. */
export type CommandId = (typeof COMMAND_IDS)[number];

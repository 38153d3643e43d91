/** The tools that a model can call, as package.json has them. */
export const TOOL_NAMES = [
  "smsForAi_sendSms",
  "smsForAi_estimateSms",
  "smsForAi_listMessages",
  "smsForAi_messageStatus",
  "smsForAi_balance",
  "smsForAi_countryPrice",
] as const;

/** See `TOOL_NAMES`. */
export type ToolName = (typeof TOOL_NAMES)[number];

/** The one that sends. */
export const SEND_TOOL = "smsForAi_sendSms";

/** Those that only read. */
export type ReadingToolName = Exclude<ToolName, typeof SEND_TOOL>;

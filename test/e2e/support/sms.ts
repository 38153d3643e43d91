/** The status bar item of the balance. */
export const BALANCE = "smsforai.sms-for-ai.balance";

/** The extension's settings that make a test independent of other runs; and a side bar that does not crowd pictures. */
export function settingsWith(
  port: number,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    "smsForAi.sandbox.port": port,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "remote.autoForwardPorts": false,
    ...more,
  };
}

import type { Workbench } from "../../host/workbench.js";

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

/** Goes through the composer up to the question; what is left out is accepted as it is prefilled. */
export async function compose(
  { quickInput }: Workbench,
  text: { readonly to?: string; readonly body?: string; readonly senderId?: string },
): Promise<void> {
  await quickInput.opened(/\(1\/3\)/);
  if (text.to !== undefined) await quickInput.type(text.to);
  await quickInput.row(/\+/).waitFor();
  await quickInput.accept();
  await quickInput.opened(/\(2\/3\)/);
  if (text.body !== undefined) await quickInput.type(text.body);
  await quickInput.accept();
  await quickInput.opened(/\(3\/3\)/);
  if (text.senderId !== undefined) await quickInput.type(text.senderId);
  await quickInput.accept();
}

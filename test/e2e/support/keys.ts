import { step } from "../../host/waiting.js";
import type { Workbench } from "../../host/workbench.js";

/** How often a key is pressed on the way to something before it is given up. */
const MOST = 40;

/** The words on what has the focus: its label or its text. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  return element?.getAttribute("aria-label") || element?.textContent || "";
})()`;

/** Notes on what the next Enter is pressed. */
const WATCH = `globalThis.addEventListener("keydown", () => (globalThis.pressedOn = ${FOCUSED}), {
  capture: true,
  once: true,
})`;

/** Presses Tab until the focus is on something with these words, and then Enter. */
export async function tabTo(workbench: Workbench, words: string): Promise<void> {
  const { page } = workbench;
  await step(page, `tab to "${words}"`, async () => {
    const isThere = async (what: string): Promise<boolean> =>
      (await page.evaluate<string>(what)).trim().startsWith(words);
    for (let presses = 0; presses < MOST; presses++) {
      if (await isThere(FOCUSED)) {
        await page.evaluate(WATCH);
        await page.keyboard.press("Enter");
        // What is drawn anew just then loses the focus, and gets no key.
        if (await isThere("globalThis.pressedOn")) return;
      }
      await page.keyboard.press("Tab");
    }
    throw new Error("the focus does not get there");
  });
}

/** Presses a button of a notification, by keyboard alone. */
export async function notificationButton(
  workbench: Workbench,
  text: string | RegExp,
  button: string,
): Promise<void> {
  const { page } = workbench;
  const focused = page.locator(".notifications-center .monaco-list-row.focused");
  // The list has those too that were hidden for their age: on a slow machine they are before anybody gets there.
  await workbench.runCommand("Notifications: Show Notifications");
  await workbench.notifications.shown(text);
  if (!(await focused.isVisible())) await workbench.runCommand("Notifications: Show Notifications");
  await step(page, `go to the notification "${String(text)}"`, async () => {
    await focused.waitFor();
    const wanted = focused.filter({ hasText: text });
    for (let presses = 0; presses < MOST && !(await wanted.isVisible()); presses++)
      await page.keyboard.press("ArrowDown");
    await wanted.waitFor();
  });
  await tabTo(workbench, button);
}

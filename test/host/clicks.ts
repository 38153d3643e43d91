import type { Locator } from "playwright-core";
import { patience } from "./waiting.js";

/** How soon something on the screen answers a click; after that the click was lost; milliseconds. */
export const EFFECT = 2_000;

/** Does something again and again, until its effect is there within a moment; either may fail meanwhile. */
export async function again(action: () => Promise<void>, effect: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      await action();
      await effect();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/**
 * Clicks something that may be drawn anew at any moment. When that happens between button down and button up, the
 * page makes no click of it, as it does for a person, who clicks again.
 * @param part the selector of what has to get the click
 * @param before what brings it to light
 */
export async function clickThrough(
  locator: Locator,
  part: string,
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const page = locator.page();
  const watch = `(() => {
    globalThis.removeEventListener("click", globalThis.noteClick, { capture: true });
    globalThis.gotClick = false;
    globalThis.noteClick = (event) => {
      globalThis.gotClick ||= event.target.closest(${JSON.stringify(part)}) !== null;
    };
    globalThis.addEventListener("click", globalThis.noteClick, { capture: true });
  })()`;
  await again(
    async () => {
      await before();
      await page.evaluate(watch);
      await locator.click({ timeout: patience });
    },
    async () => {
      if (!(await page.evaluate<boolean>("globalThis.gotClick"))) throw new Error("the click was lost");
    },
  );
}

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import type { Page } from "playwright-core";
import { cacheFolder } from "./paths.js";

/**
 * How long a helper waits for what it wants to see; milliseconds. A machine may be slow, and the tracker, its budget used
 * up, asks for nothing for 40 s.
 */
export const patience = 60_000;

/** Where screenshots go. */
export const screenshotFolder = join(cacheFolder, "screenshots");

/** What helpers read of an element inside the page; the project has no DOM types. */
export interface PageElement {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** Takes a picture of the page and gives its path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  mkdirSync(screenshotFolder, { recursive: true });
  const path = join(screenshotFolder, `${name.replace(/[^\w.-]+/g, "-")}.png`);
  await page.screenshot({ path, animations: "disabled" });
  return path;
}

/** Does one step of a test; when it fails, says which and where a picture of it is. */
export async function step<T>(page: Page, what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof StepError) throw error;
    const picture = await screenshot(page, `failed-${what.slice(0, 60)}`).catch(
      () => "none, the page is gone",
    );
    throw new StepError(`${what}: ${messageOf(error)}\nScreenshot: ${picture}`);
  }
}

/** Asks again and again until the answer is as wanted, and gives it; fails with the last answer. */
export async function until<T>(
  page: Page,
  what: string,
  probe: () => Promise<T>,
  holds: (value: T) => boolean,
  timeout = patience,
): Promise<T> {
  return step(page, what, async () => {
    const deadline = Date.now() + timeout;
    for (;;) {
      const value = await probe();
      if (holds(value)) return value;
      if (Date.now() > deadline) {
        throw new Error(`not so after ${timeout / 1000} s; it was ${JSON.stringify(value)}`);
      }
      await delay(50);
    }
  });
}

/** A failed step; an outer step passes it on as it is. */
class StepError extends Error {}

function messageOf(error: unknown): string {
  return stripVTControlCharacters(error instanceof Error ? error.message : String(error));
}

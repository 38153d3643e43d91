import type { Page } from "playwright-core";

/**
 * Notes each time that the box is shown: its title is emptied then, whatever was and is in it. The box itself is one
 * element that all pickers and steps share.
 */
const TURN = `(() => {
  const title = [...document.querySelectorAll(".quick-input-widget .quick-input-title")].at(-1);
  const before = globalThis.quickInputTurns;
  if (before === undefined || before.title !== title) {
    const turns = (globalThis.quickInputTurns = { title, count: (before?.count ?? 0) + 1 });
    if (title !== undefined)
      new MutationObserver((changes) => {
        turns.count += changes.filter((one) => one.removedNodes.length > 0 && one.addedNodes.length === 0).length;
      }).observe(title, { childList: true });
  }
  return [performance.timeOrigin, globalThis.quickInputTurns.count].join();
})()`;

/** Tells one showing of the box at the top of the window from all others, though it may look the same. */
export function turnOf(page: Page): Promise<string> {
  return page.evaluate<string>(TURN);
}

import assert from "node:assert/strict";
import type { LaunchedWorkbench } from "../host/e2e.js";
import { assertHolds, focusMessages, groupMessages, messagesView, run } from "./support/flows.js";
import { notificationButton } from "./support/keys.js";
import { fillSandbox, launchWithSandbox, type Sandbox } from "./support/sandbox.js";

/** More than the tree holds. */
const COUNT = 2060;
const ALICE = "+12025550142";
const MINUTE = 60_000;
/** A moment on a slow and busy machine; rows that are all drawn anew each time take longer there. */
const MOMENT = 10_000;

describe("more messages than the tree holds", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  let sandbox: Sandbox;
  const view = (): ReturnType<typeof messagesView> => messagesView(workbench);

  before(async () => {
    const now = Date.now();
    ({ workbench, sandbox } = await launchWithSandbox({
      "smsForAi.sandbox.rateLimitPerMinute": 60,
      "smsForAi.sandbox.startingCredits": 1000,
      "smsForAi.sandbox.deliveryDelay": 1,
    }));
    fillSandbox(
      workbench.server,
      Array.from({ length: COUNT }, (_, index) => ({
        to: `+1${200 + (index % 700)}5550142`,
        body: index === 2 ? "The needle in the haystack" : `Message number ${index + 1}`,
        createdAt: now - (COUNT - index) * 3 * MINUTE,
      })),
    );
    await view().open();
    await run(workbench, "Try the Sandbox");
    await view().rowsWhen("a page", (rows) => rows.length > 20);
    await workbench.clearNotifications();
  });
  after(() => workbench.close());

  it("are loaded at a pace that the server allows, until they are not wanted any more", async () => {
    await run(workbench, "Load All Messages");
    const progress = await workbench.notifications.shown("waiting for the server's limit until");
    assert.match(progress, /SANDBOX: loading all messages.*\d of 2,060, waiting/s);
    await workbench.screenshot("load-all-waiting");
    await run(workbench, "Load All Messages");
    assert.equal((await workbench.notifications.messages()).length, 1);
    await notificationButton(workbench, /loading all messages/, "Cancel");
    const told = await workbench.notifications.shown("Stopped. Loaded so far:");
    const loaded = Number(/far: (\d+) messages/.exec(told)?.[1]);
    assert.ok(loaded > 20 && loaded < 60 * 20, told);
    assert.deepEqual(await workbench.notifications.buttons("Stopped. Loaded so far:"), ["Go On"]);
  });

  it("are not loaded any more, and nothing is said of it, once others are wanted", async () => {
    await workbench.clearNotifications();
    await run(workbench, "Load All Messages");
    await workbench.notifications.shown("loading all messages");
    await run(workbench, "Filter Messages…");
    await workbench.quickInput.opened("Filter Messages");
    await workbench.quickInput.choose("failed");
    await workbench.notifications.gone("loading all messages");
    await view().welcome("No message has this status.");
    assert.deepEqual(await workbench.notifications.messages(), []);
    await run(workbench, "Show All Messages");
    await view().rowsWhen("a page", (rows) => rows.length > 20);
  });

  it("are all loaded where there is no limit", async () => {
    await workbench.changeSettings({ "smsForAi.sandbox.rateLimitPerMinute": 0 });
    await view().open();
    await view().rowsWhen("a page", (rows) => rows.length > 20);
    await run(workbench, "Load All Messages");
    await workbench.notifications.shown("All messages are loaded: 2,060.", MINUTE);
    await workbench.clearNotifications();
  });

  it("end in rows that say so and lead on, by keyboard", async () => {
    await focusMessages(workbench);
    await workbench.page.keyboard.press("End");
    const rows = await view().rowsWhen("the end", (found) => found.at(-1) === "Export Messages…");
    assert.deepEqual(rows.slice(-3), [
      "The newest 2,000 of 2,060 loaded",
      "Find Message…",
      "Export Messages…",
    ]);
    assertHolds(rows.at(-4) ?? "", ["Message number 61"]);
    await workbench.screenshot("tree-capped");
    await workbench.page.keyboard.press("ArrowUp");
    await workbench.page.keyboard.press("Enter");
    await workbench.quickInput.opened("Find Message (SANDBOX)");
    await workbench.quickInput.enter("needle");
    await workbench.editor.shown("Message 3");
  });

  it("take a new one and its delivery within a moment, and count it", async () => {
    await focusMessages(workbench);
    await workbench.page.keyboard.press("Home");
    assert.equal((await sandbox.send(ALICE, "The newest")).status, 200);
    await view().rowsWhen("on top", (found) => found[0]?.includes("The newest") === true, MOMENT);
    await view().row("The newest").locator(".codicon-check-all").waitFor({ timeout: MOMENT });
    await workbench.page.keyboard.press("End");
    await view().rowsWhen("counted", (found) => found.includes("The newest 2,000 of 2,061 loaded"));
  });

  it("can be grouped, and keys are still answered at once", async () => {
    await focusMessages(workbench);
    await workbench.page.keyboard.press("Home");
    await groupMessages(workbench, "By day");
    await view().rowsWhen("days", (found) => found[0]?.startsWith("Today") === true);
    await focusMessages(workbench);
    await workbench.page.keyboard.press("End");
    await view().rowsWhen("the end", (found) => found.at(-1) === "Export Messages…");
    await workbench.page.keyboard.press("Home");
    await groupMessages(workbench, "By recipient");
    await view().rowsWhen("recipients", (found) => found.some((row) => row.startsWith(`${ALICE} `)));
    await focusMessages(workbench);
    await workbench.page.keyboard.press("Home");
    for (let presses = 0; presses < 10; presses++) await workbench.page.keyboard.press("ArrowDown");
    const place = workbench.page.locator(".part.sidebar .monaco-list-row.focused[data-index='10']");
    await place.waitFor({ timeout: MOMENT });
    await workbench.screenshot("tree-capped-recipients");
  });
});

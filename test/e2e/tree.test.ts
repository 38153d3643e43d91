import assert from "node:assert/strict";
import type { LaunchedWorkbench } from "../host/e2e.js";
import { focusMessages, groupMessages, messagesView, run } from "./support/flows.js";
import { type EarlierMessage, fillSandbox, launchWithSandbox, type Sandbox } from "./support/sandbox.js";
import { rowsTouched, watchRows } from "./support/treeRows.js";

const ALICE = "+12025550142";
const BOB = "+447700900123";
/** The sandbox lets it fail. */
const UNREACHABLE = "+12025550190";
const DAY = 86_400_000;
/** A text that would turn its row round and write over several lines. */
const HOSTILE = "pay \u202e000,1$ won\u0007\nsecond line $(trash) \u05e9\u05dc\u05d5\u05dd";

/** Three days, three recipients. */
function earlier(): EarlierMessage[] {
  const noon = new Date().setHours(0, 0, 0, 0) - DAY / 2;
  return [
    { to: ALICE, body: "Long ago", createdAt: noon - 40 * DAY },
    { to: ALICE, body: "First", createdAt: noon, status: "failed" },
    { to: BOB, body: "Second", createdAt: noon + 1000 },
    { to: BOB, body: HOSTILE, createdAt: noon + 2000 },
  ];
}

describe("the tree of messages", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  let sandbox: Sandbox;
  const view = (): ReturnType<typeof messagesView> => messagesView(workbench);
  const focusedRow = (): Promise<string> =>
    workbench.page.locator(".part.sidebar .monaco-list-row.focused").getAttribute("aria-label").then(String);

  before(async () => {
    ({ workbench, sandbox } = await launchWithSandbox({
      "smsForAi.sandbox.rateLimitPerMinute": 0,
      "smsForAi.sandbox.deliveryDelay": 4,
    }));
    fillSandbox(workbench.server, earlier());
    await view().open();
    await run(workbench, "Try the Sandbox");
    await view().rowsWhen("four", (rows) => rows.length === 4);
    await workbench.clearNotifications();
  });
  after(() => workbench.close());

  it("shows hostile words visibly, in one line and in their place", async () => {
    const row = (await view().rows()).find((text) => text.includes("pay")) ?? "";
    assert.match(
      row,
      /^\+447700900123 .* · \u2068pay ‹U\+202E›000,1\$ won␇ second line \$\(trash\) שלום\u2069$/u,
    );
    assert.match(await view().tooltip("pay"), /^To: \+447700900123\n/);
  });

  it("changes the status of a row in place: nothing moves, and no other row is drawn anew", async () => {
    await sandbox.send(ALICE, "On its way");
    await view().rowsWhen("five", (rows) => rows.length === 5);
    await focusMessages(workbench);
    await workbench.page.keyboard.press("Home");
    await workbench.page.keyboard.press("ArrowDown");
    await workbench.page.keyboard.press("ArrowDown");
    // Keys are drawn a moment later.
    const before = await workbench.until("the focus on Second", focusedRow, (row) => row.includes("Second"));
    await view().row("On its way").locator(".codicon-check").waitFor();
    await watchRows(workbench);
    await view().row("On its way").locator(".codicon-check-all").waitFor();
    assert.deepEqual(await rowsTouched(workbench), ["0"]);
    assert.equal(await focusedRow(), before);
  });

  it("keeps the focus and what is selected when a message arrives above", async () => {
    const selected = workbench.page.locator(".part.sidebar .monaco-list-row.selected");
    await workbench.page.keyboard.press("Enter");
    await selected.filter({ hasText: "Second" }).waitFor();
    await workbench.page.locator(".editor-instance .monaco-editor.focused").waitFor();
    await focusMessages(workbench);
    const before = await focusedRow();
    await sandbox.send(UNREACHABLE, "Will fail");
    await view().rowsWhen("six", (rows) => rows.length === 6);
    assert.equal(await focusedRow(), before);
    assert.equal(await view().hasFocus(), true);
    await view().row("Will fail").locator(".codicon-error").waitFor();
    assert.equal(await focusedRow(), before);
    assert.match((await selected.getAttribute("aria-label")) ?? "", /Second/);
  });

  it("shows one status, says so, and shows all again", async () => {
    await run(workbench, "Filter Messages…");
    await workbench.quickInput.opened("Filter Messages");
    await workbench.quickInput.choose("failed");
    await view().rowsWhen("the failed", (rows) => rows.length === 2);
    assert.equal(await view().message(), "Status: failed");
    await run(workbench, "Filter Messages…");
    await workbench.quickInput.opened("Filter Messages");
    await workbench.quickInput.choose("sent");
    await view().welcome("No message has this status.");
    await run(workbench, "Show All Messages");
    await view().rowsWhen("all", (rows) => rows.length === 6);
    assert.equal(await view().message(), "");
  });

  it("groups by day; a folded day stays folded when messages arrive", async () => {
    await groupMessages(workbench, "By day");
    const rows = await view().rowsWhen("three days", (found) => found.length === 9);
    assert.match(
      rows.join("\n"),
      /^Today 2 · 1 failed\n[^]*\nYesterday 3 · 1 failed\n[^]*\n\w+, \w+ \d+, \d+ 1\n/,
    );
    await focusMessages(workbench);
    await workbench.page.keyboard.press("Home");
    await workbench.until("the focus on today", focusedRow, (row) => row === "Today, 2 messages, 1 failed");
    await workbench.page.keyboard.press("ArrowLeft");
    await view().rowsWhen("today folded", (found) => found.length === 7);
    await sandbox.send(BOB, "Into a folded day");
    await view().rowsWhen("counted", (found) => found[0]?.startsWith("Today 3") === true);
    assert.equal((await view().rows()).length, 7);
    assert.equal(await focusedRow(), "Today, 3 messages, 1 failed");
    await workbench.page.keyboard.press("ArrowRight");
    await view().rowsWhen("unfolded", (found) => found.length === 10);
  });

  it("groups by recipient, which a reload remembers, and leaves folded what is folded", async () => {
    await groupMessages(workbench, "By recipient");
    await view().rowsWhen(
      "recipients",
      (found) => found.includes(`${BOB} 3`) && found.includes(`${ALICE} 3 · 1 failed`),
    );
    await focusMessages(workbench);
    await workbench.page.keyboard.press("Home");
    await workbench.page.keyboard.press("ArrowLeft");
    await view().rowsWhen("folded", (found) => found.length === 7);
    await sandbox.send(ALICE, "Moves its group to the top");
    const rows = await view().rowsWhen("moved", (found) => found[0] === `${ALICE} 4 · 1 failed`);
    assert.equal(rows.length, 8);
    assert.equal(rows[5], `${BOB} 3`);
    await workbench.reload();
    await view().open();
    await view().rowsWhen("grouped", (found) => found.includes(`${ALICE} 4 · 1 failed`));
  });

  for (const theme of ["light", "hc", "dark"] as const) {
    it(`looks right in ${theme}`, async () => {
      await workbench.setTheme(theme);
      await workbench.clearNotifications();
      await workbench.screenshot(`tree-recipients-${theme}`);
    });
  }

  it("looks right in a narrow side bar", async () => {
    await groupMessages(workbench, "By day");
    await view().rowsWhen("days", (found) => found[0]?.startsWith("Today") === true);
    const sash = await workbench.page.locator(".part.sidebar").boundingBox();
    if (sash === null) throw new Error("no side bar");
    await workbench.page.mouse.move(sash.x + sash.width, 400);
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(sash.x + 180, 400, { steps: 5 });
    await workbench.page.mouse.up();
    await workbench.screenshot("tree-days-narrow");
    await groupMessages(workbench, "No groups");
    await view().rowsWhen("flat", (found) => found[0]?.startsWith(ALICE) === true);
    await workbench.screenshot("tree-narrow");
  });

  it("opens what Enter is pressed on, though rows come, go and change just then", async () => {
    for (let round = 0; round < 8; round++) {
      await focusMessages(workbench);
      await workbench.page.keyboard.press("End");
      // Each draws all rows anew, at a moment of its own.
      const sends = Array.from({ length: 6 }, (_, index) => sandbox.send(BOB, `Meanwhile ${round}.${index}`));
      await sends[round % sends.length];
      await workbench.page.keyboard.press("Enter");
      await workbench.editor.shown("Message 1");
      await Promise.all(sends);
      await workbench.runCommand("View: Close All Editors");
    }
  });
});

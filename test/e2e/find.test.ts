import assert from "node:assert/strict";
import type { LaunchedWorkbench } from "../host/e2e.js";
import { assertHolds, messagesView, run } from "./support/flows.js";
import { type EarlierMessage, fillSandbox, launchWithSandbox, type Sandbox } from "./support/sandbox.js";

const ALICE = "+12025550142";
const BOB = "+447700900123";
const CAROL = "+61491570006";
/** The pages of the sandbox's list. */
const PAGE = 20;

/** Three pages: what is looked for first stands on the newest, two things further back. */
function earlier(): EarlierMessage[] {
  const now = Date.now();
  const all: EarlierMessage[] = Array.from({ length: 3 * PAGE }, (_, index) => ({
    to: index % 2 === 0 ? ALICE : BOB,
    body: `Message number ${index + 1}`,
    createdAt: now - (3 * PAGE - index) * 60_000,
  }));
  const put = (index: number, message: Partial<EarlierMessage>): void => {
    const there = all[index];
    if (there !== undefined) all[index] = { ...there, ...message };
  };
  put(3, { body: "The oldest treasure", status: "failed" });
  put(25, { to: CAROL, body: "Buried in the middle" });
  put(50, { body: "Grüße aus Zürich $(flame) \u202ereversed", senderId: "Acme Shop" });
  put(51, { body: "Your code is 482910", status: "failed" });
  return all;
}

describe("Find Message", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  let sandbox: Sandbox;
  const view = (): ReturnType<typeof messagesView> => messagesView(workbench);

  before(async () => {
    ({ workbench, sandbox } = await launchWithSandbox({
      "smsForAi.sandbox.rateLimitPerMinute": 0,
      "smsForAi.sandbox.deliveryDelay": 0,
    }));
    fillSandbox(workbench.server, earlier());
    await view().open();
    await run(workbench, "Try the Sandbox");
    await view().rowsWhen("a page", (rows) => rows.length === PAGE + 1);
    await workbench.clearNotifications();
  });
  after(() => workbench.close());

  async function open(): Promise<void> {
    await run(workbench, "Find Message…");
    await workbench.quickInput.opened("Find Message (SANDBOX)");
  }

  /** Types, and waits until so many rows are shown, the first with these words. */
  async function found(typed: string, first: string, count: number): Promise<string[]> {
    await workbench.quickInput.type(typed);
    return rowsWhen(
      `${count} for "${typed}"`,
      (rows) => rows.length === count && rows[0]?.includes(first) === true,
    );
  }

  async function rowsWhen(what: string, holds: (rows: string[]) => boolean): Promise<string[]> {
    return workbench.until(what, () => workbench.quickInput.rows(), holds);
  }

  it("finds by number, text, sender and ID, and says of how many", async () => {
    await open();
    for (const [typed, words] of [
      ["grusse zurich", "Grüße aus Zürich"],
      ["acme", "from Acme Shop"],
      ["07700 900123 code", "Your code is 482910"],
      ["51", "Grüße aus Zürich"],
    ] as const) {
      const [, last = ""] = await found(typed, words, 2);
      assertHolds(last, ["Search older messages…"]);
    }
    assert.match(await workbench.quickInput.message("1 of 20"), /^1 of 20 loaded messages/);
    await workbench.screenshot("find-one");
  });

  it("shows foreign words as they are, in one line", async () => {
    await found("reversed", "\u2039U+202E\u203areversed", 2);
    const detail = workbench.page.locator(".quick-input-list .monaco-list-row").first();
    assertHolds(await detail.innerText(), ["$(flame)"]);
  });

  it("goes on in older messages until one matches; what was typed stays", async () => {
    const { quickInput } = workbench;
    await found("buried", "Search older", 1);
    await quickInput.accept();
    const [row = ""] = await rowsWhen("found further back", (rows) => rows.length === 2);
    assertHolds(row, [CAROL, "Buried in the middle"]);
    assert.equal(await quickInput.value(), "buried");
    await quickInput.message("1 of 40 loaded messages");
    await found("nowhere at all", "Search older", 1);
    await quickInput.accept();
    await quickInput.message("0 of 60 loaded messages · all are loaded");
    await rowsWhen("nothing more to search", ([row]) => row?.includes("All are searched.") === true);
  });

  it("opens the details of what is chosen, also where Enter comes before the rows", async () => {
    await workbench.quickInput.type("treasure");
    await workbench.quickInput.accept();
    await workbench.quickInput.closed();
    await workbench.editor.shown("Message 4");
  });

  it("says when one status alone is searched, and searches all", async () => {
    const { quickInput } = workbench;
    await run(workbench, "Filter Messages…");
    await quickInput.opened("Filter Messages");
    await quickInput.choose("failed");
    await view().rowsWhen("two failed", (rows) => rows.length === 2);
    await open();
    const [only = ""] = await found("zurich", "Search all statuses", 1);
    assertHolds(only, ["Only messages with this status are searched now: failed"]);
    await quickInput.accept();
    const rows = await rowsWhen("among all", (shown) => shown[0]?.includes("Zürich") === true);
    assert.equal(rows.length, 2);
    assert.equal(await quickInput.value(), "zurich");
  });

  it("copies the number of a row, and sends again from it", async () => {
    const { quickInput } = workbench;
    await found("acme", "Acme", 2);
    await quickInput.clickButton("Copy Number");
    await workbench.until(
      "copied",
      () => workbench.clipboard(),
      (text) => text === ALICE,
    );
    await found("482910", "482910", 2);
    await quickInput.clickButton("Copy Code");
    await workbench.until(
      "copied",
      () => workbench.clipboard(),
      (text) => text === "482910",
    );
    await quickInput.clickButton("Send Again…");
    await quickInput.opened("(1/3)");
    await quickInput.cancel();
    await quickInput.closed();
  });

  it("finds what arrives while it is open", async () => {
    await open();
    await found("just now", "Search older", 1);
    await sandbox.send(BOB, "Arrived just now");
    const [row = ""] = await rowsWhen("it came", (rows) => rows.length === 2);
    assertHolds(row, [BOB, "Arrived just now"]);
    await workbench.quickInput.cancel();
    await workbench.quickInput.closed();
  });

  it("opens the row that was gone to, though messages arrive", async () => {
    const { page, quickInput } = workbench;
    await open();
    await quickInput.type("number");
    await quickInput.message("18 of 21");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: "number 58" }).waitFor();
    await sandbox.send(BOB, "A new number");
    await quickInput.message("19 of 22");
    // It went below: an Enter under way would else mean the neighbour.
    assertHolds((await quickInput.rows())[0] ?? "", ["number 60"]);
    await sandbox.send(BOB, "The newest number");
    await quickInput.accept();
    await quickInput.closed();
    await workbench.editor.shown("Message 58");
  });

  for (const theme of ["light", "hc", "dark"] as const) {
    it(`looks right in ${theme}`, async () => {
      await workbench.setTheme(theme);
      await open();
      await workbench.quickInput.type("202 55");
      await rowsWhen("many", (rows) => rows.length > 5 && rows.every((row) => row.includes(ALICE)));
      await workbench.screenshot(`find-${theme}`);
      await workbench.quickInput.cancel();
      await workbench.quickInput.closed();
    });
  }
});

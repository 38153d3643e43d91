import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LaunchedWorkbench } from "../host/e2e.js";
import { assertHolds, atStep, balanceText, giveRecipient, run } from "./support/flows.js";
import { launchWithSandbox, type Sandbox } from "./support/sandbox.js";

const US = "+12025550142";
const AU = "+61491570006";
const THEMES = ["dark", "hc", "light"] as const;

/** 151 characters, two of them curly quotes: three segments as UCS-2, one as GSM-7. */
const QUOTED = `Your “order” has shipped. ${"It arrives tomorrow. ".repeat(6)}`.trim();
const PLAIN = QUOTED.replace(/[“”]/g, '"');

describe("what a text comes to", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  let sandbox: Sandbox;

  before(async () => {
    ({ workbench, sandbox } = await launchWithSandbox({
      "smsForAi.sandbox.startSignedIn": true,
      "smsForAi.sandbox.startingCredits": 0.025,
      "smsForAi.balance.warnBelow": 0,
    }));
  });
  after(() => workbench.close());

  it("is told while it is written", async () => {
    const { quickInput } = workbench;
    await balanceText(workbench, "$0.03");
    await run(workbench, "Send SMS…");
    await giveRecipient(workbench, US);
    await quickInput.type("See you at eight.");
    await quickInput.message("1 segment (GSM-7, 17 characters), 143 left · $0.01");
    assert.equal(await quickInput.severity(), "info");
    await quickInput.type("See you at eight 👍");
    await quickInput.message("1 segment (UCS-2, 18 characters), 51 left · $0.01 · UCS-2 because of 👍");
    assert.equal(await quickInput.severity(), "info");
    await quickInput.type(QUOTED);
    await quickInput.message("3 segments (UCS-2, 151 characters), 50 left · $0.03 · UCS-2 because of “ ”");
    assert.equal(await quickInput.severity(), "warning");
    await workbench.screenshot("live-line");
  });

  it("is told once more with the choice of plain characters, and what the balance cannot pay", async () => {
    const { quickInput, modal } = workbench;
    await quickInput.accept();
    await atStep(workbench, 3);
    await quickInput.type("MyShop");
    await quickInput.accept();
    const { detail, buttons } = await modal.read("send this text to");
    assertHolds(detail, [
      "⚠ The balance of $0.025 is not enough for $0.03.\n",
      "\n2 curly quotes make this 3 segments instead of 1.\n",
      "\nLength: 3 segments (UCS-2, 151 characters)\n",
      QUOTED,
    ]);
    assert.deepEqual(buttons.toSorted(), ["Cancel", "Edit", "Send Anyway", "Use Plain Characters"]);
    await workbench.screenshot("plain-choice");
    await modal.press("Use Plain Characters");
    const plain = await modal.read("1 segment");
    assertHolds(plain.detail, ["Length: 1 segment (GSM-7, 151 characters)", "Sender ID: MyShop", PLAIN]);
    assert.deepEqual(plain.buttons.toSorted(), ["Cancel", "Edit", "Send"]);
    await modal.press("Send");
    await workbench.notifications.shown("sent to");
    await workbench.clearNotifications();
    assert.equal((await sandbox.messages())[0]?.body, PLAIN);
  });

  it("comes with the sender ID that was used last, and a warning where it has to be registered", async () => {
    const { quickInput } = workbench;
    await run(workbench, "Send SMS…");
    await giveRecipient(workbench, AU);
    await quickInput.enter("See you at eight.");
    await atStep(workbench, 3);
    assert.equal(await quickInput.value((value) => value !== ""), "MyShop");
    await quickInput.message(/Australia wants sender IDs to be registered/);
    assert.equal(await quickInput.severity(), "warning");
    await quickInput.cancel();
    await quickInput.closed();
  });

  it("has no key in it that follows Enter", async () => {
    const { page, quickInput } = workbench;
    const body = "Nothing more";
    await run(workbench, "Send SMS…");
    await giveRecipient(workbench, US);
    await quickInput.type(body);
    await quickInput.accept();
    await page.keyboard.type("!!!");
    await atStep(workbench, 3);
    await quickInput.clickButton("Back");
    await atStep(workbench, 2);
    assert.equal(await quickInput.value(), body);
    await quickInput.cancel();
    await quickInput.closed();
  });

  it("is told of a selection, whose characters are underlined and replaced by the keyboard", async () => {
    const { editor, notifications, page } = workbench;
    writeFileSync(join(workbench.workspace, "words.txt"), `Title – not checked\n${QUOTED}\nBye\n`);
    await editor.open("words.txt");
    await editor.goTo(2, 1);
    await page.keyboard.press("Shift+End");
    await page.locator(".editor-instance .selected-text").first().waitFor();
    await run(workbench, "Check Selected Text");
    const words = await notifications.shown("3 segments");
    assertHolds(words, [
      "3 segments (UCS-2, 151 characters), 50 left. 2 curly quotes make this 3 segments instead of 1.",
      "Estimated cost: from $",
    ]);
    assert.deepEqual(await notifications.buttons("3 segments"), ["Use Plain Characters", "Send…", "Clear"]);
    const underlined = page.locator(".editor-instance .squiggly-info");
    await workbench.until(
      "two underlines",
      () => underlined.count(),
      (count) => count === 2,
    );
    await editor.goTo(2, 6);
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`check-${theme}`);
    }
    await editor.goTo(2, 6);
    await page.keyboard.press("Control+.");
    const menu = page.locator(".action-widget");
    await menu.getByText('Replace “ by "').waitFor();
    await workbench.screenshot("check-fixes");
    await page.keyboard.press("Enter");
    await editor.textWhen("one replaced", (text) => text.includes('Your "order” has'));
    await workbench.until(
      "one underline",
      () => underlined.count(),
      (count) => count === 1,
    );
    // What stands before it moves it.
    await editor.goTo(1, 1);
    await editor.type("A new line\n");
    await editor.goTo(3, 12);
    await page.keyboard.press("Control+.");
    await menu.getByText('Replace ” by "').waitFor();
    await page.keyboard.press("Enter");
    await editor.textWhen(
      "both replaced",
      (text) => text.includes('Your "order" has') && text.includes("Title –"),
    );
    await workbench.until(
      "no underline",
      () => underlined.count(),
      (count) => count === 0,
    );
    await workbench.clearNotifications();
  });
});

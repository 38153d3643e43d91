import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launchWorkbench, type LaunchedWorkbench } from "../host/e2e.js";
import { freePort } from "../host/processes.js";
import type { View } from "../host/view.js";
import { backedUp } from "./support/backups.js";
import { balanceText, messagesView, run } from "./support/flows.js";
import { settingsWith } from "./support/sms.js";

/** The status bar item of the text message in the active editor. */
const STATUS = "smsforai.sms-for-ai.document";

const THEMES = ["dark", "hc", "light"] as const;

const BODY = "Your order “Blue Mug” has shipped – it arrives tomorrow between 9 and 12, at the latest.";
const PLAIN = 'Your order "Blue Mug" has shipped - it arrives tomorrow between 9 and 12, at the latest.';

/** A text is written, mended and sent, by the keyboard alone; in order: each step begins where the last ended. */
describe("a text message as a document", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  let messages: View;

  before(async () => {
    workbench = await launchWorkbench({ settings: settingsWith(await freePort()) });
    messages = messagesView(workbench);
    await run(workbench, "Try the Sandbox");
    await balanceText(workbench, "SANDBOX $10.00");
    await messages.open();
  });
  after(() => workbench.close());

  async function press(...keys: string[]): Promise<void> {
    for (const key of keys) await workbench.page.keyboard.press(key);
  }

  /** Waits until so many places are underlined. */
  async function underlined(level: "info" | "warning" | "error", count: number): Promise<void> {
    const places = workbench.page.locator(`.view-overlays .squiggly-${level}`);
    await workbench.until(
      `${count} underlined`,
      () => places.count(),
      (found) => found === count,
    );
  }

  /** Chooses from the quick fixes at the cursor. */
  async function quickFix(title: RegExp): Promise<void> {
    const { page } = workbench;
    await workbench.editor.focused();
    await press("ControlOrMeta+.");
    const row = page.locator(".action-widget .monaco-list-row.action", { hasText: title });
    await row.waitFor();
    const focused = page.locator(".action-widget .monaco-list-row.focused");
    while (!title.test(await focused.innerText())) await press("ArrowDown");
    await press("Enter");
    await row.waitFor({ state: "hidden" });
  }

  it("opens where the number is typed", async () => {
    await run(workbench, "Compose SMS");
    await workbench.editor.textWhen("the header", (text) => text.startsWith("To: \nFrom: "));
    await workbench.editor.type("+1202555");
    await underlined("error", 1);
    await workbench.editor.type("0100");
    await underlined("error", 0);
  });

  it("underlines what forces UCS-2, marks the second segment, and says length and cost", async () => {
    await workbench.editor.focused();
    await press("ControlOrMeta+End");
    await workbench.editor.type(BODY);
    await underlined("info", 3);
    const status = await workbench.statusBarText(STATUS, (text) => text.includes("88") && text.includes("$"));
    assert.match(status, /^2 segments \(UCS-2, 88 characters\), \d+ left · \$0\.\d+$/);
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await underlined("info", 3);
      await workbench.screenshot(`document-${theme}`);
    }
  });

  it("says what a mark and an underlined character are", async () => {
    for (const [column, words] of [
      [12, /GSM-7/],
      [68, /Segment 2 begins here/],
    ] as const) {
      await workbench.editor.goTo(4, column);
      await press("ControlOrMeta+k", "ControlOrMeta+i");
      const hover = workbench.page.locator(".monaco-hover:not(.hidden)", { hasText: words });
      await hover.first().waitFor();
      await workbench.screenshot(`document-hover-${column}`);
      await press("Escape");
    }
  });

  it("replaces all of them at once", async () => {
    await workbench.editor.goTo(4, 12);
    await quickFix(/Replace All 3/);
    await workbench.editor.textWhen("plain characters", (text) => text.includes(PLAIN));
    await underlined("info", 0);
    await workbench.statusBarText(STATUS, (text) => text.startsWith("1 segment (GSM-7, 88 characters)"));
  });

  it("goes to what is wrong instead of sending it", async () => {
    await workbench.editor.goTo(2, 7);
    await workbench.editor.type("No. 1 in mugs");
    await underlined("error", 1);
    await workbench.editor.goTo(4, 1);
    await run(workbench, "Send This Document…");
    assert.match(await workbench.notifications.shown("Not sent"), /Line 2: /);
    await workbench.notifications.close("Not sent");
    // What is wrong is selected: typing takes its place.
    await workbench.editor.type("MugShop");
    await workbench.editor.textWhen("the sender ID", (text) => text.includes("From: MugShop"));
    await underlined("error", 0);
    await underlined("warning", 1);
  });

  it("asks for the whole, sends, and shows the delivery", async () => {
    await run(workbench, "Send This Document…");
    const { message, detail } = await workbench.modal.read("send this text to");
    assert.match(message, /SANDBOX.*\+1 202 555 0100/);
    for (const fact of [/MugShop/, /1 segment/, /Estimated cost: \$/, /"Blue Mug"/])
      assert.match(detail, fact);
    await press("Enter");
    await workbench.notifications.shown(/sent to/);
    await workbench.until(
      "delivery in the row",
      () => messages.row("Your order").getAttribute("aria-label"),
      (label) => label?.includes("delivered") === true,
    );
    await workbench.clearNotifications();
    assert.match(await workbench.editor.text(), /Blue Mug/);
  });

  it("asks again for each send, and offers to edit", async () => {
    await run(workbench, "Send This Document…");
    await workbench.modal.read("send this text to");
    await workbench.modal.press("Edit");
    await workbench.statusBarText("status.editor.selection", (text) => text === "Ln 4, Col 89");
    await workbench.editor.type(" Thank you!");
    await workbench.editor.textWhen("more text", (text) => /latest\.\s+Thank you!/.test(text));
    await messages.rowsWhen("still one message", (rows) => rows.length === 1);
  });

  it("keeps what is not saved when the window is loaded anew", async () => {
    await workbench.statusBarText(STATUS, (text) => text.includes("99 characters"));
    await backedUp(workbench, "latest. Thank you!");
    await workbench.reload();
    await workbench.editor.textWhen("the text", (text) => /latest\.\s+Thank you!/.test(text));
    await workbench.statusBarText(STATUS, (text) => text.includes("99 characters"));
    await underlined("warning", 1);
  });

  it("offers the recent recipient and the last sender ID", async () => {
    await run(workbench, "Compose SMS");
    await workbench.editor.textWhen("the header", (text) => text.startsWith("To: \nFrom: "));
    await workbench.editor.focused();
    await press("Control+Space");
    const offered = workbench.page.locator(".suggest-widget.visible .monaco-list-row");
    await offered.filter({ hasText: "+1 202 555 0100" }).waitFor();
    await workbench.screenshot("document-completion");
    await press("Enter");
    await workbench.editor.textWhen("the number", (text) => text.startsWith("To: +1 202 555 0100"));
    await press("ArrowDown", "End", "Control+Space");
    await offered.filter({ hasText: "MugShop" }).waitFor();
    await press("Enter");
    await workbench.editor.textWhen("the sender ID", (text) => text.includes("From: MugShop"));
  });

  it("asks for the values of a template's placeholders, back and forth, and for the number", async () => {
    const { quickInput } = workbench;
    const file = join(workbench.workspace, "reminder.sms");
    const template = "To:\nFrom:\n\nHello {{first name}}, see you at {{time}}. Bye, {{first name}}\n";
    writeFileSync(file, template);
    await workbench.editor.open("reminder.sms");
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`template-${theme}`);
    }
    await run(workbench, "Send This Document…");
    await quickInput.opened(/\(1\/3\)/);
    await quickInput.row(/Fill from a CSV/).waitFor();
    assert.match(
      (await quickInput.rows()).join("\n"),
      /Type the Values.*first name, time[^]*Fill from a CSV/,
    );
    await workbench.screenshot("template-way");
    await quickInput.accept();
    await quickInput.opened(/\(2\/3\)/);
    await quickInput.enter("{{time}}");
    await quickInput.opened(/\(3\/3\)/);
    await quickInput.type("eight");
    await quickInput.message(/1 segment/);
    await press("Control+Alt+Minus");
    await quickInput.opened(/\(2\/3\)/);
    assert.equal(await quickInput.value(), "{{time}}");
    await quickInput.enter("Zoë");
    await quickInput.opened(/\(3\/3\)/);
    assert.equal(await quickInput.value(), "eight");
    await quickInput.cancel();
    await quickInput.closed();
    await run(workbench, "Send This Document…");
    await quickInput.opened(/\(1\/3\)/);
    await quickInput.accept();
    await quickInput.opened(/\(2\/3\)/);
    assert.equal(await quickInput.value(), "Zoë");
    await quickInput.accept();
    await quickInput.opened(/\(3\/3\)/);
    await quickInput.accept();
    await quickInput.opened(/\(1\/1\)/);
    await quickInput.type("+12025550101");
    await quickInput.row(/^\s*\+1 202 555 0101\s*$/).waitFor();
    await quickInput.accept();
    const { detail } = await workbench.modal.read("send this text to");
    assert.match(detail, /Hello Zoë, see you at eight\. Bye, Zoë$/);
    await press("Enter");
    await messages.rowsWhen("both messages", (rows) => rows.some((row) => row.includes("Hello Zoë")));
    assert.equal(readFileSync(file, "utf8"), template);
  });

  it("hands a template over to be filled from a CSV", async () => {
    const { quickInput } = workbench;
    await workbench.editor.shown("reminder.sms");
    await run(workbench, "Send This Document…");
    await quickInput.opened(/\(1\/3\)/);
    await press("ArrowDown");
    await quickInput.accept();
    await quickInput.opened(/Send to Many/);
    await quickInput.cancel();
    await quickInput.closed();
  });
});

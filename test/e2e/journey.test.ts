import assert from "node:assert/strict";
import { launchWorkbench, type LaunchedWorkbench } from "../host/e2e.js";
import { freePort } from "../host/processes.js";
import type { View } from "../host/view.js";
import { pictureForReadme } from "./support/pictures.js";
import { fillIn, giveRecipient } from "./support/flows.js";
import { BALANCE, settingsWith } from "./support/sms.js";

const THEMES = ["dark", "hc", "light"] as const;

/** One person's first hour, in order: each step begins where the one before ended. */
describe("from the welcome view to signing out", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  let messages: View;

  before(async () => {
    workbench = await launchWorkbench({ settings: settingsWith(await freePort()) });
    messages = workbench.view("SMS for AI", "Messages");
  });
  after(() => workbench.close());

  async function inEveryTheme(name: string): Promise<void> {
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`${name}-${theme}`);
    }
  }

  it("welcomes with the two ways in", async () => {
    await messages.open();
    const welcome = await messages.welcome(/Sandbox/);
    assert.match(welcome, /Try the Sandbox/);
    assert.match(welcome, /Sign In/);
    assert.equal(await workbench.statusBarItem(BALANCE).isVisible(), false);
    await inEveryTheme("welcome");
  });

  it("offers no command in the palette that needs a row or an account", async () => {
    const titles = (await workbench.commandsFor("SMS for AI: ")).join("\n");
    assert.match(titles, /Send SMS/);
    assert.doesNotMatch(titles, /Copy Number|Open Details|Send Again|Sign Out|Load More/);
  });

  it("starts the sandbox", async () => {
    await messages.clickWelcome("Try the Sandbox");
    assert.match(await workbench.statusBarText(BALANCE, (text) => text.includes("$")), /SANDBOX \$10\.00$/);
    assert.match(await messages.welcome(/No messages/), /Send SMS/);
  });

  it("names the country while a number is typed", async () => {
    const { quickInput } = workbench;
    await messages.clickWelcome("Send SMS");
    await quickInput.opened("Send SMS – SANDBOX");
    await quickInput.type("2025550100");
    await quickInput.row(/2025550100/).waitFor();
    assert.match((await quickInput.rows()).join(), /Begin with \+/);
    await quickInput.type("+1202");
    await quickInput.row(/\+1 202/).waitFor();
    await quickInput.acceptInVain();
    await quickInput.opened(/\(1\/3\)/);
    await quickInput.type("+12025550100");
    await quickInput.row(/\+1 202 555 0100/).waitFor();
    assert.match((await quickInput.rows()).join(), /United States/);
  });

  it("asks once for the whole, then sends", async () => {
    const { quickInput, modal } = workbench;
    await quickInput.accept();
    await quickInput.opened(/\(2\/3\)/);
    await quickInput.type("Your table is booked for eight.");
    await quickInput.message("1 segment (GSM-7, 31 characters)");
    await quickInput.accept();
    await quickInput.opened(/\(3\/3\)/);
    await quickInput.type("MyShop!");
    await quickInput.message(/Letters, digits and spaces only/);
    assert.equal(await quickInput.severity(), "error");
    await quickInput.type("MyShop");
    await quickInput.message(/do not carry/);
    await quickInput.accept();
    const { message, detail, buttons } = await modal.read(/Your table/);
    assert.match(message, /SANDBOX.*\+1 202 555 0100/);
    for (const fact of [
      /SANDBOX/,
      /United States/,
      /MyShop/,
      /1 segment/,
      /Estimated cost: \$/,
      /Balance after: about \$9\./,
    ]) {
      assert.match(detail, fact);
    }
    assert.deepEqual(buttons.toSorted(), ["Cancel", "Edit", "Send"]);
    await pictureForReadme(workbench, "confirmation");
    await modal.click("Send");
    assert.match(await workbench.notifications.shown(/sent to/), /\+1 202 555 0100 · price \$/);
  });

  it("shows the message at once, the lower balance, and the delivery", async () => {
    const [row] = await messages.rowsWhen("the message", (rows) => rows.length === 1);
    assert.match(row ?? "", /\+12025550100 now · Your table is booked/);
    await workbench.statusBarText(BALANCE, (text) => text.includes("$9.99"));
    await workbench.until(
      "delivery in the row",
      () => messages.row("Your table").getAttribute("aria-label"),
      (label) => label?.includes("delivered") === true,
    );
    assert.match(await messages.tooltip("Your table"), /Status: delivered/);
  });

  it("opens the details", async () => {
    await workbench.clearNotifications();
    await messages.click("Your table");
    await workbench.editor.shown("Message 1");
    const text = await workbench.editor.textWhen("delivered", (shown) => shown.includes("Status: delivered"));
    for (const fact of [/"\+12025550100"/, /MyShop/, /Your table is booked for eight\./, /nvia_message_id/]) {
      assert.match(text, fact);
    }
    await inEveryTheme("details");
  });

  it("copies from the row's menu", async () => {
    await messages.chooseFromContextMenu("Your table", "Copy Number");
    await workbench.until(
      "the clipboard",
      () => workbench.clipboard(),
      (text) => text === "+12025550100",
    );
    await messages.chooseFromContextMenu("Your table", "Copy Text");
    await workbench.until(
      "the clipboard",
      () => workbench.clipboard(),
      (text) => text.endsWith("eight."),
    );
  });

  it("sends a selection", async () => {
    const { editor, quickInput, modal } = workbench;
    await editor.open("order-shipped.js");
    await editor.select("Your order has shipped and arrives tomorrow between 9 and 12.");
    await editor.contextMenu();
    await workbench.chooseFromMenu("Send Selected Text as SMS");
    await quickInput.opened(/\(1\/3\)/);
    await quickInput.row(/\+1 202 555 0100/).waitFor();
    await giveRecipient(workbench, "+447700900123");
    await quickInput.accept();
    await quickInput.opened(/\(3\/3\)/);
    await quickInput.accept();
    const { detail } = await modal.read(/Your order/);
    assert.match(detail, /country not certain/);
    assert.match(detail, /at most \$/);
    await modal.click("Send");
    await messages.rowsWhen(
      "both messages",
      (rows) => rows.length === 2 && (rows[0] ?? "").includes("Your order"),
    );
    await workbench.notifications.shown(/sent to/);
    await workbench.clearNotifications();
  });

  it("filters by status", async () => {
    await workbench.runCommand("SMS for AI: Send SMS…");
    await fillIn(workbench, { to: "+12025550190", body: "This one will not arrive.", senderId: "" });
    await workbench.modal.click("Send");
    await workbench.until(
      "the failure in the row",
      () => messages.row("will not arrive").getAttribute("aria-label"),
      (label) => label?.includes("failed") === true,
    );
    await workbench.clearNotifications();
    await pictureForReadme(workbench, "messages");
    await inEveryTheme("tree");
    await messages.titleAction("Filter Messages");
    await workbench.quickInput.pick("failed");
    await messages.rowsWhen(
      "only the failed one",
      (rows) => rows.length === 1 && (rows[0] ?? "").includes("not arrive"),
    );
    assert.match(await messages.message(), /failed/);
    await messages.titleAction("Show All Messages");
    await messages.rowsWhen("all again", (rows) => rows.length === 3);
  });

  it("finds a price by dial code and begins a text to that country", async () => {
    const { quickInput } = workbench;
    await workbench.clickStatusBarItem(BALANCE);
    await quickInput.opened(/SANDBOX/);
    await quickInput.pick(/Country Prices/);
    await quickInput.opened(/Country Prices/);
    await quickInput.type("+44");
    await quickInput.row("United Kingdom").waitFor();
    assert.match((await quickInput.rows()).join("\n"), /United Kingdom.*\+44.*\$0\.0/);
    await pictureForReadme(workbench, "prices");
    await quickInput.type("united kingdom");
    await quickInput.pick("United Kingdom");
    await quickInput.pick(/Send SMS to This Country/);
    await quickInput.opened(/\(1\/3\)/);
    assert.equal(await quickInput.value(), "+44");
    await quickInput.cancel();
    await quickInput.closed();
  });

  it("looks right in every theme", async () => {
    const { quickInput, modal } = workbench;
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await workbench.runCommand("SMS for AI: Country Prices…");
      await quickInput.opened(/Country Prices/);
      await quickInput.row("Afghanistan").waitFor();
      await workbench.screenshot(`prices-${theme}`);
      await quickInput.cancel();
      await quickInput.closed();
      await workbench.runCommand("SMS for AI: Send SMS…");
      await fillIn(workbench, { to: "+12025550102", body: "See you at eight.", senderId: "MyShop" });
      await workbench.screenshot(`confirmation-${theme}`);
      await modal.cancel();
    }
  });

  it("is still signed in after a reload, and keeps its messages", async () => {
    await workbench.reload();
    await workbench.statusBarText(BALANCE, (text) => text.includes("SANDBOX $9."));
    await messages.open();
    await messages.rowsWhen("the messages", (rows) => rows.length === 3);
  });

  it("clears the sandbox after asking", async () => {
    await messages.titleAction("Clear Sandbox");
    await workbench.modal.read(/Remove all messages/);
    await workbench.modal.click("Clear Sandbox");
    await messages.welcome(/No messages/);
    await workbench.statusBarText(BALANCE, (text) => text.includes("$10.00"));
  });

  it("signs out after asking", async () => {
    await workbench.runCommand("SMS for AI: Sign Out…");
    await workbench.modal.read(/Sign out of/);
    await workbench.modal.cancel();
    assert.ok(await workbench.statusBarItem(BALANCE).isVisible());
    await workbench.runCommand("SMS for AI: Sign Out…");
    await workbench.modal.click("Sign Out");
    await messages.welcome(/Try the Sandbox/);
    await workbench.statusBarItem(BALANCE).waitFor({ state: "hidden" });
  });
});

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { LaunchedWorkbench } from "../host/e2e.js";
import { Workbench } from "../host/workbench.js";
import { sendByCurl } from "./support/curl.js";
import { balanceText, compose, focusMessages, messagesView, run } from "./support/flows.js";
import { notificationButton } from "./support/keys.js";
import { pictureForReadme } from "./support/pictures.js";
import { launchWithSandbox, type Sandbox } from "./support/sandbox.js";

const NUMBER = "+12025550142";
const OTHER_NUMBER = "+447700900123";

describe("an app that sends to the sandbox", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  let sandbox: Sandbox;

  before(async () => {
    ({ workbench, sandbox } = await launchWithSandbox({ "smsForAi.sandbox.rateLimitPerMinute": 0 }));
    await messagesView(workbench).open();
    await messagesView(workbench).clickWelcome("Try the Sandbox");
    await messagesView(workbench).welcome("No messages yet.");
    await balanceText(workbench, "SANDBOX $10.00");
  });
  after(() => workbench.close());

  async function clipboardIs(text: string): Promise<void> {
    await workbench.until(
      "the clipboard",
      () => workbench.clipboard(),
      (found) => found === text,
    );
  }

  /** How many notifications tell of arrivals. */
  async function notices(): Promise<string[]> {
    return (await workbench.notifications.messages()).filter((text) => /the code|in the sandbox/.test(text));
  }

  it("is seen at once, with the code that it sent", async () => {
    await sendByCurl(sandbox, NUMBER, "Your Acme code is 482913. Do not share it.");
    await messagesView(workbench).rowsWhen(
      "the text",
      (rows) => rows[0] === `${NUMBER} now · Your Acme code is 482913. Do not share it.`,
    );
    const text = await workbench.notifications.shown("is the code");
    assert.equal(text, `Text to ${NUMBER}: 482913 is the code.`);
    assert.deepEqual(await workbench.notifications.buttons("is the code"), ["Copy Code", "Details"]);
    for (const theme of ["dark", "hc", "light"] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`arrival-${theme}`);
    }
    await pictureForReadme(workbench, "arrival");
    await notificationButton(workbench, "482913 is the code", "Copy Code");
    await clipboardIs("482913");
  });

  it("offers the code as the first action of its row, and in the row's menu", async () => {
    await workbench.page.evaluate("navigator.clipboard.writeText('')");
    const messages = messagesView(workbench);
    await messages.row("482913").hover();
    const actions = messages.row("482913").locator(".actions .action-label");
    assert.match((await actions.first().getAttribute("aria-label")) ?? "", /^Copy Code/);
    await workbench.screenshot("row-with-code");
    await messages.rowAction("482913", "Copy Code");
    await clipboardIs("482913");
    await workbench.page.evaluate("navigator.clipboard.writeText('')");
    await focusMessages(workbench);
    await workbench.page.keyboard.press("Home");
    await workbench.page.keyboard.press("Shift+F10");
    await workbench.chooseFromMenu("Copy Code");
    await clipboardIs("482913");
  });

  it("is told of in a notification where there is a code, and else in the status bar", async () => {
    await sendByCurl(sandbox, NUMBER, "Your table is booked for eight.");
    const mention = `A text to ${NUMBER} arrived in the sandbox.`;
    await workbench.page.locator(".statusbar-item", { hasText: mention }).waitFor();
    await messagesView(workbench).rowsWhen(
      "the text",
      (rows) => rows[0]?.includes("booked for eight") === true,
    );
    await messagesView(workbench).row("booked for eight").hover();
    const actions = messagesView(workbench).row("booked for eight").locator(".actions .action-label");
    assert.match((await actions.first().getAttribute("aria-label")) ?? "", /^Send Again/);
    await sendByCurl(sandbox, OTHER_NUMBER, "551122 is your code");
    await workbench.notifications.shown(`Text to ${OTHER_NUMBER}: 551122 is the code.`);
    assert.equal((await notices()).length, 1);
    await notificationButton(workbench, "551122 is the code", "Details");
    await workbench.editor.shown("Message 3");
    await workbench.page.locator(".codelens-decoration a", { hasText: "Copy Code 551122" }).waitFor();
    const text = await workbench.editor.textWhen("estimate", (shown) => shown.includes("Estimate: "));
    // +44 is the dial code of several countries: less than the dearest of them is no difference.
    assert.match(text, /Estimate: at most \$[\d.]+ \(country not certain\)/);
    assert.doesNotMatch(text, /Difference/);
  });

  it("tells once of a burst", async () => {
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => sandbox.send(NUMBER, `Your code is ${600_000 + index}`)),
    );
    const words = new RegExp(
      `^(\\d+) texts arrived in the sandbox\\. The newest to \\${NUMBER}: 6000\\d\\d is the code\\.$|` +
        `^Text to \\${NUMBER}: 6000\\d\\d is the code\\.$`,
    );
    const tell = async (): Promise<number> =>
      Number(words.exec(await workbench.notifications.shown(words))?.[1] ?? 1);
    let told = await tell();
    assert.ok(told > 1);
    await messagesView(workbench).rowsWhen("the last one", (rows) =>
      rows.some((row) => row.includes("600049")),
    );
    assert.equal((await notices()).length, 1);
    await workbench.screenshot("arrival-burst");
    await workbench.clearNotifications();
    // What arrived while it stood there is told of when it is gone; a slow machine takes a while for all.
    while (told < 50) {
      told += await tell();
      await workbench.clearNotifications();
    }
    assert.equal(told, 50);
  });

  it("is told of where the messages are not shown, and in windows that never showed them", async () => {
    const folder = join(workbench.workspace, "second");
    mkdirSync(folder);
    const second = new Workbench(await workbench.context.newPage(), workbench.server, folder);
    await second.open();
    await balanceTextOrSwitch(second);
    await sendByCurl(sandbox, NUMBER, "Your PIN is 7731");
    await second.notifications.shown("7731 is the code");
    await messagesView(second).open();
    await messagesView(second).rowsWhen("the text", (rows) => rows[0]?.includes("Your PIN is 7731") === true);
    await second.page.close();
    await workbench.notifications.shown("7731 is the code");
    await workbench.clearNotifications();
  });

  /** Takes the sandbox in a window without opening the view. */
  async function balanceTextOrSwitch(window: Workbench): Promise<void> {
    await run(window, "Try the Sandbox");
    await balanceText(window, "SANDBOX $9.");
  }

  it("is not this window's composer", async () => {
    await compose(workbench, { to: NUMBER, body: "Your code is 909090" });
    await workbench.modal.click("Send");
    await workbench.notifications.shown("sent to");
    await messagesView(workbench).rowsWhen("the text", (rows) => rows[0]?.includes("909090") === true);
    await sendByCurl(sandbox, NUMBER, "Your code is 818181");
    await workbench.notifications.shown("818181 is the code");
    assert.equal((await notices()).length, 1, (await notices()).join("\n"));
  });
});

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LaunchedWorkbench } from "../host/e2e.js";
import { assertHolds, balanceText, messagesView, run } from "./support/flows.js";
import { notificationButton, tabTo } from "./support/keys.js";
import { launchWithSandbox, type Sandbox } from "./support/sandbox.js";

const THEMES = ["dark", "hc", "light"] as const;

const NUMBERS = Array.from({ length: 30 }, (_, index) => `+1202555${String(100 + index).padStart(4, "0")}`);

const CSV = [
  "Name;Mobile number;Due",
  ...NUMBERS.map((number, index) => `Person ${index + 1};${number};${index + 1} May`),
  "Twice;+1 202 555 0100;1 June",
  "Wrong;+1 202 555 CALL;2 June",
].join("\r\n");

/** Thirty people get a text; in order: each step begins where the last ended. By the keyboard alone. */
describe("sending to many", function () {
  this.bail(true);
  this.timeout(180_000);
  let workbench: LaunchedWorkbench;
  let sandbox: Sandbox;

  before(async () => {
    // The limit holds the run up, so that there is time to cancel it.
    ({ workbench, sandbox } = await launchWithSandbox({ "smsForAi.sandbox.rateLimitPerMinute": 25 }));
    writeFileSync(join(workbench.workspace, "people.csv"), `\ufeff${CSV}\r\n`);
    await run(workbench, "Try the Sandbox");
    await balanceText(workbench, "SANDBOX $10.00");
    await messagesView(workbench).open();
  });
  after(() => workbench.close());

  it("reads the recipients of the open file and finds the column", async () => {
    const { editor, quickInput } = workbench;
    await editor.open("people.csv");
    await run(workbench, "Send to Many…");
    await quickInput.opened(/Send to Many – SANDBOX \(1\/5\)/);
    await quickInput.row(/people\.csv/).waitFor();
    await quickInput.accept();
    await quickInput.opened(/\(2\/5\)/);
    await workbench.screenshot("bulk-column");
    await quickInput.accept();
    await quickInput.opened(/\(3\/5\)/);
  });

  it("says which placeholder no column fills", async () => {
    const { quickInput } = workbench;
    await quickInput.type("Hi {{nickname}}");
    await quickInput.message("No column fills {{nickname}}.");
    assert.equal(await quickInput.severity(), "error");
    await quickInput.enter("Hi {{name}}, your invoice is due on {{due}}.");
    await quickInput.opened(/\(4\/5\)/);
    await quickInput.accept();
    await quickInput.opened(/\(5\/5\)/);
    await quickInput.row(/people-results\.csv/).waitFor();
    await quickInput.accept();
  });

  it("shows a preview, and asks for a yes with the total typed back", async () => {
    const { modal, quickInput, page } = workbench;
    const { message, detail, buttons } = await modal.read("send 30 texts?");
    assert.match(message, /SANDBOX/);
    assertHolds(detail, [
      "people.csv",
      "Texts: 30, segments: 30",
      "Estimated cost: $0.",
      "Balance after: about $9.",
      "numbers that are not right: 1, duplicates: 1",
      "people-results.csv",
    ]);
    assert.ok(buttons.includes("Continue…"));
    await workbench.screenshot("bulk-confirmation");
    await page.keyboard.press("Enter");
    await quickInput.opened(/Send to Many/);
    await quickInput.type("31");
    await quickInput.message(/not the number/);
    assert.deepEqual(await sandbox.messages(), []);
    await quickInput.enter("30");
  });

  it("is cancelled, and says what was sent", async () => {
    const { notifications } = workbench;
    await workbench.until(
      "the limit is reached",
      async () => (await notifications.messages()).join("\n"),
      (text) => text.includes("goes on at"),
    );
    await workbench.screenshot("bulk-progress");
    await notificationButton(workbench, /sending to many/, "Cancel");
    const said = await notifications.shown(/stopped/);
    assert.match(said, /SANDBOX: stopped\. \d+ sent · \d+ left · \$0\.\d+/);
    assert.deepEqual(await notifications.buttons(/stopped/), ["Resume", "Open Results"]);
    await workbench.screenshot("bulk-stopped");
  });

  it("is offered again after the window was closed, and goes on where it stopped", async () => {
    const { notifications, page, modal } = workbench;
    await workbench.changeSettings({ "smsForAi.sandbox.rateLimitPerMinute": 0 });
    await notifications.shown(/was interrupted/);
    await notificationButton(workbench, /was interrupted/, "Resume…");
    const { detail } = await modal.read("go on sending to many?");
    assert.match(detail, /people\.csv/);
    assert.match(detail, /\d+ sent[\s\S]*\d+ left/);
    await workbench.screenshot("bulk-resume");
    await page.keyboard.press("Enter");
    assert.match(await notifications.shown(/30 sent/), /SANDBOX: 30 sent · \$0\.\d+/);
    const sent = await sandbox.messages();
    assert.deepEqual(sent.map(({ to }) => to).sort(), [...NUMBERS].sort());
    assert.equal(
      sent.find(({ to }) => to === NUMBERS[4])?.body,
      "Hi Person 5, your invoice is due on 5 May.",
    );
  });

  it("has written the results", async () => {
    await notificationButton(workbench, /30 sent/, "Open Results");
    await workbench.editor.shown("people-results.csv");
    const lines = readFileSync(join(workbench.workspace, "people-results.csv"), "utf8")
      .trimEnd()
      .split("\r\n");
    assert.equal(lines.length, 31);
    assert.equal(lines[0], "\ufeffnumber,status,id,price,error");
    for (const [index, number] of NUMBERS.entries()) {
      assert.match(lines[index + 1] ?? "", new RegExp(`^\\${number},sent,\\d+,0\\.\\d{6},$`));
    }
    const kept = readdirSync(join(workbench.server.dataFolder, "User"), {
      recursive: true,
      encoding: "utf8",
    });
    const [journal = ""] = kept.filter((file) => /bulk.[\w-]+\.jsonl$/.test(file));
    const text = readFileSync(join(workbench.server.dataFolder, "User", journal), "utf8");
    assert.doesNotMatch(text, /invoice|\+1202/);
  });

  it("asks before the same texts go once more, and leaves them out", async () => {
    const { editor, quickInput, modal } = workbench;
    await workbench.clearNotifications();
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await editor.open("people.csv");
      await run(workbench, "Send to Many…");
      await quickInput.opened(/\(1\/5\)/);
      await workbench.screenshot(`bulk-source-${theme}`);
      await quickInput.accept();
      await quickInput.opened(/\(2\/5\)/);
      await quickInput.accept();
      await quickInput.opened(/\(3\/5\)/);
      await quickInput.type("Hi {{Name}}, your invoice is due on {{Due}}.");
      await quickInput.message(/before the columns are filled in/);
      await workbench.screenshot(`bulk-text-${theme}`);
      await quickInput.accept();
      await quickInput.opened(/\(4\/5\)/);
      await quickInput.accept();
      await quickInput.opened(/\(5\/5\)/);
      await quickInput.row(/people-results-2\.csv/).waitFor();
      await quickInput.accept();
      await modal.read("30 of these texts went to their numbers lately");
      await workbench.screenshot(`bulk-recent-${theme}`);
      await tabTo(workbench, "Send Once More");
      await modal.read("send 30 texts?");
      await workbench.screenshot(`bulk-confirmation-${theme}`);
      await tabTo(workbench, "Cancel");
    }
    assert.equal((await sandbox.messages()).length, 30);
  });
});

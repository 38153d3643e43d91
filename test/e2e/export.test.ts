import assert from "node:assert/strict";
import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import type { LaunchedWorkbench } from "../host/e2e.js";
import { assertHolds, balanceText, messagesView, run } from "./support/flows.js";
import { notificationButton } from "./support/keys.js";
import { launchWithSandbox, type Sandbox } from "./support/sandbox.js";
import { BALANCE } from "./support/sms.js";

const THEMES = ["dark", "hc", "light"] as const;

/** More than one page, of several countries; one of them fails. */
const COUNT = 45;
const FAILING = "+12025550190";
const TEXTS = [
  "=1+1",
  'He said "hi",\nthen left',
  "Grüße 😀; bis bald",
  "\u202eright to left",
  "Your code is 482913.",
];

function recipient(index: number): string {
  if (index === 3) return FAILING;
  return index % 4 === 0 ? "+61491570006" : `+1202555${String(100 + index).padStart(4, "0")}`;
}

/** Messages leave as files, and are added up; in order: each step begins where the last ended. */
describe("exporting messages, and what they cost", function () {
  this.bail(true);
  this.timeout(180_000);
  let workbench: LaunchedWorkbench;
  let sandbox: Sandbox;

  before(async () => {
    ({ workbench, sandbox } = await launchWithSandbox({
      "smsForAi.sandbox.rateLimitPerMinute": 0,
      "smsForAi.sandbox.deliveryDelay": 0,
    }));
    await run(workbench, "Try the Sandbox");
    await balanceText(workbench, "SANDBOX $10.00");
    for (let index = 0; index < COUNT; index++)
      assert.equal((await sandbox.send(recipient(index), TEXTS[index % TEXTS.length] ?? "")).status, 200);
    await messagesView(workbench).open();
  });
  after(() => workbench.close());

  /** Names the file in the dialog, which is a quick input in the browser. */
  const nameFile = async (name: string): Promise<void> => {
    const { quickInput } = workbench;
    await quickInput.opened("Export Messages");
    // It fills in the name that it offers a moment after it opens.
    await quickInput.value((value) => value.endsWith(".csv"));
    await quickInput.enter(join(workbench.workspace, name));
  };
  const saveAs = async (name: string): Promise<void> => {
    await nameFile(name);
    await workbench.quickInput.closed();
  };
  const written = (name: string): string => readFileSync(join(workbench.workspace, name), "utf8");
  const files = (): string[] => readdirSync(workbench.workspace).sort();
  let atFirst: string[];

  it("offers a name that says what is in it", async () => {
    const { quickInput } = workbench;
    atFirst = files();
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await run(workbench, "Export Messages…");
      await quickInput.opened("Export Messages to .csv or .json");
      const offered = await quickInput.value((value) => value.endsWith(".csv"));
      assert.match(offered, /\/sms-messages-\d{4}-\d\d-\d\d\.csv$/);
      assert.ok(offered.startsWith(`${workbench.workspace}/`), offered);
      await workbench.screenshot(`export-file-${theme}`);
      await quickInput.cancel();
      await quickInput.closed();
    }
    assert.deepEqual(files(), atFirst);
  });

  it("writes CSV of all messages, those that are not loaded too", async () => {
    await run(workbench, "Export Messages…");
    await saveAs("all.csv");
    assert.equal(await workbench.notifications.shown(/Exported/), `Exported ${COUNT} messages to all.csv.`);
    await workbench.screenshot("export-done");
    // Before the notification hides by itself.
    await notificationButton(workbench, /Exported/, "Open");
    const { data } = Papa.parse<Record<string, string>>(written("all.csv"), {
      header: true,
      skipEmptyLines: true,
    });
    const kept = await sandbox.messages();
    assert.deepEqual(
      data.map(({ id, status, to, body }) => ({ id, status, to, body })),
      kept.map(({ id, status, to, body }) => ({
        id: String(id),
        status,
        to,
        body: body.startsWith("=") ? `'${body}` : body,
      })),
    );
    assert.deepEqual(new Set(data.map(({ country }) => country)), new Set(["US", "AU"]));
    await workbench.editor.shown("all.csv");
    assert.deepEqual(files(), [...atFirst, "all.csv"].sort());
  });

  it("writes JSON of what matches the filter", async () => {
    const { quickInput } = workbench;
    await workbench.clearNotifications();
    await run(workbench, "Filter Messages…");
    await quickInput.opened("Filter Messages");
    await quickInput.pick("failed");
    await messagesView(workbench).rowsWhen("the failed one", (rows) => rows.length === 1);
    await run(workbench, "Export Messages…");
    await quickInput.opened("Export Messages");
    assert.match(
      await quickInput.value((value) => value.endsWith(".csv")),
      /sms-messages-failed-[\d-]+\.csv$/,
    );
    await saveAs("failed.json");
    assert.equal(await workbench.notifications.shown(/Exported/), "Exported 1 message to failed.json.");
    const failed = (await sandbox.messages()).filter(({ status }) => status === "failed");
    const exported = JSON.parse(written("failed.json")) as { raw: unknown }[];
    assert.deepEqual(
      exported.map(({ raw }) => raw),
      failed,
    );
    await run(workbench, "Show All Messages");
    await messagesView(workbench).rowsWhen("all again", (rows) => rows.length > 1);
    await workbench.clearNotifications();
  });

  it("tells what the messages cost, from the status bar's menu", async () => {
    const { editor } = workbench;
    await workbench.clickStatusBarItem(BALANCE);
    await workbench.quickInput.opened("SANDBOX");
    await workbench.quickInput.pick("Show Spending");
    await editor.shown("Spending.txt");
    const shown = await editor.textWhen("figures", (text) => text.includes("Country"));
    assertHolds(shown, [
      "Account: SANDBOX",
      "Messages counted: 20",
      "Older messages are not loaded, and not counted.",
      "Filter: none",
      "Australia",
      "United States",
    ]);
    await workbench.page.locator(".codelens-decoration", { hasText: "Export Messages" }).waitFor();
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`spending-${theme}`);
    }
  });

  it("counts what is loaded further back", async () => {
    const { editor, page } = workbench;
    await page.locator(".codelens-decoration a", { hasText: "Load All Messages" }).click();
    const shown = await editor.textWhen("nothing left", (text) => text.includes("There are no older ones."));
    const kept = await sandbox.messages();
    const cost = kept.reduce((sum, { price_usd }) => sum + Math.round(price_usd * 1e6), 0) / 1e6;
    assert.match(
      shown,
      new RegExp(`All +${COUNT} +${COUNT - 1} +1 +0 +\\$${String(cost).replace(".", "\\.")}`),
    );
    await workbench.screenshot("spending-all");
  });

  it("offers another file when one cannot be written", async function () {
    if (process.platform === "win32") this.skip();
    const { notifications, quickInput } = workbench;
    symlinkSync("/dev/null", join(workbench.workspace, "device.csv"));
    const there = files();
    await run(workbench, "Export Messages…");
    await nameFile("device.csv");
    await quickInput.opened("device.csv already exists");
    await quickInput.accept();
    const said = await notifications.shown(/Nothing was exported/);
    assert.equal(
      said,
      "Nothing was exported: device.csv cannot be written. It is no file that could be replaced.",
    );
    await workbench.screenshot("export-failed");
    await notificationButton(workbench, /Nothing was exported/, "Choose Another File");
    await saveAs("other.json");
    assert.match(await notifications.shown(/^Exported/), /to other\.json\.$/);
    assert.deepEqual(files(), [...there, "other.json"].sort());
    assert.equal((JSON.parse(written("other.json")) as unknown[]).length, COUNT);
    await workbench.clearNotifications();
  });

  /** Begins an export that has to wait a good while for the server's limit, which is used up first. */
  const beginWaiting = async (): Promise<void> => {
    const { notifications, quickInput } = workbench;
    await workbench.until(
      "the limit is reached",
      // After a reload it may not listen yet, though the window shows the balance.
      () =>
        sandbox.fetch("/balance").then(
          ({ status, headers }) => (status === 429 ? Number(headers.get("retry-after")) : 0),
          () => 0,
        ),
      (seconds) => seconds > 40,
      90_000,
    );
    await run(workbench, "Export Messages…");
    await nameFile("all.csv");
    await quickInput.opened("all.csv already exists");
    await quickInput.accept();
    await notifications.shown(/waiting for the server/);
  };
  const nothingLeft = async (there: readonly string[], old: string): Promise<void> => {
    await workbench.until(
      "nothing is left",
      () => Promise.resolve(files()),
      (left) => left.join() === there.join(),
    );
    assert.equal(written("all.csv"), old);
  };

  it("waits for the server's limit, and leaves nothing when it is cancelled", async () => {
    const { notifications } = workbench;
    await workbench.changeSettings({ "smsForAi.sandbox.rateLimitPerMinute": 30 });
    await balanceText(workbench, "SANDBOX");
    const [there, old] = [files(), written("all.csv")];
    await beginWaiting();
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`export-waiting-${theme}`);
    }
    assert.equal(files().length, there.length + 1);
    await notificationButton(workbench, /exporting messages/, "Cancel");
    await nothingLeft(there, old);
    assert.doesNotMatch((await notifications.messages()).join("\n"), /Exported|not completed/);
  });

  it("leaves nothing when the window closes", async () => {
    const [there, old] = [files(), written("all.csv")];
    await beginWaiting();
    assert.equal(files().length, there.length + 1);
    await workbench.reload();
    await nothingLeft(there, old);
    await balanceText(workbench, "SANDBOX");
  });

  it("leaves nothing when the account is signed out, and says so", async () => {
    const { modal, notifications } = workbench;
    const [there, old] = [files(), written("all.csv")];
    await beginWaiting();
    await run(workbench, "Sign Out…");
    await modal.read();
    await modal.press("Sign Out");
    assert.match(await notifications.shown(/account changed/), /^Nothing was exported to all\.csv/);
    await workbench.screenshot("export-signed-out");
    await nothingLeft(there, old);
  });
});

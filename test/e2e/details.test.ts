import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { launchWorkbench, type LaunchedWorkbench } from "../host/e2e.js";
import { freePort } from "../host/processes.js";
import { hasCurl, runProgram } from "./support/curl.js";
import { assertHolds, compose, messagesView, openFirstRow, refresh, run, signIn } from "./support/flows.js";
import { OtherServer } from "./support/otherServer.js";
import { Sandbox } from "./support/sandbox.js";
import { settingsWith } from "./support/sms.js";

const NUMBER = "+12025550142";
const BODY = 'Your Acme code is 482-913. It\'s “yours” for $5 `now` \\n "ok"!';
const TOKEN = `smsai_other_${randomBytes(12).toString("hex")}`;

describe("the details of a message", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  let sandbox: Sandbox;
  let other: OtherServer;

  before(async () => {
    const port = await freePort();
    other = await OtherServer.start("/v1", new Map([[TOKEN, "Editor"]]));
    workbench = await launchWorkbench({ settings: settingsWith(port) });
    sandbox = new Sandbox(workbench.server, port);
    await messagesView(workbench).open();
    await messagesView(workbench).clickWelcome("Try the Sandbox");
    await messagesView(workbench).welcome("No messages yet.");
  });
  after(async () => {
    await workbench.close();
    await other.stop();
  });

  /** The actions above the text. */
  async function lenses(): Promise<string[]> {
    const found = await workbench.page.locator(".editor-instance .codelens-decoration a").allInnerTexts();
    return found.map((text) => text.trim());
  }

  async function clipboardWhen(holds: (text: string) => boolean): Promise<string> {
    return workbench.until("the clipboard", () => workbench.clipboard(), holds);
  }

  it("tell the statuses that were seen, and the estimate beside the price", async () => {
    await compose(workbench, { to: NUMBER, body: BODY });
    await workbench.modal.click("Send");
    await workbench.notifications.shown("sent to");
    await workbench.clearNotifications();
    await openFirstRow(workbench, workbench.page.locator(".tab", { hasText: "Message 1" }));
    await workbench.editor.shown("Message 1");
    const text = await workbench.editor.textWhen("delivered", (shown) => shown.includes(': delivered"'));
    assertHolds(text, [
      "Status: delivered",
      "Seen in this window:",
      "Estimate: ",
      "1 segment at $0.01, United States)",
      "Text: |",
    ]);
    assert.match(text, /- ".*: sent"\n\s+- ".*: delivered"/);
  });

  it("offer what can be done above the text", async () => {
    const found = await workbench.until("lenses", lenses, (all) => all.length === 4);
    assert.deepEqual(found, ["Copy Code 482913", "Send Again…", "Copy Number", "Copy as curl…"]);
    for (const theme of ["dark", "hc", "light"] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`details-lenses-${theme}`);
    }
    await workbench.page.locator(".codelens-decoration a", { hasText: "Copy Code" }).click();
    await clipboardWhen((text) => text === "482913");
  });

  it("are reached by the palette", async () => {
    await workbench.editor.focus();
    await run(workbench, "Copy Number");
    await clipboardWhen((text) => text === NUMBER);
    await run(workbench, "Copy Text");
    await clipboardWhen((text) => text === BODY);
    await run(workbench, "Copy Code");
    await clipboardWhen((text) => text === "482913");
  });

  it("copy a command that sends the text again when it is run", async function () {
    await run(workbench, "Copy as curl…");
    await workbench.quickInput.opened("Copy as curl");
    await workbench.screenshot("copy-as-curl");
    await workbench.quickInput.pick("POSIX shell");
    assert.match(
      await workbench.notifications.shown("Copied."),
      /Running it sends the text again \(SANDBOX\)\. It reads the token from SMSFORAI_TOKEN\./,
    );
    await workbench.clearNotifications();
    const command = await clipboardWhen((text) => text.startsWith("curl "));
    assert.ok(!command.includes(sandbox.token));
    if (!(await hasCurl())) this.skip();
    const answer = await runProgram("sh", ["-s"], { SMSFORAI_TOKEN: sandbox.token }, `${command}\n`);
    assert.match(answer, /"status":\s*"sent"/);
    const [newest, first, ...others] = await sandbox.messages();
    assert.deepEqual(others, []);
    assert.equal(newest?.body, BODY);
    assert.equal(newest.to, first?.to);
    await messagesView(workbench).rowsWhen("the text again", (rows) => rows.length === 2);
  });

  it("copy the same for PowerShell", async () => {
    await workbench.clearNotifications();
    await run(workbench, "Copy as curl…");
    await workbench.quickInput.opened("Copy as curl");
    await workbench.quickInput.pick("PowerShell");
    const command = await clipboardWhen((text) => text.includes("curl.exe"));
    assert.match(command, /^'\{"to":"\+12025550142",.*\}' \| curl\.exe .*\$env:SMSFORAI_TOKEN/);
    await workbench.clearNotifications();
  });

  it("begin the text again", async () => {
    await run(workbench, "Send Again…");
    await workbench.quickInput.opened("(1/3)");
    await workbench.quickInput.value((value) => value.replace(/[^+\d]/g, "") === NUMBER);
    await workbench.quickInput.cancel();
    await workbench.quickInput.closed();
    await workbench.clearNotifications();
  });

  it("say that a message was deleted, and nothing else does", async () => {
    await run(workbench, "Clear Sandbox…");
    await workbench.modal.read("Remove all messages");
    await workbench.modal.click("Clear Sandbox");
    await messagesView(workbench).welcome("No messages yet.");
    await workbench.editor.textWhen("gone", (text) =>
      text.includes("# The server does not know this message any more."),
    );
    assert.deepEqual(await workbench.notifications.messages(), []);
    await workbench.screenshot("details-gone");
  });

  it("say how the price differs from the estimate, and show what is hidden in a text", async () => {
    other.seed({ to: NUMBER, body: `${"Long ".repeat(40)}\u202eevil\u0007\u200b`, price: 0.0079 });
    await signIn(workbench, other.baseUrl, TOKEN);
    const messages = messagesView(workbench);
    await messages.rowsWhen("the list", (rows) => rows.length === 1);
    await messages.click("Long Long");
    const text = await workbench.editor.textWhen("difference", (shown) => shown.includes("Difference"));
    assert.match(text, /Price: \$0\.0079|Price: "\$0\.0079"/);
    assert.match(text, /Estimate: "\$0\.0316 \(4 segments at \$0\.0079, United States\)"/);
    assert.match(text, /Difference: charged \$0\.0237 less than estimated/);
    assertHolds(await workbench.editor.text(), ["‹U+202E›evil␇‹U+200B›"]);
    await workbench.screenshot("details-difference");
  });

  it("follow a message that the list does not hold, once the list is read again", async () => {
    other.seed({ to: NUMBER, body: "Failing", status: "failed" });
    const [, long] = other.messages;
    assert.ok(long !== undefined);
    await refresh(workbench, other);
    // Out of the list by its status, and changed on the server.
    await run(workbench, "Filter Messages…");
    await workbench.quickInput.pick("failed");
    await messagesView(workbench).rowsWhen("the failed one", (rows) => rows.length === 1);
    long.body = "Said otherwise";
    await run(workbench, "Refresh Messages");
    await workbench.editor.textWhen("the new text", (text) => text.includes("Said otherwise"));
  });
});

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LaunchedWorkbench } from "../host/e2e.js";
import {
  assertHolds,
  atStep,
  balanceText,
  compose,
  giveRecipient,
  messagesView,
  run,
} from "./support/flows.js";
import { launchWithSandbox, type Sandbox } from "./support/sandbox.js";

const ORDINARY = "+12025550142";

describe("what becomes of a text", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  let sandbox: Sandbox;
  const view = (): ReturnType<typeof messagesView> => messagesView(workbench);

  before(async () => {
    ({ workbench, sandbox } = await launchWithSandbox({
      "smsForAi.sandbox.startSignedIn": true,
      "smsForAi.sandbox.rateLimitPerMinute": 0,
      "smsForAi.sandbox.deliveryDelay": 0,
      "smsForAi.balance.warnBelow": 50,
    }));
  });
  after(() => workbench.close());

  it("warns once of a low balance", async () => {
    const { notifications } = workbench;
    assert.equal(await notifications.shown("is down to"), "The balance of SANDBOX is down to $10.00.");
    assert.deepEqual(await notifications.buttons("is down to"), ["Change Threshold"]);
    await notifications.close("is down to");
    await view().open();
    await view().welcome("No messages yet.");
    await run(workbench, "Refresh Balance");
    await run(workbench, "Copy Diagnostics");
    await notifications.shown("Diagnostics");
    assert.deepEqual((await notifications.messages()).length, 1);
    await notifications.close("Diagnostics");
  });

  for (const [to, shown, status] of [
    [ORDINARY, "+1 202 555 0142", "delivered"],
    ["+12025550188", "+1 202 555 0188", "sent"],
    ["+12025550190", "+1 202 555 0190", "failed"],
  ] as const) {
    it(`sends to ${to}, which ends ${status}`, async () => {
      const question = await compose(workbench, { to, body: `Ends ${status}` });
      assert.equal(question.message, `SANDBOX: send this text to ${shown}?`);
      assert.deepEqual([...question.buttons].sort(), ["Cancel", "Edit", "Send"]);
      await workbench.modal.click("Send");
      assert.match(
        await workbench.notifications.shown("sent to"),
        new RegExp(`^SANDBOX: sent to \\+1 202 .* price \\$0\\.\\d+`),
      );
      await workbench.notifications.close("sent to");
      await view().rowsWhen("on top", (rows) => rows[0] === `${to} now · Ends ${status}`);
      if (status === "failed") {
        assert.match(
          await workbench.notifications.shown("could not be delivered"),
          /^The text to \+12025550190 could not be delivered: \w/,
        );
        await workbench.notifications.close("could not be delivered");
      }
      await workbench.until(
        "its status",
        () => view().tooltip(to),
        (text) => text.includes(`Status: ${status}`),
      );
      assert.equal(await sandbox.countTo(to), 1);
    });
  }

  for (const [to, shown, reason] of [
    ["+12025550191", "+1 202 555 0191", /^Not sent\. There are not enough credits for this\.$/],
    [
      "+12025550192",
      "+1 202 555 0192",
      /^Not sent\. The server does not allow this: The spending limit of this token is reached\.$/,
    ],
    [
      "+12025550193",
      "+1 202 555 0193",
      /^Not sent\. The server does not allow this: This IP address is not whitelisted\.$/,
    ],
    [
      "+12025550194",
      "+1 202 555 0194",
      /^Not sent\. The server found fault with it: to: The to field is not a number/,
    ],
    [
      "+12025550195",
      "+1 202 555 0195",
      /^Not sent\. Too many requests for now\..* Try again in (30|2\d) s, at .*\d:\d\d/,
    ],
  ] as const) {
    it(`says why a text to ${to} was not sent, and offers it again`, async () => {
      const { notifications, quickInput } = workbench;
      const body = `Never to ${to.slice(-3)}`;
      await compose(workbench, { to, body });
      await workbench.modal.click("Send");
      assert.match(await notifications.shown("Not sent."), reason);
      await notifications.click("Not sent.", "Edit and Send");
      await atStep(workbench, 1);
      assert.equal(await quickInput.value((value) => value !== ""), shown);
      await giveRecipient(workbench, to);
      assert.equal(await quickInput.value((value) => value !== ""), body);
      await quickInput.cancel();
      await quickInput.closed();
      assert.equal(await sandbox.countTo(to), 0);
      await notifications.gone("sending to");
      await notifications.gone("Not sent.");
    });
  }

  for (const [to, accepted, reason] of [
    ["+12025550189", 1, "The service had a failure (HTTP 500). SMS gateway failure."],
    ["+12025550196", 0, "The service had a failure (HTTP 500). SMS gateway failure."],
    ["+12025550198", 0, "The connection to the server was cut"],
    ["+12025550199", 1, "The connection to the server was cut"],
  ] as const) {
    it(`says that a text to ${to} may have been sent, and ${accepted === 1 ? "finds it" : "keeps it"}`, async () => {
      const { notifications, quickInput } = workbench;
      const body = `Doubtful to ${to.slice(-3)}`;
      const formatted = `+1 202 555 0${to.slice(-3)}`;
      const isUnsettled = (row: string): boolean => row.includes("may have been sent") && row.includes(body);
      await compose(workbench, { to, body });
      await workbench.modal.click("Send");
      // At once: it is looked for after some seconds, and may be found then.
      await view().rowsWhen("above the messages", (rows) => isUnsettled(rows[0] ?? ""));
      const told = await notifications.shown("may have been sent");
      assertHolds(told, [
        `The text to ${formatted} may have been sent. ${reason}`,
        "It is looked for in the messages of SANDBOX, and stands above them until it is found.",
      ]);
      assert.deepEqual(await notifications.buttons("may have been sent"), ["Open Messages"]);
      await notifications.close("may have been sent");
      if (accepted === 1) {
        await notifications.shown(`SANDBOX: the text to ${to} was sent after all.`);
        await notifications.close("was sent after all");
        const rows = await view().rowsWhen("settled", (all) => !all.some(isUnsettled));
        assert.ok(rows.some((row) => row.includes(body)));
      }
      // What may have been sent is no draft that could be sent by mistake.
      await run(workbench, "Send SMS…");
      await atStep(workbench, 1);
      assert.equal(await quickInput.value(), "");
      await quickInput.cancel();
      await quickInput.closed();
      assert.equal(await sandbox.countTo(to), accepted);
      if (accepted === 1) return;
      await view().rowAction(body, "Look Again");
      await notifications.shown("Nothing of the text to");
      await notifications.close("Nothing of the text to");
      await view().chooseFromContextMenu(body, "Discard…");
      await workbench.modal.click("Discard");
      await view().rowsWhen("discarded", (all) => !all.some(isUnsettled));
    });
  }

  it("does not know what became of a text that was cancelled under way", async () => {
    const { notifications } = workbench;
    const to = "+12025550197";
    await compose(workbench, { to, body: "Cancelled under way" });
    await workbench.modal.click("Send");
    await notifications.click("SANDBOX: sending to +1 202 555 0197", "Cancel");
    assertHolds(await notifications.shown("may have been sent"), [
      "The text to +1 202 555 0197",
      "It was cancelled.",
    ]);
    await notifications.close("may have been sent");
    await notifications.shown(`SANDBOX: the text to ${to} was sent after all.`);
    await notifications.close("was sent after all");
    assert.equal(await sandbox.countTo(to), 1);
    await balanceText(workbench, "SANDBOX $9.");
  });

  it("keeps what was typed when a step is left, and when one goes back", async () => {
    const { quickInput, modal } = workbench;
    await run(workbench, "Send SMS…");
    await atStep(workbench, 1);
    await quickInput.type("+1 202 555");
    await quickInput.cancel();
    await run(workbench, "Send SMS…");
    await atStep(workbench, 1);
    assert.equal(await quickInput.value((value) => value !== ""), "+1 202 555");
    await giveRecipient(workbench, ORDINARY);
    await quickInput.type("Half a text");
    await quickInput.cancel();
    await run(workbench, "Send SMS…");
    await giveRecipient(workbench, ORDINARY);
    assert.equal(await quickInput.value((value) => value !== ""), "Half a text");
    await quickInput.accept();
    await atStep(workbench, 3);
    await quickInput.type("MyApp");
    await quickInput.clickButton("Back");
    await atStep(workbench, 2);
    assert.equal(await quickInput.value((value) => value !== ""), "Half a text");
    await quickInput.clickButton("Back");
    await atStep(workbench, 1);
    assert.equal(await quickInput.value((value) => value !== ""), "+1 202 555 0142");
    await giveRecipient(workbench, ORDINARY);
    await quickInput.accept();
    await atStep(workbench, 3);
    assert.equal(await quickInput.value((value) => value !== ""), "MyApp");
    await quickInput.cancel();
    await run(workbench, "Send SMS…");
    await giveRecipient(workbench, ORDINARY);
    await quickInput.accept();
    await atStep(workbench, 3);
    assert.equal(await quickInput.value((value) => value !== ""), "MyApp");
    await quickInput.accept();
    await modal.read("Half a text");
    await modal.click("Edit");
    await atStep(workbench, 2);
    assert.equal(await quickInput.value((value) => value !== ""), "Half a text");
    await quickInput.cancel();
    await quickInput.closed();
    assert.equal(await sandbox.countTo(ORDINARY), 1);
  });

  /** Opens a file with this text and everything in it selected. */
  async function openFile(name: string, text: string): Promise<void> {
    writeFileSync(join(workbench.workspace, name), text);
    await workbench.editor.open(name);
  }

  it("sends a selection in a file with CRLF with single line breaks", async () => {
    await openFile("crlf.txt", "First line\r\nSecond line\r\n");
    await workbench.editor.selectAll();
    await run(workbench, "Send Selected Text as SMS…");
    await giveRecipient(workbench, ORDINARY);
    assert.equal(await workbench.quickInput.value((value) => value !== ""), "First line⏎Second line");
    await workbench.quickInput.message(
      "1 segment (GSM-7, 22 characters), 138 left · $0.01 · ⏎ stands for a line break",
    );
    await workbench.quickInput.accept();
    await atStep(workbench, 3);
    await workbench.quickInput.accept();
    const { detail } = await workbench.modal.read("send this text");
    assert.ok(detail.endsWith("\n\nFirst line\nSecond line"), detail);
    await workbench.modal.click("Send");
    await workbench.notifications.shown("sent to");
    await workbench.notifications.close("sent to");
    assert.equal((await sandbox.messages())[0]?.body, "First line\nSecond line");
  });

  it("joins several selections", async () => {
    await openFile("lines.txt", "alpha\nbeta\ngamma\n");
    await workbench.editor.goTo(1, 1);
    await workbench.runCommand("Add Cursor Below");
    await workbench.quickInput.closed();
    await workbench.page.keyboard.press("Shift+End");
    await workbench.page.locator(".editor-instance .selected-text").nth(1).waitFor();
    await run(workbench, "Send Selected Text as SMS…");
    await giveRecipient(workbench, ORDINARY);
    assert.equal(await workbench.quickInput.value((value) => value !== ""), "alpha⏎beta");
    await workbench.quickInput.cancel();
  });

  it("refuses a text of more than 1600 characters at once", async () => {
    const { quickInput } = workbench;
    await openFile("long.txt", "x".repeat(1601));
    await workbench.editor.selectAll();
    await run(workbench, "Send Selected Text as SMS…");
    await giveRecipient(workbench, ORDINARY);
    await quickInput.message("Too long by 1: at most 1600 characters.");
    assert.equal(await quickInput.severity(), "error");
    await quickInput.acceptInVain();
    await atStep(workbench, 2);
    await quickInput.cancel();
    await quickInput.closed();
  });

  it("makes characters visible that would hide or reorder a listed text", async () => {
    const answer = await sandbox.send(ORDINARY, "invoice\u202Egpj.exe\u0007 and\u200Bmore");
    assert.equal(answer.status, 200);
    const visible = "invoice‹U+202E›gpj.exe␇ and‹U+200B›more";
    await view().rowsWhen("visible", (rows) => rows[0] === `${ORDINARY} now · ${visible}`);
    assertHolds(await view().tooltip("invoice"), [visible]);
  });
});

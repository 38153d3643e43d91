import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { LaunchedWorkbench } from "../host/e2e.js";
import { globalStorage } from "../host/paths.js";
import { assertHolds, compose, messagesView, openFirstRow, run } from "./support/flows.js";
import { pictureForReadme } from "./support/pictures.js";
import { launchWithSandbox, type Sandbox } from "./support/sandbox.js";

const ORDINARY = "+12025550142";
/** The sandbox accepts the message and cuts the connection. */
const ACCEPTED_AND_CUT = "+12025550199";
/** The sandbox cuts the connection, and nothing is sent. */
const CUT = "+12025550198";

describe("a text of which nobody knows whether it was sent", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  let sandbox: Sandbox;
  const view = (): ReturnType<typeof messagesView> => messagesView(workbench);

  before(async () => {
    ({ workbench, sandbox } = await launchWithSandbox({
      "smsForAi.sandbox.startSignedIn": true,
      "smsForAi.sandbox.rateLimitPerMinute": 0,
      "smsForAi.sandbox.deliveryDelay": 0,
    }));
    await view().open();
    await view().welcome("No messages yet.");
  });
  after(() => workbench.close());

  /** The files of the journal, with what is in them. */
  function journal(): { readonly name: string; readonly mode: number; readonly text: string }[] {
    const folder = join(globalStorage(join(workbench.server.dataFolder, "User")), "outbox");
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name, parentPath }) => ({
        name,
        mode: statSync(join(parentPath, name)).mode & 0o777,
        text: readFileSync(join(parentPath, name), "utf8"),
      }));
  }

  /** Waits for the question, and answers it. */
  async function answer(question: string, button: string): Promise<void> {
    await workbench.modal.read(question);
    await workbench.modal.press(button);
  }

  /** Opens the choices of the first row, by keyboard alone. */
  async function whatToDo(): Promise<void> {
    const title = workbench.page.locator(".quick-input-title:visible", { hasText: "SANDBOX: text to" });
    await openFirstRow(workbench, title);
    await workbench.quickInput.opened("SANDBOX: text to");
  }

  /** Chooses what is to be done about the first row, by keyboard alone. */
  async function decide(action: string): Promise<void> {
    await whatToDo();
    await workbench.quickInput.choose(action);
  }

  it("is found by itself when one message fits it, and its text leaves the journal", async () => {
    const body = "Found by itself";
    await compose(workbench, { to: ACCEPTED_AND_CUT, body });
    await workbench.modal.press("Send");
    // At once: it is looked for after some seconds.
    const [row = ""] = await view().rowsWhen("unsettled", (rows) => rows[0]?.includes("may have") === true);
    const written = journal().filter(({ text }) => text.includes(body));
    assertHolds(row, [ACCEPTED_AND_CUT, "may have been sent", body]);
    assert.deepEqual(
      written.map(({ mode }) => mode),
      [0o600],
    );
    await workbench.notifications.shown("was sent after all");
    await workbench.clearNotifications();
    await view().rowsWhen("settled", (rows) => rows.length === 1 && rows[0]?.includes("may") === false);
    for (const { text } of journal()) {
      assert.ok(!text.includes(body));
      assert.ok(!text.includes(ACCEPTED_AND_CUT));
    }
  });

  it("leaves the choice to a person, by keyboard, when several messages fit", async () => {
    const body = "Which of two";
    await compose(workbench, { to: ACCEPTED_AND_CUT, body });
    await workbench.modal.press("Send");
    await workbench.notifications.shown("may have been sent");
    // An app sends the very same to the very same number, before it is looked for.
    await sandbox.send(ACCEPTED_AND_CUT, body).catch(() => undefined);
    await workbench.notifications.shown("Say which message it is.");
    await workbench.clearNotifications();
    const [row = ""] = await view().rowsWhen("a choice", (rows) => rows[0]?.includes("which of 2") === true);
    assertHolds(row, ["which of 2 messages is it?", body]);
    await whatToDo();
    await pictureForReadme(workbench, "unsettled");
    const rows = await workbench.quickInput.rows();
    assert.equal(rows.filter((text) => text.includes("It is message")).length, 2);
    await workbench.quickInput.accept();
    await workbench.quickInput.closed();
    await view().rowsWhen("settled", (all) => !all.some((text) => text.includes("which of 2")));
    assert.equal(await sandbox.countTo(ACCEPTED_AND_CUT), 3);
  });

  it("stays through a reload, and can be sent once more after a second yes", async () => {
    const body = "Perhaps not";
    await compose(workbench, { to: CUT, body });
    await workbench.modal.press("Send");
    await workbench.notifications.shown("may have been sent");
    await workbench.clearNotifications();
    await workbench.reload();
    await view().open();
    await view().rowsWhen("still there", (rows) => rows[0]?.includes(body) === true);
    await decide("Send Anyway…");
    const { detail } = await workbench.modal.read("send this text to");
    assertHolds(detail, ["This text may already have been sent: then it arrives, and costs, twice."]);
    await workbench.modal.press("Send Anyway");
    // The second one replaces the first: it is cut as well, and one stands there again.
    await workbench.notifications.shown("may have been sent");
    await workbench.clearNotifications();
    await view().rowsWhen("one", (rows) => rows.filter((row) => row.includes(body)).length === 1);
    await decide("Discard…");
    await answer("forget the text to", "Discard");
    await view().rowsWhen("discarded", (rows) => !rows.some((row) => row.includes(body)));
    assert.equal(await sandbox.countTo(CUT), 0);
  });

  it("asks once more before the same text goes to the same number, in another window too", async () => {
    const text = { to: ORDINARY, body: "Once is enough" };
    await compose(workbench, text);
    await workbench.modal.press("Send");
    await workbench.notifications.shown("SANDBOX: sent to");
    await workbench.clearNotifications();
    const second = await workbench.secondWindow();
    await compose(second, text);
    await second.modal.press("Send");
    const { detail } = await second.modal.read("send the same text to");
    assertHolds(detail, ["It went to this number already."]);
    await second.screenshot("duplicate");
    await second.modal.cancel();
    assert.equal(await sandbox.countTo(ORDINARY), 1);
    await second.page.close();
    await compose(workbench, text);
    await workbench.modal.press("Send");
    await answer("send the same text to", "Send Once More");
    await workbench.notifications.shown("SANDBOX: sent to");
    await workbench.clearNotifications();
    assert.equal(await sandbox.countTo(ORDINARY), 2);
  });

  it("is cleared with all local data", async () => {
    await run(workbench, "Clear Local Data…");
    await answer("Remove what SMS for AI keeps on this machine?", "Clear Local Data");
    await view().welcome("No messages yet.");
    assert.deepEqual(journal(), []);
    assert.deepEqual(await sandbox.messages(), []);
  });
});

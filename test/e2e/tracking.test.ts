import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { LaunchedWorkbench } from "../host/e2e.js";
import { badge, compose, focusMessages, messagesView, run, signIn } from "./support/flows.js";
import type { OtherServer, StoredMessage } from "./support/otherServer.js";
import { showFiles } from "./support/sideBar.js";
import { launchBesideServers, type TwoServers } from "./support/twoServers.js";

const TOKEN = `smsai_tracking_${randomBytes(12).toString("hex")}`;
const NUMBER = "+12025550142";

/** A server without a stream of events: what becomes of a text is known by asking. */
describe("following deliveries", function () {
  this.bail(true);
  let servers: TwoServers;
  let workbench: LaunchedWorkbench;
  let other: OtherServer;
  const view = (): ReturnType<typeof messagesView> => messagesView(workbench);
  const focusedRow = (): Promise<string> =>
    workbench.page.locator(".part.sidebar .monaco-list-row.focused").getAttribute("aria-label").then(String);

  before(async () => {
    servers = await launchBesideServers("/api/v1", new Map([[TOKEN, "Editor"]]), ["delivered", "failed"]);
    ({ workbench, other } = servers);
    await signIn(workbench, other.baseUrl, TOKEN);
    await view().open();
    await view().rowsWhen("two", (rows) => rows.length === 2);
  });
  after(() => servers.close());

  /** Sends a text, as a person does, and gives what the server has of it. */
  async function send(to: string, body: string): Promise<StoredMessage> {
    await compose(workbench, { to, body });
    await workbench.modal.click("Send Anyway");
    await workbench.notifications.shown("sent to");
    await workbench.clearNotifications();
    await view().rowsWhen("on top", (rows) => rows[0]?.includes(body) === true);
    const [sent] = other.messages;
    assert.ok(sent?.body === body);
    return sent;
  }

  it("changes a row from sent to delivered in place, and counts it on the badge until then", async () => {
    const sent = await send(NUMBER, "On its way");
    await badge(workbench, "1");
    await view().row("On its way").locator(".codicon-check").waitFor();
    await focusMessages(workbench);
    await workbench.page.keyboard.press("Home");
    await workbench.page.keyboard.press("ArrowDown");
    const before = await workbench.until("the row below", focusedRow, (row) => row.includes("Seed number 2"));
    await workbench.screenshot("tracking-badge");
    other.requests.length = 0;
    sent.status = "delivered";
    await view().row("On its way").locator(".codicon-check-all").waitFor();
    await badge(workbench, "");
    assert.equal(await focusedRow(), before);
    assert.equal(await view().hasFocus(), true);
    assert.deepEqual(new Set(other.log), new Set([`GET /sms/${sent.id}`]));
    assert.deepEqual(await workbench.notifications.messages(), []);
  });

  it("tells of a failure once, in plain words, with what to do", async () => {
    const sent = await send(NUMBER, "Will fail");
    await badge(workbench, "1");
    sent.error = "Unknown subscriber [read on](command:workbench.action.quit)";
    sent.status = "failed";
    const text = await workbench.notifications.shown("could not be delivered");
    assert.equal(
      text,
      `The text to ${NUMBER} could not be delivered: Unknown subscriber [read on] (command:workbench.action.quit)`,
    );
    assert.deepEqual(await workbench.notifications.buttons("could not be delivered"), [
      "Details",
      "Send Again",
    ]);
    await badge(workbench, "");
    await view().row("Will fail").locator(".codicon-error").waitFor();
    assert.equal((await workbench.notifications.messages()).length, 1);
    for (const theme of ["light", "hc", "dark"] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`tracking-failure-${theme}`);
    }
    await workbench.notifications.click("could not be delivered", "Details");
    await workbench.editor.shown(`Message ${sent.id}`);
  });

  it("composes it again from the notification", async () => {
    const sent = await send(NUMBER, "Fails too");
    sent.status = "failed";
    assert.equal(
      await workbench.notifications.shown("could not be delivered"),
      `The text to ${NUMBER} could not be delivered.`,
    );
    await workbench.notifications.click("could not be delivered", "Send Again");
    await workbench.quickInput.opened("(1/3)");
    assert.equal(await workbench.quickInput.value(), NUMBER);
    await workbench.quickInput.cancel();
    await workbench.quickInput.closed();
    await workbench.clearNotifications();
  });

  it("tells of a burst in one notification, and shows the failed ones", async () => {
    const sent: StoredMessage[] = [];
    for (const name of ["one", "two", "three"]) sent.push(await send(NUMBER, `Burst ${name}`));
    await badge(workbench, "3");
    for (const [index, message] of sent.entries()) message.status = index === 1 ? "delivered" : "failed";
    const text = await workbench.notifications.shown("could not be delivered");
    assert.equal(text, "2 texts could not be delivered, 1 was delivered.");
    await badge(workbench, "");
    assert.equal((await workbench.notifications.messages()).length, 1);
    await workbench.screenshot("tracking-burst");
    await workbench.notifications.click("could not be delivered", "Show");
    const rows = await view().rowsWhen("failed ones", (found) => found.length === 5);
    assert.match(rows.join("\n"), /Burst three\n.*Burst one\n.*Fails too\n.*Will fail\n.*Seed number 2/);
    await run(workbench, "Show All Messages");
    await view().rowsWhen("all", (found) => found.length > 5);
  });

  it("changes the details of a text that the list does not hold", async () => {
    await run(workbench, "Filter Messages…");
    await workbench.quickInput.pick("failed");
    await view().rowsWhen("the failed ones", (rows) => rows.length === 5);
    await compose(workbench, { to: NUMBER, body: "Out of the list" });
    await workbench.modal.click("Send Anyway");
    await workbench.notifications.shown("sent to");
    const [sent] = other.messages;
    assert.equal(sent?.body, "Out of the list");
    await workbench.notifications.click("sent to", "Details");
    await workbench.editor.textWhen("sent", (text) => text.includes("Status: sent"));
    sent.status = "delivered";
    await workbench.editor.textWhen("delivered", (text) => text.includes("Status: delivered"));
    await workbench.clearNotifications();
    await run(workbench, "Show All Messages");
    await view().rowsWhen("all", (rows) => rows.length > 5);
  });

  it("asks nothing for a view that is hidden, and once when it is shown again", async () => {
    other.fail("GET /sms", { status: 500, body: "" }, { status: 500, body: "" }, { status: 500, body: "" });
    await run(workbench, "Refresh Messages");
    await workbench.until(
      "the failure",
      () => view().message(),
      (message) => message.startsWith("As of now. The service had a failure"),
    );
    await showFiles(workbench);
    other.requests.length = 0;
    await run(workbench, "Refresh Balance");
    await workbench.until(
      "the balance was asked for",
      () => Promise.resolve(other.log),
      (log) => log.length > 0,
    );
    // The balance may be asked for once more: it is due some time after sends.
    const lists = (): string[] => other.log.filter((line) => line.startsWith("GET /sms"));
    assert.deepEqual(lists(), []);
    await view().open();
    await workbench.until(
      "no failure",
      () => view().message(),
      (message) => message === "",
    );
    assert.deepEqual(lists(), ["GET /sms?page=1"]);
  });

  it("goes on after the window was loaded anew", async () => {
    const sent = await send(NUMBER, "Before the reload");
    await badge(workbench, "1");
    await workbench.reload();
    await badge(workbench, "1");
    sent.status = "failed";
    sent.error = "Blocked";
    assert.equal(
      await workbench.notifications.shown("could not be delivered", 30_000),
      `The text to ${NUMBER} could not be delivered: Blocked`,
    );
    await badge(workbench, "");
    await workbench.clearNotifications();
  });

  it("tells nothing where the setting says so", async () => {
    await workbench.changeSettings({ "smsForAi.notifications.delivery": "none" });
    const sent = await send(NUMBER, "In silence");
    await badge(workbench, "1");
    sent.status = "failed";
    await view().row("In silence").locator(".codicon-error").waitFor();
    await workbench.changeSettings({ "smsForAi.notifications.delivery": "all" });
    const told = await send(NUMBER, "Aloud");
    await badge(workbench, "1");
    told.status = "delivered";
    assert.equal(
      await workbench.notifications.shown("was delivered"),
      `The text to ${NUMBER} was delivered.`,
    );
    assert.equal((await workbench.notifications.messages()).length, 1);
  });
});

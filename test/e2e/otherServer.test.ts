import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LaunchedWorkbench } from "../host/e2e.js";
import {
  assertHolds,
  badge,
  balanceText,
  beginSignIn,
  compose,
  logEverything,
  messagesView,
  refresh,
  run,
} from "./support/flows.js";
import { PER_PAGE, type OtherServer, type Shapes } from "./support/otherServer.js";
import { filesWith, logFiles } from "./support/search.js";
import { showFiles } from "./support/sideBar.js";
import { BALANCE } from "./support/sms.js";
import { launchBesideServers, type TwoServers } from "./support/twoServers.js";

const PREFIX = "/some/path/api/v1";
const TOKEN = `smsai_other_${randomBytes(12).toString("hex")}`;
const UNUSUAL_TOKEN = `key.${randomBytes(12).toString("hex")}`;
const WRONG_TOKEN = `smsai_wrong_${randomBytes(12).toString("hex")}`;
const NUMBER = "+12025550142";
const FORMATTED = "+1 202 555 0142";

describe("another server that speaks the API", function () {
  this.bail(true);
  let servers: TwoServers;
  let workbench: LaunchedWorkbench;
  let other: OtherServer;
  let foreign: OtherServer;
  const view = (): ReturnType<typeof messagesView> => messagesView(workbench);
  const shape = (shapes: Partial<Shapes>): void => void Object.assign(other.shapes, shapes);

  before(async () => {
    const names = new Map([
      [TOKEN, "Editor"],
      [UNUSUAL_TOKEN, "Second"],
    ]);
    const statuses = Array.from({ length: 2 * PER_PAGE + 2 }, (_, index) =>
      index % 4 === 3 ? "failed" : "delivered",
    );
    servers = await launchBesideServers(PREFIX, names, statuses);
    ({ workbench, other, foreign } = servers);
    await logEverything(workbench);
  });
  after(() => servers.close());

  it("takes addresses that a token may go to, and no others", async () => {
    const { quickInput } = workbench;
    await run(workbench, "Sign In…");
    await quickInput.opened("Sign In");
    await quickInput.pick("Another server…");
    await quickInput.opened("Address of the Server");
    for (const [address, problem] of [
      ["http://sms.example.com/api/v1", "A token goes over https only; plain http is for this computer."],
      ["sms.example.com", "This is no address. It looks like https://host/api/v1."],
      ["https://ada:secret@sms.example.com/api", "Leave user name and password out of the address."],
      ["https://sms.example.com/api?token=1", "Leave out what follows the path (? or #)."],
    ] as const) {
      await quickInput.type(address);
      assert.equal(await quickInput.message(problem), problem);
      assert.equal(await quickInput.severity(), "error");
      await quickInput.acceptInVain();
      await quickInput.opened("Address of the Server");
    }
    await quickInput.type(`  ${other.baseUrl}/  `);
    await quickInput.message("The API's base URL");
    assert.equal(await quickInput.severity(), "none");
    await quickInput.accept();
    await quickInput.opened(`Token for ${other.host}`);
    assert.deepEqual(other.log, []);
    await quickInput.cancel();
    await quickInput.closed();
  });

  it("keeps what was typed when the server does not accept the token, and takes the right one", async () => {
    const { quickInput } = workbench;
    await beginSignIn(workbench, other.baseUrl);
    assert.equal(await quickInput.masked(), true);
    await quickInput.enter(WRONG_TOKEN);
    await quickInput.message("The server did not accept the token. It may be wrong or revoked.");
    assert.equal(await quickInput.severity(), "error");
    assert.equal(await quickInput.value(), WRONG_TOKEN);
    assert.equal(await quickInput.masked(), true);
    await quickInput.enter(`  Bearer ${TOKEN}  `);
    assert.equal(
      await workbench.notifications.shown("Signed in"),
      `Signed in: Ada Other (Editor) (${other.host})`,
    );
    await workbench.notifications.close("Signed in");
    const authorizations = other.requests.map(({ headers }) => headers.authorization);
    assert.equal(authorizations[0], `Bearer ${WRONG_TOKEN}`);
    assert.deepEqual(new Set(authorizations.slice(1)), new Set([`Bearer ${TOKEN}`]));
    assert.deepEqual(other.log.slice(0, 2), ["GET /me", "GET /me"]);
  });

  it("shows host and balance in the status bar", async () => {
    assert.match(await balanceText(workbench, "$"), new RegExp(`${other.host} \\$12\\.35$`));
    const tooltip = await workbench.statusBarTooltip("smsforai.sms-for-ai.balance");
    const permissions = "Permissions: sms:send, sms:read";
    assertHolds(tooltip, ["another server", "$12.345678", "User: Ada Other", "Token: Editor", permissions]);
  });

  it("lists messages that have no text and no time", async () => {
    shape({ lean: true, decimals: "string", pages: "none" });
    await view().open();
    const rows = await view().rowsWhen("five and more", (found) => found.length === PER_PAGE + 1);
    assert.deepEqual(rows, [...[12, 11, 10, 9, 8].map((count) => `+447700900${100 + count}`), "Load More…"]);
    assert.match(
      await view().tooltip("+447700900111"),
      /^To: \+447700900111\nStatus: delivered\nPrice: \$0.0079\nID: 11$/,
    );
  });

  it("lists whole messages once the server tells more", async () => {
    shape({ lean: false, pages: "links" });
    await refresh(workbench, other);
    assert.match((await view().rows())[0] ?? "", /^\+447700900112 1 hr\. ago · Seed number 12/);
    shape({ decimals: "number", pages: "meta" });
    await refresh(workbench, other);
    assert.equal((await view().rows()).at(-1), "Load More…");
    assert.match(await view().tooltip("+447700900111"), /Price: \$0.0079\n.*Seed number 11$/s);
  });

  it("loads older messages, from this server only", async () => {
    shape({ pages: "full" });
    other.foreignNext = `${foreign.baseUrl}/sms?page=2&token=please`;
    await refresh(workbench, other);
    await view().click("Load More…");
    await view().rowsWhen("two pages", (rows) => rows.length === 2 * PER_PAGE + 1);
    await view().titleAction("Load More Messages");
    const rows = await view().rowsWhen("all", (found) => found.length === 2 * PER_PAGE + 2);
    assert.match(rows.at(-1) ?? "", /^\+447700900101 .*Seed number 1$/);
    assert.deepEqual(foreign.log, []);
    other.foreignNext = undefined;
  });

  it("lets the server filter", async () => {
    other.requests.length = 0;
    await view().titleAction("Filter Messages");
    await workbench.quickInput.opened("Filter Messages");
    await workbench.quickInput.pick("failed");
    const rows = await view().rowsWhen("failed ones", (found) => found.length === 3);
    assert.deepEqual(
      rows.map((row) => row.slice(0, 13)),
      ["+447700900112", "+447700900108", "+447700900104"],
    );
    assert.deepEqual(other.log, ["GET /sms?page=1&status=failed"]);
    assert.equal(await view().message(), "Status: failed");
    await run(workbench, "Show All Messages");
    await view().rowsWhen("all again", (found) => found.length === PER_PAGE + 1);
  });

  it("opens the details, in whichever envelope the server has them", async () => {
    for (const [one, count] of [
      ["flat", 12],
      ["sms", 11],
      ["data", 10],
    ] as const) {
      shape({ one });
      await view().click(`+4477009001${count}`);
      await workbench.editor.shown(`Message ${count}.yaml`);
      const text = await workbench.editor.textWhen("what the list and the message say", (shown) =>
        shown.includes("gateway_note"),
      );
      assert.match(text, new RegExp(`^ID: "${count}"\\n`));
      assert.match(text, new RegExp(`\\nText: \\|\\n  Seed number ${count}`));
      await workbench.until(
        "asked for it alone",
        () => Promise.resolve(other.log),
        (log) => log.includes(`GET /sms/${count}`),
      );
    }
  });

  for (const [send, balance] of [
    ["flat", ""],
    ["nested", " · balance $12.297778"],
  ] as const) {
    it(`sends and understands the ${send} answer`, async () => {
      shape({ send, decimals: send === "flat" ? "number" : "string", lean: send === "nested" });
      other.requests.length = 0;
      const gb = send === "nested";
      const to = gb ? "+447700900123" : NUMBER;
      const shown = gb ? "+44 7700 900123" : FORMATTED;
      const question = await compose(workbench, {
        to,
        body: `Hello from ${send}`,
        ...(gb ? { senderId: "MyApp" } : {}),
      });
      assert.equal(question.message, `${other.host}: send this text to ${shown}?`);
      assert.deepEqual([...question.buttons].sort(), ["Cancel", "Edit", "Send Anyway"]);
      const cost = gb ? "$0.04" : "$0.0079";
      const after = gb ? "$12.30" : "$12.34";
      assertHolds(question.detail, [
        "This number is reserved for tests",
        `Account: ${other.host} – Ada Other (Editor) (another server, messages may be real)`,
        `To: ${shown}, ${gb ? "country not certain" : "United States"}`,
        `Sender ID: ${gb ? "MyApp" : "none"}`,
        `Length: 1 segment (GSM-7, ${gb ? 17 : 15} characters)`,
        `Estimated cost: ${cost} (1 × ${cost})`,
        `Balance after: about ${after}`,
        `\n\nHello from ${send}`,
      ]);
      assert.ok(!other.log.includes("POST /sms/send"));
      await workbench.modal.click("Send Anyway");
      const done = await workbench.notifications.shown("sent to");
      assert.equal(done, `${other.host}: sent to ${shown} · price ${cost}${balance}`);
      await view().rowsWhen(
        "on top",
        (rows) => rows[0]?.startsWith(`${to} now · Hello from ${send}`) === true,
      );
      await balanceText(workbench, after);
      await workbench.notifications.close("sent to");
      const sends = other.requests.filter(({ method }) => method === "POST");
      assert.deepEqual(
        sends.map(({ path, body }) => [path, JSON.parse(body) as unknown]),
        [[`${PREFIX}/sms/send`, { to, body: `Hello from ${send}`, ...(gb ? { sender_id: "MyApp" } : {}) }]],
      );
      assert.equal(sends[0]?.headers["content-type"], "application/json");
    });
  }

  it("leaves no token on disk, and no text or number in a log", async () => {
    await run(workbench, "Show Log");
    const output = workbench.page.locator(".part.panel .view-lines");
    await workbench.until(
      "requests in the log",
      () => output.innerText(),
      (text) => /POST\s\/sms\/send/.test(text),
    );
    const data = workbench.server.dataFolder;
    const logs = logFiles(data);
    for (const secret of [TOKEN, UNUSUAL_TOKEN, WRONG_TOKEN]) assert.deepEqual(filesWith(data, secret), []);
    for (const told of [NUMBER, FORMATTED, "7700900123", "Hello from", "Seed number", "Ada Other"]) {
      assert.deepEqual(
        filesWith(data, told).filter((file) => logs.includes(file)),
        [],
        told,
      );
    }
    const ours = logs.find((file) => file.endsWith("SMS for AI.log"));
    assert.match(
      readFileSync(join(data, ours ?? ""), "utf8"),
      /\[debug\] POST \/sms\/send → 200 \(\d+ ms\)\n/,
    );
    await workbench.runCommand("View: Toggle Panel Visibility");
  });

  it("asks for nothing but the balance after a reload with no view in sight", async () => {
    // What is on its way would be asked for.
    for (const message of other.messages) message.status = "delivered";
    await badge(workbench, "");
    await showFiles(workbench);
    other.requests.length = 0;
    await workbench.reload();
    await balanceText(workbench, `${other.host} $12.30`);
    // A question that goes to the extension host and back: by then, whatever start-up asks has been asked.
    await run(workbench, "Copy Diagnostics");
    await workbench.notifications.shown("Diagnostics are on the clipboard");
    assert.match(
      await workbench.clipboard(),
      /Session: signedIn, other account\nMessages: idle; balance: ready; prices: idle/,
    );
    assert.deepEqual(other.log, ["GET /balance"]);
  });

  it("has sent the token in one header and nowhere else, and signs out", async () => {
    for (const { path, headers, body } of other.requests) {
      const { authorization, ...rest } = headers;
      assert.ok(!JSON.stringify([path, rest, body]).includes(TOKEN));
      if (path !== PREFIX) assert.equal(authorization, `Bearer ${TOKEN}`);
    }
    assert.deepEqual(foreign.log, []);
    await run(workbench, "Sign Out…");
    await workbench.modal.read("Sign out of");
    await workbench.modal.click("Sign Out");
    await workbench.statusBarItem(BALANCE).waitFor({ state: "hidden" });
    other.requests.length = 0;
    await workbench.reload();
    await view().open();
    await view().welcome("Try the Sandbox");
    await run(workbench, "Switch Account…");
    await workbench.quickInput.opened("Switch Account");
    const rows = await workbench.until(
      "ways",
      () => workbench.quickInput.rows(),
      (found) => found.length > 0,
    );
    assert.deepEqual(rows, ["Sign In…", "Try the Sandbox"]);
    await workbench.quickInput.cancel();
    assert.deepEqual(other.log, []);
  });
});

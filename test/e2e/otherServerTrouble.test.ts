import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { LaunchedWorkbench } from "../host/e2e.js";
import { balanceText, beginSignIn, compose, messagesView, refresh, run, signIn } from "./support/flows.js";
import { PER_PAGE, type OtherServer, type Mishap } from "./support/otherServer.js";
import { BALANCE } from "./support/sms.js";
import { launchBesideServers, type TwoServers } from "./support/twoServers.js";

const PREFIX = "/v1";
const TOKEN = `smsai_other_${randomBytes(12).toString("hex")}`;
const UNUSUAL_TOKEN = `key.${randomBytes(12).toString("hex")}`;

describe("another server's service and its troubles", function () {
  this.bail(true);
  let servers: TwoServers;
  let workbench: LaunchedWorkbench;
  let other: OtherServer;
  let foreign: OtherServer;
  const view = (): ReturnType<typeof messagesView> => messagesView(workbench);

  before(async () => {
    const names = new Map([
      [TOKEN, "Editor"],
      [UNUSUAL_TOKEN, "Second"],
    ]);
    const statuses = Array.from({ length: PER_PAGE }, () => "delivered");
    servers = await launchBesideServers(PREFIX, names, statuses);
    ({ workbench, other, foreign } = servers);
    await signIn(workbench, other.baseUrl, TOKEN);
    await view().open();
  });
  after(() => servers.close());

  it("shows prices, account and the state of the service", async () => {
    const { quickInput } = workbench;
    await run(workbench, "Country Prices…");
    await quickInput.opened(`Country Prices (${other.host})`);
    await quickInput.type("+61");
    const [australia] = await workbench.until(
      "one country",
      () => quickInput.rows(),
      (rows) => rows.length === 1,
    );
    assert.match(australia ?? "", /^Australia, AU \+61 · \$0\.0321/);
    await quickInput.cancel();
    await run(workbench, "Account…");
    await quickInput.opened("Account");
    const facts = await workbench.until(
      "facts",
      () => quickInput.rows(),
      (rows) => rows.length > 0,
    );
    assert.deepEqual(facts, [
      `Account, ${other.host} – another server, messages may be real`,
      "User, Ada Other",
      "Email, ada@example.com",
      "Token, Editor",
      "Permissions, sms:send, sms:read",
      "Credits, $12.345678",
      `Server, ${other.baseUrl}`,
    ]);
    await quickInput.cancel();
    other.requests.length = 0;
    await run(workbench, "Service Status");
    assert.match(
      await workbench.notifications.shown("answered in"),
      /^127\.0\.0\.1:\d+ answered in \d+ ms: Other SMS 1\.7 operational\. The token is accepted \(Ada Other\)\.$/,
    );
    await workbench.notifications.close("answered in");
    const [root, me] = other.requests;
    assert.deepEqual([root?.path, root?.headers.authorization], [PREFIX, undefined]);
    assert.deepEqual([me?.path, me?.headers.authorization], [`${PREFIX}/me`, `Bearer ${TOKEN}`]);
  });

  it("questions a token of another form and takes it all the same", async () => {
    const { quickInput } = workbench;
    await beginSignIn(workbench, other.baseUrl);
    await quickInput.type("smsai_with ümlaut");
    await quickInput.message("letters, digits, - and _ only");
    assert.equal(await quickInput.severity(), "error");
    await quickInput.type(UNUSUAL_TOKEN);
    await quickInput.message("Tokens usually begin with smsai_. Press Enter to try this one all the same.");
    assert.equal(await quickInput.severity(), "warning");
    await quickInput.accept();
    await workbench.notifications.shown("Signed in: Ada Other (Second)");
    await workbench.notifications.close("Signed in: Ada Other (Second)");
  });

  it("signs out of one account after asking, and switches to the other", async () => {
    const { quickInput, modal } = workbench;
    await run(workbench, "Sign Out…");
    const question = await modal.read("Sign out of");
    assert.equal(question.message, `Sign out of Ada Other (Second) (${other.host})?`);
    await modal.cancel();
    await balanceText(workbench, other.host);
    await run(workbench, "Sign Out…");
    await modal.read("Sign out of");
    await modal.click("Sign Out");
    await view().welcome("Try the Sandbox");
    await workbench.statusBarItem(BALANCE).waitFor({ state: "hidden" });
    await view().clickWelcome("Switch Account");
    await quickInput.opened("Switch Account");
    const rows = await workbench.until(
      "accounts",
      () => quickInput.rows(),
      (found) => found.length > 0,
    );
    assert.equal(rows.filter((row) => row.includes(other.host)).length, 1);
    await quickInput.pick(other.host);
    await view().rowsWhen("its messages", (found) => found.length === PER_PAGE);
    await run(workbench, "Account…");
    await quickInput.opened("Account");
    await workbench.until(
      "facts",
      () => quickInput.rows(),
      (found) => found.includes("Token, Editor"),
    );
    await quickInput.cancel();
  });

  const redirect = (): Mishap => ({ status: 302, headers: { Location: `${foreign.baseUrl}/sms` }, body: "" });
  const html: Mishap = { status: 200, headers: { "Content-Type": "text/html" }, body: "<html>Log in</html>" };

  for (const [what, mishap, told] of [
    ["HTML", () => [html], "The answer is not what the SMS for AI API promises."],
    ["half JSON", () => ["half JSON"], "The answer is not what the SMS for AI API promises."],
    ["null", () => [{ status: 200, body: "null" }], "The answer is not what the SMS for AI API promises."],
    ["a redirect", () => [redirect()], "The server answered with a redirect. It is not followed"],
    ["a cut connection", () => ["cut", "cut", "cut"], "The connection to the server was cut"],
    [
      "401",
      () => [{ status: 401, body: "" }],
      "The server did not accept the token. It may be wrong or revoked.",
    ],
    [
      "403",
      () => [{ status: 403, body: '{"message":"IP not listed."}' }],
      "The server does not allow this: IP not listed.",
    ],
    [
      "500",
      () => Array<Mishap>(3).fill({ status: 500, body: "<h1>Oops</h1>" }),
      "The service had a failure (HTTP 500).",
    ],
  ] satisfies [string, () => Mishap[], string][]) {
    it(`keeps the list when a refresh is answered with ${what}, and says so above it`, async () => {
      other.fail("GET /sms", ...mishap());
      await run(workbench, "Refresh Messages");
      await workbench.until(
        "words",
        () => view().message(),
        (text) => text.startsWith("As of now.") && text.includes(told),
      );
      assert.equal((await view().rows()).length, PER_PAGE);
      assert.deepEqual(await workbench.notifications.messages(), []);
      await refresh(workbench, other);
      await workbench.until(
        "no words",
        () => view().message(),
        (text) => text === "",
      );
      assert.deepEqual(foreign.log, []);
    });
  }

  it("tells a failed list with a way to try again", async () => {
    other.fail("GET /sms", html);
    await view().titleAction("Filter Messages");
    await workbench.quickInput.pick("delivered");
    await view().rowsWhen("the way on", (rows) => rows.join() === "Try Again");
    assert.match(
      await view().message(),
      /^Status: delivered · The answer is not what the SMS for AI API promises/,
    );
    await view().click("Try Again");
    await view().rowsWhen("loaded", (rows) => rows.length === PER_PAGE);
    await view().titleAction("Filter Messages");
    await workbench.quickInput.pick("failed");
    await view().welcome("No message has this status.");
    await view().clickWelcome("Show All Messages");
    await view().rowsWhen("all again", (rows) => rows.length === PER_PAGE);
  });

  for (const [what, mishap] of [
    ["a redirect", redirect],
    ["HTML", () => html],
    ["half JSON", () => "half JSON"],
    ["408", () => ({ status: 408, body: "" })],
  ] satisfies [string, () => Mishap][]) {
    it(`says that a text may have been sent when the answer is ${what}`, async () => {
      other.fail("POST /sms/send", mishap());
      other.requests.length = 0;
      await compose(workbench, { to: "+12025550143", body: `Doubtful for ${what}` });
      await workbench.modal.click("Send Anyway");
      await workbench.notifications.shown(/^The text to \+1 202 555 0143 may have been sent\. .*/);
      await workbench.notifications.close("may have been sent");
      await balanceText(workbench, "$");
      assert.equal(other.log.filter((line) => line.startsWith("POST")).length, 1);
      assert.deepEqual(foreign.log, []);
      await view().chooseFromContextMenu(`Doubtful for ${what}`, "Discard…");
      await workbench.modal.click("Discard");
      await view().rowsWhen("discarded", (rows) => !rows.some((row) => row.includes("Doubtful for")));
    });
  }

  it("makes no link of a server's words", async () => {
    const reason = "See [this](command:workbench.action.quit) or https://login.example";
    other.fail("POST /sms/send", { status: 403, body: JSON.stringify({ message: reason }) });
    await compose(workbench, { to: "+12025550143", body: "Refused with a link" });
    await workbench.modal.click("Send Anyway");
    const told = await workbench.notifications.shown("Not sent.");
    assert.match(told, /See \[this\] \(command:workbench\.action\.quit\)/);
    const links = workbench.page.locator(".notification-list-item-message a");
    assert.deepEqual(
      (await links.allInnerTexts()).filter((text) => !text.startsWith("https://")),
      [],
    );
    await workbench.notifications.close("Not sent.");
  });

  it("shows details of what is listed while the server is away, with no pop-up for each", async () => {
    await other.stop();
    await run(workbench, "Refresh Messages");
    const told = async (begin: string): Promise<void> => {
      await workbench.until(
        "words",
        () => view().message(),
        (text) => text.startsWith(begin),
      );
    };
    await told("As of now. The server could not be reached");
    await view().click("Seed number 1");
    await workbench.editor.shown("Message 1");
    // Asked for later, and as patiently as the details are.
    await run(workbench, "Filter Messages…");
    await workbench.quickInput.opened("Filter Messages");
    await workbench.quickInput.choose("delivered");
    await told("Status: delivered · The server could not be reached");
    assert.deepEqual(await workbench.notifications.messages(), []);
  });

  it("goes quiet, not red, when the server is away, and comes back with it", async () => {
    await run(workbench, "Refresh Balance");
    await workbench.notifications.shown("The server could not be reached");
    const item = workbench.statusBarItem(BALANCE);
    await item.locator(".codicon-debug-disconnect").waitFor();
    await balanceText(workbench, "$12.35");
    await other.listen();
    await workbench.notifications.click("The server could not be reached", "Retry");
    await item.locator(".codicon-comment").waitFor();
    await workbench.notifications.gone("The server could not be reached");
  });
});

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { launchWorkbench, type LaunchedWorkbench } from "../host/e2e.js";
import { freePort } from "../host/processes.js";
import { Workbench } from "../host/workbench.js";
import { balanceText, compose, messagesView, run, signIn } from "./support/flows.js";
import { OtherServer } from "./support/otherServer.js";
import { Sandbox } from "./support/sandbox.js";
import { BALANCE, settingsWith } from "./support/sms.js";

const NUMBER = "+12025550142";
const TOKEN = `smsai_other_${randomBytes(12).toString("hex")}`;

describe("two windows", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  /** The window that starts the sandbox. */
  let owner: Workbench;
  let other: OtherServer;
  let sandbox: Sandbox;
  let port: number;

  before(async () => {
    port = await freePort();
    other = await OtherServer.start("/v1", new Map([[TOKEN, "Editor"]]));
    workbench = await launchWorkbench({
      settings: settingsWith(port, { "smsForAi.sandbox.rateLimitPerMinute": 0 }),
    });
    sandbox = new Sandbox(workbench.server, port);
    const folder = join(workbench.workspace, "second");
    mkdirSync(folder);
    owner = new Workbench(await workbench.context.newPage(), workbench.server, folder);
    await owner.open();
    for (const window of [owner, workbench]) {
      await messagesView(window).open();
      await messagesView(window).clickWelcome("Try the Sandbox");
      await messagesView(window).welcome("No messages yet.");
      await balanceText(window, "SANDBOX $10.00");
    }
  });
  after(async () => {
    await workbench.close();
    await other.stop();
  });

  it("show at once what one of them sends", async () => {
    for (const [from, to, body] of [
      [owner, workbench, "From the first"],
      [workbench, owner, "From the second"],
    ] as const) {
      await compose(from, { to: NUMBER, body });
      await from.modal.click("Send");
      await from.notifications.shown("sent to");
      await from.notifications.close("sent to");
      await messagesView(to).rowsWhen("the other's", (rows) => rows[0] === `${NUMBER} now · ${body}`);
      const balance = await balanceText(from, "SANDBOX $9.");
      await balanceText(to, balance.slice(balance.indexOf("SANDBOX")));
    }
    assert.equal((await sandbox.messages()).length, 2);
  });

  it("let no web page use the sandbox", async () => {
    const sent = (await sandbox.messages()).length;
    const page = await workbench.context.newPage();
    const answers: string[] = [];
    page.on("response", (answer) => {
      if (answer.url().startsWith(sandbox.baseUrl))
        answers.push(`${answer.request().method()} ${answer.status()}`);
    });
    const html = `<form method="post" action="${sandbox.baseUrl}/sms/send"><button>Send</button></form>`;
    await page.route("https://page.example/**", (route) =>
      route.fulfill({ contentType: "text/html", body: html }),
    );
    await workbench.context.grantPermissions(["local-network-access"], { origin: "https://page.example" });
    await page.goto("https://page.example/");
    const body = JSON.stringify({ to: NUMBER, body: "From a page" });
    for (const init of [
      { mode: "no-cors", method: "POST", body },
      { mode: "cors", method: "POST", body },
      { mode: "cors", headers: { Authorization: `Bearer ${sandbox.token}` } },
      { mode: "no-cors" },
    ]) {
      const url = JSON.stringify(`${sandbox.baseUrl}/${"body" in init ? "sms/send" : "sms"}`);
      const read = await page.evaluate<string>(
        `fetch(${url}, { ...${JSON.stringify(init)}, signal: AbortSignal.timeout(10_000) })
          .then((answer) => answer.type, (error) => error.name)`,
      );
      assert.equal(read, init.mode === "cors" ? "TypeError" : "opaque");
    }
    await page.locator("button").click();
    await page.waitForURL(/\/sms\/send$/);
    await page.close();
    assert.ok(answers.length >= 3, answers.join());
    assert.deepEqual([...new Set(answers)].sort(), ["GET 403", "POST 403"]);
    assert.equal((await sandbox.messages()).length, sent);
  });

  /** Asks the sandbox with its own token, and these headers on top; gives the status. */
  function ask(method: string, path: string, headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const asked = request(sandbox.baseUrl + path, {
        method,
        headers: { Accept: "application/json", Authorization: `Bearer ${sandbox.token}`, ...headers },
      });
      asked.on("response", (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on("error", reject);
      asked.end();
    });
  }

  it("answer no other origin and no other name, not even with the token", async () => {
    assert.equal(await ask("GET", "/balance", {}), 200);
    for (const headers of [
      { Origin: "https://page.example" },
      { Origin: "null" },
      { Host: `page.example:${port}` },
      { Host: "page.example" },
    ] as Record<string, string>[]) {
      for (const [method, path] of [
        ["GET", ""],
        ["GET", "/balance"],
        ["POST", "/sms/send"],
        ["OPTIONS", "/sms/send"],
      ] as const) {
        assert.equal(await ask(method, path, headers), 403, `${method} ${path} ${JSON.stringify(headers)}`);
      }
    }
  });

  it("pass the sandbox on when the one that owns it goes", async () => {
    const events = await sandbox.fetch("/sandbox/events", { headers: { Accept: "text/event-stream" } });
    await owner.reload();
    await events.text().catch(() => "cut");
    const status = (): Promise<number> =>
      sandbox.fetch("/balance").then(
        (answer) => answer.status,
        () => 0,
      );
    await workbench.until("the sandbox answers again", status, (found) => found === 200);
    await sandbox.send(NUMBER, "To whoever is there");
    for (const window of [workbench, owner]) {
      await messagesView(window).open();
      await messagesView(window).rowsWhen(
        "the new one",
        (rows) => rows[0]?.includes("To whoever is there") === true,
      );
    }
    assert.equal((await sandbox.messages()).length, 3);
  });

  // In the browser VS Code reads its secrets when a window is opened, so another's are there after a reload only.
  it("keep each its own account, and know of the other's", async () => {
    await signIn(workbench, other.baseUrl, TOKEN);
    await balanceText(workbench, other.host);
    await owner.reload();
    await balanceText(owner, "SANDBOX $9.");
    await run(owner, "Switch Account…");
    await owner.quickInput.opened("Switch Account");
    const rows = await owner.until(
      "accounts",
      () => owner.quickInput.rows(),
      (found) => found.length > 0,
    );
    assert.equal(rows.length, 3, rows.join("\n"));
    assert.ok(
      rows.some((row) => row.includes(`${other.host}, Ada Other (Editor)`)),
      rows.join("\n"),
    );
    await owner.quickInput.pick(other.host);
    await balanceText(owner, other.host);
  });

  it("are both signed out when one signs out", async () => {
    await run(owner, "Sign Out…");
    await owner.modal.read(`Sign out of Ada Other (Editor) (${other.host})?`);
    await owner.modal.click("Sign Out");
    await owner.statusBarItem(BALANCE).waitFor({ state: "hidden" });
    await workbench.reload();
    for (const window of [owner, workbench]) {
      await messagesView(window).open();
      await messagesView(window).welcome("Try the Sandbox");
      assert.equal(await window.statusBarItem(BALANCE).isVisible(), false);
    }
  });
});

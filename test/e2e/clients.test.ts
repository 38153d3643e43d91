import assert from "node:assert/strict";
import type { LaunchedWorkbench } from "../host/e2e.js";
import { balanceText, run } from "./support/flows.js";
import { launchWithSandbox, type Sandbox } from "./support/sandbox.js";
import { filesWith } from "./support/search.js";

const THEMES = ["dark", "hc", "light"] as const;

/** The window of these tests is in a browser, and its extension on a server: files of clients are out of reach. */
describe("MCP for other clients", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  let sandbox: Sandbox;

  before(async () => {
    ({ workbench, sandbox } = await launchWithSandbox({}));
    await run(workbench, "Try the Sandbox");
    await balanceText(workbench, "SANDBOX");
  });
  after(() => workbench.close());

  async function clipboardWhen(holds: (text: string) => boolean): Promise<string> {
    return workbench.until("the clipboard", () => workbench.clipboard(), holds);
  }

  it("is copied with a reference for a client that reads the environment", async () => {
    const { quickInput } = workbench;
    await run(workbench, "Copy MCP Configuration…");
    await quickInput.opened("Copy MCP Configuration");
    const rows = await quickInput.rows();
    assert.equal(rows.length, 6);
    assert.match(rows[0] ?? "", /^Claude Desktop, claude_desktop_config\.json, the token can only stand/);
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await run(workbench, "Copy MCP Configuration…");
      await quickInput.opened("Copy MCP Configuration");
      await workbench.screenshot(`clients-pick-${theme}`);
    }
    await quickInput.pick("Cursor");
    assert.match(
      await workbench.notifications.shown("Copied the configuration"),
      /of SANDBOX for Cursor\. Paste it into ~\/\.cursor\/mcp\.json\. Set SMSFORAI_TOKEN .* only while the sandbox runs/,
    );
    const text = await clipboardWhen((copied) => copied.includes("mcpServers"));
    const { smsforai } = (JSON.parse(text) as { mcpServers: { smsforai: { url: string; headers: object } } })
      .mcpServers;
    assert.deepEqual(smsforai, {
      url: sandbox.baseUrl.replace(/\/v1$/, "/mcp"),
      headers: { Authorization: "Bearer ${env:SMSFORAI_TOKEN}" },
    });
    await workbench.screenshot("clients-copied-light");
    await workbench.notifications.click("Copied the configuration", "Copy Sandbox Token");
    await clipboardWhen((copied) => copied === sandbox.token);
    await workbench.clearNotifications();
  });

  it("is copied for Claude Desktop with the token only when that is said", async () => {
    const { quickInput, modal } = workbench;
    const choose = async (): Promise<void> => {
      await run(workbench, "Copy MCP Configuration…");
      await quickInput.opened("Copy MCP Configuration");
      await quickInput.pick("Claude Desktop");
    };
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await choose();
      const { message, buttons } = await modal.read("in clear");
      assert.equal(message, "Copy the token of SANDBOX too, in clear?");
      assert.deepEqual(buttons.toSorted(), ["Cancel", "Copy with Placeholder", "Copy with Token"]);
      await workbench.screenshot(`clients-modal-${theme}`);
      await modal.cancel();
    }
    await choose();
    await modal.read("in clear");
    await modal.press("Copy with Placeholder");
    assert.ok(!(await clipboardWhen((text) => text.includes("mcpServers"))).includes(sandbox.token));
    await workbench.clearNotifications();
    await workbench.page.setViewportSize({ width: 640, height: 480 });
    await choose();
    await modal.read("in clear");
    await workbench.screenshot("clients-modal-small");
    await modal.press("Copy with Token");
    const text = await clipboardWhen((copied) => copied.includes(sandbox.token));
    assert.ok(text.includes(`"Authorization": "Bearer ${sandbox.token}"`));
    assert.match(
      await workbench.notifications.shown("Copied the configuration"),
      /The token is in it\. Paste it into claude_desktop_config\.json and restart Claude Desktop\./,
    );
    await workbench.screenshot("clients-copied-small");
    await workbench.notifications.click("Copied the configuration", "Empty Clipboard");
    await clipboardWhen((copied) => copied === "");
    await workbench.clearNotifications();
    await workbench.page.setViewportSize({ width: 1280, height: 800 });
  });

  it("is not written from here, and says why", async () => {
    await run(workbench, "Add MCP Server to Another Client…");
    const said = await workbench.notifications.shown("cannot be written from here");
    assert.match(
      said,
      /^The extension (?:runs on the remote machine|does not run on the machine of your browser)/,
    );
    await workbench.screenshot("clients-away");
    await workbench.notifications.click("cannot be written from here", "Copy MCP Configuration…");
    await workbench.quickInput.opened("Copy MCP Configuration");
    await workbench.quickInput.cancel();
    await workbench.quickInput.closed();
    assert.deepEqual(filesWith(workbench.workspace, sandbox.token), []);
  });
});

import assert from "node:assert/strict";
import { launchWorkbench, type LaunchedWorkbench } from "../host/e2e.js";

describe("a fresh VS Code", () => {
  let workbench: LaunchedWorkbench;

  before(async () => {
    workbench = await launchWorkbench();
  });
  after(() => workbench.close());

  it("has the extension installed from its VSIX", async () => {
    await workbench.runCommand("Extensions: Show Installed Extensions");
    const row = workbench.page.locator(".extensions-list .monaco-list-row[aria-label^='SMS for AI']");
    await row.first().waitFor({ timeout: 15_000 });
  });

  it("opens the sample workspace", async () => {
    await workbench.editor.open("order-shipped.js");
    assert.match(await workbench.editor.text(), /Your order has shipped/);
  });
});

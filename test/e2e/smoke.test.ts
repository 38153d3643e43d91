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
    await row.first().waitFor();
  });

  it("opens the sample workspace", async () => {
    await workbench.editor.open("order-shipped.js");
    await workbench.editor.textWhen("the sample", (text) => text.includes("Your order has shipped"));
  });
});

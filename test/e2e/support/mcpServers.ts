import type { Workbench } from "../../host/workbench.js";

/** What lets VS Code show MCP servers at all. */
export const WITH_AI = { "chat.disableAIFeatures": false };

/** VS Code's list of MCP servers, once it is as wanted: names with their state, without what is no server. */
export async function mcpServers(
  workbench: Workbench,
  holds: (servers: readonly string[]) => boolean,
): Promise<string[]> {
  const servers = await openMcpServers(workbench, holds);
  await workbench.quickInput.cancel();
  await workbench.quickInput.closed();
  return servers;
}

/** Opens the list, and leaves it open. */
export async function openMcpServers(
  workbench: Workbench,
  holds: (servers: readonly string[]) => boolean,
): Promise<string[]> {
  const { quickInput } = workbench;
  await workbench.runCommand("MCP: List Servers");
  // The palette's own box may still be the open one: only this list has that row.
  await quickInput.row("Add Server").waitFor();
  return workbench.until(
    "MCP servers",
    async () => (await quickInput.rows()).filter((row) => !row.startsWith("Add Server")),
    holds,
  );
}

/** Starts a server that is listed, as a person does. */
export async function startMcpServer(workbench: Workbench, label: string): Promise<void> {
  const { quickInput } = workbench;
  await openMcpServers(workbench, (servers) => servers.length > 0);
  await quickInput.pick(label);
  await quickInput.row("Start Server").waitFor();
  await quickInput.pick("Start Server");
  await quickInput.closed();
}

/** What VS Code's output of the server that was started last says, once it has a text. The panel stays open. */
export async function mcpOutput(workbench: Workbench, expected: RegExp): Promise<string> {
  const output = workbench.page.locator(".part.panel .view-lines");
  return workbench.until(
    `MCP output ${String(expected)}`,
    async () => ((await output.isVisible()) ? (await output.innerText()).replaceAll("\u00a0", " ") : ""),
    (shown) => expected.test(shown),
  );
}

/**
 * Waits until the output of a server has gone with it. VS Code shows another one in its place then, and takes the
 * focus for that: whatever a test opens before is closed by it.
 */
export async function mcpOutputGone(workbench: Workbench): Promise<void> {
  await workbench.until(
    "another output than that of an MCP server",
    async () => String(await workbench.page.evaluate(SHOWN_OUTPUT)),
    (name) => name !== "" && !name.startsWith("MCP: "),
  );
  await workbench.page.locator(".part.panel .monaco-editor.focused").waitFor();
}

/** Runs in the page: the name of the output in the panel. */
const SHOWN_OUTPUT = `document.querySelector(".part.panel select")?.selectedOptions[0]?.text ?? ""`;

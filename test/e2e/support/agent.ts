import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import {
  installedExtensions,
  launchWorkbench,
  type LaunchedWorkbench,
  type LaunchOptions,
} from "../../host/e2e.js";
import { root } from "../../host/paths.js";
import { run } from "../../host/processes.js";
import { installVsix } from "../../host/vsix.js";
import { CALLS_FILE, RESULTS_FILE, type ToolCall, type ToolOutcome } from "../agentDriver/calls.js";

/** What a model reads of a tool: its JSON. */
export type Answer = Readonly<Record<string, unknown>>;

/** A window with a second extension in it, which calls tools as an agent does. */
export interface AgentWindow {
  readonly workbench: LaunchedWorkbench;
  readonly agent: Agent;
}

/** Opens a window with the driver installed beside our extension, from a VSIX like it. */
export async function launchWithAgent(options: LaunchOptions): Promise<AgentWindow> {
  const scratch = mkdtempSync(join(tmpdir(), "sms-for-ai-agent-"));
  try {
    const version = options.version ?? process.env.SMSFORAI_TEST_VERSION;
    const extensions = join(scratch, "extensions");
    cpSync(installedExtensions(version), extensions, { recursive: true });
    await installVsix(version, await packageDriver(scratch), extensions);
    const settings = { "chat.disableAIFeatures": false, ...options.settings };
    const workbench = await launchWorkbench({ ...options, settings, extensions });
    return { workbench, agent: new Agent(workbench) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function packageDriver(scratch: string): Promise<string> {
  const folder = join(scratch, "driver");
  const vsix = join(scratch, "driver.vsix");
  const source = join(root, "test", "e2e", "agentDriver");
  cpSync(join(source, "package.json"), join(folder, "package.json"));
  await build({
    entryPoints: [join(source, "extension.ts")],
    outfile: join(folder, "extension.js"),
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["vscode"],
  });
  const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
  const args = ["--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", vsix];
  await run(process.execPath, [vsce, "package", ...args], { cwd: folder });
  return vsix;
}

/** Calls tools by the driver's command. */
export class Agent {
  readonly #workbench: LaunchedWorkbench;

  constructor(workbench: LaunchedWorkbench) {
    this.#workbench = workbench;
  }

  /** Makes calls, all at once; a person may have to answer before `answers` come. */
  async begin(...calls: ToolCall[]): Promise<void> {
    const { workspace } = this.#workbench;
    rmSync(join(workspace, RESULTS_FILE), { force: true });
    writeFileSync(join(workspace, CALLS_FILE), JSON.stringify(calls));
    await this.#workbench.runCommand("Agent Driver: Call Tools");
  }

  /** What came back, in the order of the calls. */
  async outcomes(): Promise<ToolOutcome[]> {
    const file = join(this.#workbench.workspace, RESULTS_FILE);
    const text = await this.#workbench.until(
      "the answers of the tools",
      () => Promise.resolve(existsSync(file) ? readFileSync(file, "utf8") : ""),
      isWhole,
    );
    return JSON.parse(text) as ToolOutcome[];
  }

  /** What came back of the one call, which must be JSON. */
  async answer(): Promise<Answer> {
    const [outcome, ...others] = await this.outcomes();
    assert.deepEqual(others, []);
    return answerOf(outcome);
  }

  /** Makes one call that nobody is asked about. */
  async call(name: string, input: unknown): Promise<Answer> {
    await this.begin({ name, input });
    return this.answer();
  }
}

/** The JSON object of an outcome. */
export function answerOf(outcome: ToolOutcome | undefined): Answer {
  assert.ok(outcome !== undefined && "texts" in outcome, JSON.stringify(outcome));
  assert.equal(outcome.texts.length, 1);
  return JSON.parse(outcome.texts[0] ?? "") as Answer;
}

/** A file that is being written may be there with a part of its text. */
function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

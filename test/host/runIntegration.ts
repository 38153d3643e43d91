import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runnerArguments, type RunnerArguments } from "./arguments.js";
import { findDesktop, hasDisplay } from "./desktop.js";
import { runOnDesktop } from "./integrationDesktop.js";
import { runOnServer } from "./integrationServer.js";
import { canRunServer } from "./install.js";
import { sampleWorkspace } from "./paths.js";

/** What either launcher is asked to do. */
export interface IntegrationRun extends RunnerArguments {
  /** A copy of the sample workspace, for this run alone. */
  readonly folder: string;
}

/** One suite, two launchers: a desktop VS Code where there is or can be one, else a VS Code server and a browser. */
async function main(): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), "sms-for-ai-run-"));
  const folder = join(scratch, "workspace");
  cpSync(sampleWorkspace, folder, { recursive: true });
  try {
    const run: IntegrationRun = { ...runnerArguments(), folder };
    const desktop = findDesktop();
    const download =
      process.env.SMSFORAI_TEST_DOWNLOAD === "1" ||
      (desktop === undefined && !canRunServer() && hasDisplay());
    return desktop !== undefined || download ? await runOnDesktop(run, desktop) : await runOnServer(run);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => process.exit(130));
}
try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import type { Desktop } from "./desktop.js";
import { globalStorage, root } from "./paths.js";
import type { IntegrationRun } from "./runIntegration.js";
import { quietSettings, writeSettings } from "./server.js";

/** Runs the suite in a VS Code with windows: the given one, or a downloaded one. Gives the exit code. */
export async function runOnDesktop(
  { version, grep, folder }: IntegrationRun,
  desktop: Desktop | undefined,
): Promise<number> {
  const userData = join(folder, "..", "user-data");
  writeSettings(join(userData, "User", "settings.json"), quietSettings);
  return runTests({
    ...(desktop === undefined ? {} : { vscodeExecutablePath: desktop.executable }),
    ...(desktop !== undefined || version === undefined ? {} : { version: downloadable(version) }),
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, "out", "test", "integration", "index.js"),
    extensionTestsEnv: {
      SMSFORAI_TEST_STORAGE: globalStorage(join(userData, "User")),
      ...(grep === undefined ? {} : { SMSFORAI_TEST_GREP: grep }),
    },
    launchArgs: [folder, "--disable-extensions", `--user-data-dir=${userData}`],
  });
}

/** Downloads are named by three numbers. */
function downloadable(version: string): string {
  return /^\d+\.\d+$/.test(version) ? `${version}.0` : version;
}

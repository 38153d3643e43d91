import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { format } from "node:util";
import Mocha from "mocha";
import SummaryReporter from "../host/summaryReporter.js";

/** What the extension host calls: runs every test file beside this one. Rejects when a test fails or none ran. */
export async function run(): Promise<void> {
  const folder = dirname(fileURLToPath(import.meta.url));
  markOutput(process.env.SMSFORAI_TEST_MARK);
  const mocha = new Mocha({
    ui: "bdd",
    timeout: 30_000,
    color: false,
    reporter: SummaryReporter,
    reporterOptions: { label: "integration" },
    ...(process.env.SMSFORAI_TEST_GREP === undefined ? {} : { grep: process.env.SMSFORAI_TEST_GREP }),
  });
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, "", mocha);
  try {
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
      // Not mocha.loadFilesAsync: it tries require() first, and in VS Code 1.110 that waits for itself for ever
      // when a module that is loaded so imports "vscode".
      if (file.endsWith(".test.js")) await import(pathToFileURL(join(folder, file)).href);
    }
  } catch (error) {
    Mocha.reporters.Base.consoleLog(error);
    throw error;
  }
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      if (failures > 0) reject(new Error(`${failures} failed.`));
      else if (runner.stats === undefined || runner.stats.passes === 0) reject(new Error("No test ran."));
      else resolve();
    });
  });
}

/**
 * Under a server the launcher sees every line of the workbench; the mark tells it which are the reporter's. (The
 * extension host does not let console.log be replaced.)
 */
function markOutput(mark: string | undefined): void {
  if (mark === undefined) return;
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    console.log(mark + format(...args));
  };
}

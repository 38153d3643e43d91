import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { ensureBrowser, launchBrowser } from "./browser.js";
import { ensureServer } from "./install.js";
import { globalStorage, root } from "./paths.js";
import type { IntegrationRun } from "./runIntegration.js";
import { startServer, type Server } from "./server.js";
import { runInWindow } from "./testWindow.js";

/** For the whole suite, start-up included; milliseconds. */
const runLimit = 300_000;

/** In front of what the suite prints: the workbench's own lines arrive by the same way. */
const mark = "[integration] ";

/** Runs the suite in the extension host of a VS Code server, with a headless browser as its window. */
export async function runOnServer({ version, grep, folder }: IntegrationRun): Promise<number> {
  const [install] = await Promise.all([ensureServer(version), ensureBrowser()]);
  console.log(`Integration tests in VS Code ${install.vscode}`);
  const dataFolder = join(dirname(folder), "data");
  const server = await startServer({
    kind: "bare",
    version,
    dataFolder,
    env: {
      SMSFORAI_TEST_MARK: mark,
      SMSFORAI_TEST_STORAGE: globalStorage(join(dataFolder, "data", "User")),
      ...(grep === undefined ? {} : { SMSFORAI_TEST_GREP: grep }),
    },
  });
  try {
    const browser = await launchBrowser();
    try {
      return await runIn(await browser.newPage(), server, folder);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

function runIn(page: Page, server: Server, folder: string): Promise<number> {
  const output: string[] = [];
  return runInWindow(page, server, {
    extension: root,
    tests: join(root, "out", "test", "integration", "index.js"),
    folder,
    limit: runLimit,
    onLine: (line) => {
      if (line.startsWith(mark)) {
        output.push(line.slice(mark.length));
        console.log(line.slice(mark.length));
      } else if (process.env.SMSFORAI_TEST_VERBOSE === "1") {
        console.log(line);
      }
    },
    outcome: (code) => {
      const summary = output.find((line) => line.startsWith("integration: "));
      if (summary === undefined) throw new Error("The integration tests ended without a summary.");
      return code === 0 && !/: [1-9]\d* passed, 0 failed/.test(summary) ? 1 : code;
    },
  });
}

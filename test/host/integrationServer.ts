import { dirname, join } from "node:path";
import { format } from "node:util";
import type { Page } from "playwright-core";
import { ensureBrowser, launchBrowser } from "./browser.js";
import { ensureServer } from "./install.js";
import { globalStorage, root } from "./paths.js";
import { lastLines } from "./processes.js";
import type { IntegrationRun } from "./runIntegration.js";
import { startServer, type Server } from "./server.js";

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

async function runIn(page: Page, server: Server, folder: string): Promise<number> {
  const output: string[] = [];
  const workbench: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  page.on("console", (message) => workbench.push(message.text()));
  await page.exposeFunction("codeAutomationLog", (_type: string, args: unknown[]) => {
    const line = format(...args);
    if (line.startsWith(mark)) {
      output.push(line.slice(mark.length));
      console.log(line.slice(mark.length));
    } else if (process.env.SMSFORAI_TEST_VERBOSE === "1") {
      console.log(line);
    }
  });
  const end = new Promise<number>((resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The integration tests did not end in ${runLimit / 1000} s.`));
    }, runLimit);
    page.on("crash", () => {
      reject(new Error("The browser's page crashed."));
    });
    page.exposeFunction("codeAutomationExit", resolve).then(() => page.goto(testUrl(server, folder)), reject);
  });
  try {
    const code = await end;
    const summary = output.find((line) => line.startsWith("integration: "));
    if (summary === undefined) throw new Error("The integration tests ended without a summary.");
    if (code === 0 && !/: [1-9]\d* passed, 0 failed/.test(summary)) return 1;
    return code;
  } catch (error) {
    console.error(`The workbench:\n${lastLines(workbench.join("\n"))}\nThe server:\n${server.tail()}`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The address that makes a workbench load the extension from the repository and run its suite. */
function testUrl({ url }: Server, folder: string): string {
  const remote = (path: string): string => `vscode-remote://${new URL(url).host}${path}`;
  const payload = [
    ["extensionDevelopmentPath", remote(root)],
    ["extensionTestsPath", remote(join(root, "out", "test", "integration", "index.js"))],
    ["skipWelcome", "true"],
  ];
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `${url}/?${query.toString()}`;
}

import { format } from "node:util";
import type { Page } from "playwright-core";
import { lastLines } from "./processes.js";
import type { Server } from "./server.js";

/** What a window is opened to run. */
export interface TestRun<T> {
  /** The file whose `run` the extension host calls. */
  readonly tests: string;
  /** The folder that the window opens. */
  readonly folder: string;
  /** The folder of the extension that is developed; VS Code runs no tests without one. */
  readonly extension: string;
  /** For all of it, start-up included; milliseconds. */
  readonly limit: number;
  /** Gets what the extension host logs, the tests' own lines among it. */
  readonly onLine: (line: string) => void;
  /** What is to be made of the exit code. */
  readonly outcome: (code: number) => T;
}

/**
 * Opens a workbench of a "bare" server in a page, to run tests in its extension host. When that fails, the outcome
 * included, it prints the ends of the logs.
 */
export async function runInWindow<T>(page: Page, server: Server, run: TestRun<T>): Promise<T> {
  const workbench: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  page.on("console", (message) => workbench.push(message.text()));
  await page.exposeFunction("codeAutomationLog", (_type: string, args: unknown[]) => {
    run.onLine(format(...args));
  });
  const end = new Promise<number>((resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The tests did not end in ${run.limit / 1000} s.`));
    }, run.limit);
    page.on("crash", () => {
      reject(new Error("The browser's page crashed."));
    });
    page.exposeFunction("codeAutomationExit", resolve).then(() => page.goto(testUrl(server, run)), reject);
  });
  try {
    return run.outcome(await end);
  } catch (error) {
    console.error(`The workbench:\n${lastLines(workbench.join("\n"))}\nThe server:\n${server.tail()}`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The address that makes a workbench run tests. */
function testUrl({ url }: Server, { tests, folder, extension }: TestRun<unknown>): string {
  const remote = (path: string): string => `vscode-remote://${new URL(url).host}${path}`;
  const payload = [
    ["extensionDevelopmentPath", remote(extension)],
    ["extensionTestsPath", remote(tests)],
    ["skipWelcome", "true"],
  ];
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `${url}/?${query.toString()}`;
}

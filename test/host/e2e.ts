import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { launchBrowser } from "./browser.js";
import { cacheFolder, sampleWorkspace } from "./paths.js";
import { startServer, type Server, type Settings } from "./server.js";
import { patience } from "./waiting.js";
import { Workbench } from "./workbench.js";

export interface LaunchOptions {
  /** User settings, on top of those that keep a workbench still. */
  readonly settings?: Settings;
  /** The folder to open is a copy of this one; the sample workspace when left out. */
  readonly folder?: string;
  /** The beginning of a VS Code version; what the runner was asked for when left out. */
  readonly version?: string;
  /** In the environment of the extension host. */
  readonly env?: NodeJS.ProcessEnv;
  /** A folder of installed extensions to copy; the one with our extension when left out. */
  readonly extensions?: string;
}

/** Windows that are open now: the runner takes their pictures when a test fails. */
const open = new Set<Workbench>();

/** A window with what is below it. */
export class LaunchedWorkbench extends Workbench {
  readonly #browser: Browser;
  readonly #scratch: string;

  constructor(
    readonly context: BrowserContext,
    page: Awaited<ReturnType<BrowserContext["newPage"]>>,
    server: Server,
    browser: Browser,
    scratch: string,
    readonly workspace: string,
  ) {
    super(page, server, workspace);
    this.#browser = browser;
    this.#scratch = scratch;
  }

  /** A second window on the same server; it shares secrets and settings with the first. */
  async secondWindow(): Promise<Workbench> {
    const workbench = new Workbench(await this.context.newPage(), this.server, this.workspace);
    await workbench.open();
    return workbench;
  }

  /** Ends browser and server, and removes their folders. */
  async close(): Promise<void> {
    open.delete(this);
    await this.#browser.close();
    await this.server.stop();
    rmSync(this.#scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Where the runner installs the extension; each launch takes a copy. */
export function installedExtensions(version: string | undefined): string {
  return join(cacheFolder, `e2e-extensions-${version ?? "newest"}`);
}

/** Opens a fresh VS Code, with the extension installed from its VSIX and a copy of the workspace. */
export async function launchWorkbench(options: LaunchOptions = {}): Promise<LaunchedWorkbench> {
  const version = options.version ?? process.env.SMSFORAI_TEST_VERSION;
  const scratch = mkdtempSync(join(tmpdir(), "sms-for-ai-e2e-"));
  const workspace = join(scratch, "workspace");
  const extensionsFolder = join(scratch, "extensions");
  cpSync(options.folder ?? sampleWorkspace, workspace, { recursive: true });
  cpSync(options.extensions ?? installedExtensions(version), extensionsFolder, { recursive: true });
  const server = await startServer({
    kind: "front",
    version,
    extensionsFolder,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US" });
  context.setDefaultTimeout(patience);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const workbench = new LaunchedWorkbench(context, page, server, browser, scratch, workspace);
  open.add(workbench);
  try {
    await workbench.open();
    return workbench;
  } catch (error) {
    console.error(`The server:\n${server.tail()}`);
    await workbench.close();
    throw error;
  }
}

/** Takes a picture of each open window and gives their paths. */
export async function pictureOpenWindows(name: string): Promise<string[]> {
  return Promise.all(
    [...open].map((workbench, index) => workbench.screenshot(`failed-${name}-${index + 1}`)),
  );
}

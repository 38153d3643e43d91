import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { addExtension } from "./addExtension.js";
import { launchBrowser, launchProfile } from "./browser.js";
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
  /** Folders of small extensions of the tests, installed beside. */
  readonly beside?: readonly string[];
  /** Whether the browser keeps its profile in a folder, as a person's does, instead of in memory. */
  readonly keepsProfile?: boolean;
}

/** Windows that are open now: the runner takes their pictures when a test fails. */
const open = new Set<Workbench>();

/** A window with what is below it. */
export class LaunchedWorkbench extends Workbench {
  constructor(
    readonly context: BrowserContext,
    page: Awaited<ReturnType<BrowserContext["newPage"]>>,
    server: Server,
    /** Holds all that is not the server's: workspace, extensions, and the browser's profile if it is kept. */
    readonly scratch: string,
    readonly workspace: string,
  ) {
    super(page, server, workspace);
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
    await closeBrowser(this.context);
    await this.server.stop();
    rmSync(this.scratch, { recursive: true, force: true, maxRetries: 3 });
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
  for (const folder of options.beside ?? []) addExtension(extensionsFolder, folder);
  const server = await startServer({
    kind: "front",
    version,
    extensionsFolder,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  const look = { viewport: { width: 1280, height: 800 }, locale: "en-US" };
  const context =
    options.keepsProfile === true
      ? await launchProfile(join(scratch, "profile"), look)
      : await (await launchBrowser()).newContext(look);
  context.setDefaultTimeout(patience);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const workbench = new LaunchedWorkbench(context, page, server, scratch, workspace);
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

/** A browser that keeps its profile is one with its context. */
async function closeBrowser(context: BrowserContext): Promise<void> {
  await (context.browser() ?? context).close();
}

/** Takes a picture of each open window and gives their paths. */
export async function pictureOpenWindows(name: string): Promise<string[]> {
  return Promise.all(
    [...open].map((workbench, index) => workbench.screenshot(`failed-${name}-${index + 1}`)),
  );
}

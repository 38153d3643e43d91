import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findDesktop, type Desktop } from "./desktop.js";
import { cacheFolder, sampleWorkspace } from "./paths.js";
import { cleanEnvironment, run, startGroup } from "./processes.js";
import { quietSettings, readSettings, startServer, writeSettings } from "./server.js";
import { installVsix, packageVsix } from "./vsix.js";

/** Kept from start to start, so that the browser's storage, where secrets are, stays valid. */
const defaultPort = 8617;

/** The profile of `npm start`, never the user's own. */
const profile = join(cacheFolder, "start");
const workspace = join(profile, "workspace");
const extensions = join(profile, "extensions");
const settings = { ...quietSettings, "smsForAi.sandbox.startSignedIn": true };

/** A VS Code that is open. */
interface Opened {
  /** Settles when a person has closed it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Opens the product as a user has it: its VSIX installed in a VS Code, with a sample workspace. */
async function open(): Promise<Opened> {
  console.log("Packaging the extension …");
  const vsix = await packageVsix();
  rmSync(extensions, { recursive: true, force: true });
  if (!existsSync(workspace)) cpSync(sampleWorkspace, workspace, { recursive: true });
  const desktop = findDesktop();
  return desktop === undefined ? openInBrowser(vsix) : openOnDesktop(desktop, vsix);
}

/** The program itself, not its command: it runs as long as its window is open, and ends with us. */
async function openOnDesktop({ command, executable }: Desktop, vsix: string): Promise<Opened> {
  const userData = join(profile, "desktop");
  const settingsFile = join(userData, "User", "settings.json");
  writeSettings(settingsFile, { ...settings, ...readSettings(settingsFile) });
  const folders = ["--user-data-dir", userData, "--extensions-dir", extensions];
  const options = { cwd: profile, env: cleanEnvironment() };
  await run(command, [...folders, "--install-extension", vsix, "--force"], options);
  const group = startGroup(executable, [...folders, "--new-window", "--wait", workspace], {
    ...options,
    log: join(profile, "desktop.log"),
  });
  console.log("SMS for AI is open in VS Code  (Ctrl+C, or closing the window, ends it)");
  return group;
}

async function openInBrowser(vsix: string): Promise<Opened> {
  await installVsix(undefined, vsix, extensions);
  const server = await startServer({
    kind: "front",
    settings,
    dataFolder: join(profile, "browser"),
    extensionsFolder: extensions,
    port: defaultPort,
  });
  console.log(`SMS for AI is open at ${server.url}/?folder=${encodeURI(workspace)}  (Ctrl+C ends it)`);
  return server;
}

/**
 * Ctrl+C, SIGTERM, or the end of npm, which passes a SIGTERM on to its shell only. The handlers stay: on Ctrl+C npm
 * signals us a second time.
 */
const interrupted = new Promise<"interrupted">((resolve) => {
  const interrupt = (): void => {
    resolve("interrupted");
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) interrupt();
  }, 500);
});

try {
  const opened = await Promise.race([open(), interrupted]);
  if (opened !== "interrupted") {
    await Promise.race([opened.ended, interrupted]);
    await opened.stop();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
process.exit();

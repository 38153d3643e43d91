import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ensureServer, type ServerInstall } from "./install.js";
import { root } from "./paths.js";
import { cleanEnvironment, freePort, startGroup, type Group } from "./processes.js";

/** Settings by their full name, e.g. `{ "workbench.colorTheme": "…" }`. */
export type Settings = Readonly<Record<string, unknown>>;

/** What keeps a fresh workbench still. */
export const quietSettings: Settings = {
  "workbench.startupEditor": "none",
  "workbench.welcomePage.experimentalOnboarding": false,
  "workbench.editor.useModal": "off",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "window.autoDetectColorScheme": false,
  "window.autoDetectHighContrast": false,
  "extensions.ignoreRecommendations": true,
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "git.enabled": false,
};

export interface ServerOptions {
  /**
   * "bare": the VS Code server alone, which accepts an extension under development and its tests, and hides
   * notifications. "front": what a person uses; the extension is installed, secrets outlive a reload.
   */
  readonly kind: "bare" | "front";
  /** The beginning of a VS Code version; the newest when left out. */
  readonly version?: string | undefined;
  /** On top of {@link quietSettings}; what a kept folder's settings say already stays. */
  readonly settings?: Settings;
  /** A folder to keep; without one a fresh folder is made and removed at the end. */
  readonly dataFolder?: string;
  /** Installed extensions; a folder in the data folder when left out. */
  readonly extensionsFolder?: string;
  /** Taken if it is free. */
  readonly port?: number;
  /** On top of ours; extension hosts see it. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A running VS Code server. */
export interface Server {
  /** Without a slash at the end. */
  readonly url: string;
  readonly dataFolder: string;
  /** User settings; a running workbench reads them again when the file changes. */
  readonly settingsFile: string;
  /** The last lines of its log. */
  tail(): string;
  /** Settles when it ends, by itself or by {@link stop}. */
  readonly ended: Promise<void>;
  /** Ends it with all its children. */
  stop(): Promise<void>;
}

/** Starts a VS Code server on the loopback interface and waits until it answers (30 s at most). */
export async function startServer(options: ServerOptions): Promise<Server> {
  const install = await ensureServer(options.version);
  const scratch = mkdtempSync(join(tmpdir(), "sms-for-ai-"));
  const dataFolder = options.dataFolder ?? scratch;
  const extensionsFolder = options.extensionsFolder ?? join(dataFolder, "extensions");
  const bare = options.kind === "bare";
  const settingsFile = join(dataFolder, ...(bare ? ["data"] : []), "User", "settings.json");
  writeSettings(settingsFile, { ...quietSettings, ...options.settings, ...readSettings(settingsFile) });
  mkdirSync(extensionsFolder, { recursive: true });
  const port = await freePort(options.port);
  const url = `http://127.0.0.1:${port}`;
  const group = startGroup(
    install.node,
    bare
      ? bareArguments(install, port, dataFolder, extensionsFolder)
      : [
          ...frontArguments(install, scratch, dataFolder, extensionsFolder),
          "--bind-addr",
          `127.0.0.1:${port}`,
        ],
    { cwd: root, env: cleanEnvironment(options.env), log: join(dataFolder, "server.log") },
  );
  const stop = async (): Promise<void> => {
    await group.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await untilAnswered(url, group);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, dataFolder, settingsFile, tail: () => group.tail(), ended: group.ended, stop };
}

/** What a settings file says; nothing when there is none. */
export function readSettings(file: string): Settings {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Settings) : {};
}

/** Writes a settings file, with the folders above it. */
export function writeSettings(file: string, settings: Settings): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(settings, undefined, 2));
}

function bareArguments(
  { inner }: ServerInstall,
  port: number,
  dataFolder: string,
  extensionsFolder: string,
): string[] {
  return [
    inner,
    ...["--host", "127.0.0.1", "--port", String(port)],
    "--without-connection-token",
    "--accept-server-license-terms",
    "--enable-smoke-test-driver",
    ...["--server-data-dir", dataFolder, "--extensions-dir", extensionsFolder],
    "--disable-telemetry",
    "--disable-workspace-trust",
  ];
}

/** The front's command line up to where it listens; without that part it serves to install an extension. */
export function frontArguments(
  { front }: ServerInstall,
  scratch: string,
  dataFolder: string,
  extensionsFolder: string,
): string[] {
  return [
    front,
    ...["--auth", "none", "--config", join(scratch, "config.yaml")],
    // A socket's path is short (108 bytes), which a repository's need not be.
    ...["--session-socket", join(scratch, "session.sock")],
    ...["--user-data-dir", dataFolder, "--extensions-dir", extensionsFolder],
    "--disable-telemetry",
    "--disable-update-check",
    "--disable-workspace-trust",
    "--disable-getting-started-override",
    "--ignore-last-opened",
  ];
}

async function untilAnswered(url: string, group: Group): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    if (group.child.exitCode !== null || group.child.signalCode !== null) {
      throw new Error(`The VS Code server ended before it listened:\n${group.tail()}`);
    }
    if (Date.now() > deadline) {
      throw new Error(`The VS Code server did not answer at ${url} in 30 s:\n${group.tail()}`);
    }
    try {
      const { status } = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5_000) });
      if (status < 500) return;
    } catch {
      // Not listening yet.
    }
    await delay(50);
  }
}

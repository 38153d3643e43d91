import { readdir, realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";

/** What places depend on. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** The folder of the person. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The clients whose file has a fixed place. */
export type PlacedClient = "claudeDesktop" | "claudeCode" | "cursor" | "devin" | "windsurf";

/** Where a client looks for its configuration. */
export interface ClientPlace {
  readonly path: string;
  /** Whether the client has been here: its folder, or its file, is there. */
  readonly isInstalled: boolean;
}

/** A place, and what is there if the client was ever started. */
interface Candidate {
  readonly path: string;
  readonly folder: string;
}

/** The machine that this runs on. */
export function thisMachine(): Machine {
  return { platform: process.platform, home: homedir(), env: process.env };
}

/** The file that a client reads on a machine, whether or not it is there yet. */
export async function findClient(client: PlacedClient, machine: Machine): Promise<ClientPlace> {
  const candidates = await candidatesOf(client, machine);
  for (const { path, folder } of candidates)
    if ((await isThere(path)) || (await isThere(folder))) return { path, isInstalled: true };
  const { path } = candidates.at(-1) ?? { path: "" };
  return { path, isInstalled: false };
}

/**
 * Where the clients' documentation says that a person's own configuration is; the usual place comes last, for a
 * client that was never here. An empty variable counts as none.
 */
async function candidatesOf(client: PlacedClient, machine: Machine): Promise<Candidate[]> {
  const { home, env } = machine;
  switch (client) {
    case "claudeDesktop":
      return (await claudeDesktopFolders(machine)).map((folder) => ({
        path: join(folder, "claude_desktop_config.json"),
        folder,
      }));
    // One file for all that Claude Code remembers, beside its folder; inside it if the folder was moved.
    case "claudeCode": {
      const moved = filled(env.CLAUDE_CONFIG_DIR);
      return [
        moved !== undefined
          ? { path: join(moved, ".claude.json"), folder: moved }
          : { path: join(home, ".claude.json"), folder: join(home, ".claude") },
      ];
    }
    case "cursor":
      return [{ path: join(home, ".cursor", "mcp.json"), folder: join(home, ".cursor") }];
    // The folder that Devin's command line and Devin Desktop share; not that of XDG_CONFIG_HOME.
    case "devin": {
      const parent = machine.platform === "win32" ? roamingOf(machine) : join(home, ".config");
      const folder = join(parent, "devin");
      return [{ path: join(folder, "mcp_config.json"), folder }];
    }
    case "windsurf": {
      const folder = join(home, ".codeium", "windsurf");
      return [{ path: join(folder, "mcp_config.json"), folder }];
    }
  }
}

async function claudeDesktopFolders(machine: Machine): Promise<string[]> {
  const { platform, home, env } = machine;
  switch (platform) {
    case "darwin":
      return [join(home, "Library", "Application Support", "Claude")];
    case "win32": {
      const local = filled(env.LOCALAPPDATA) ?? join(home, "AppData", "Local");
      return [...(await packagedFolders(local)), join(roamingOf(machine), "Claude")];
    }
    default:
      return [join(filled(env.XDG_CONFIG_HOME) ?? join(home, ".config"), "Claude")];
  }
}

function roamingOf({ home, env }: Machine): string {
  return filled(env.APPDATA) ?? join(home, "AppData", "Roaming");
}

/**
 * Installed as an MSIX package, as by its own installer since 2026, Claude Desktop sees a roaming folder of the
 * package in place of the usual one (reported by many in its issue tracker).
 */
async function packagedFolders(local: string): Promise<string[]> {
  const packages = join(local, "Packages");
  const names = await readdir(packages).catch((): string[] => []);
  const ours = names.filter((name) => name.startsWith("Claude_")).sort();
  return ours.map((name) => join(packages, name, "LocalCache", "Roaming", "Claude"));
}

function filled(variable: string | undefined): string | undefined {
  return variable === "" ? undefined : variable;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The first of some folders that a file is in, or would be in, by its name or by where links lead. */
export async function folderAround(path: string, folders: readonly string[]): Promise<string | undefined> {
  const real = await realOrFuture(path);
  for (const folder of folders)
    if (isInside(path, folder) || isInside(real, await realOrFuture(folder))) return folder;
  return undefined;
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!isAbsolute(way) && !/^\.\.(?:[/\\]|$)/.test(way));
}

/** Where a path leads; what is not there yet is taken by its name. */
async function realOrFuture(path: string): Promise<string> {
  const whole = resolve(path);
  const folder = dirname(whole);
  try {
    return await realpath(whole);
  } catch {
    return folder === whole ? whole : join(await realOrFuture(folder), basename(whole));
  }
}

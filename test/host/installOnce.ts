import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { npm } from "./processes.js";
import { root } from "./paths.js";

const marker = "installed.json";
const lockTimeout = 600_000;

/**
 * Fills a folder once: does nothing if it was filled with the same content before, starts afresh if an earlier try
 * was broken off (the marker is written last), and lets one of several processes do it while the others wait.
 */
export async function installOnce(
  folder: string,
  content: string,
  install: (folder: string) => Promise<void>,
): Promise<void> {
  if (isInstalled(folder, content)) return;
  const release = await lock(`${folder}.lock`);
  try {
    if (isInstalled(folder, content)) return;
    const begin = Date.now();
    console.log(`Installing ${content} in ${relative(root, folder)} (once) …`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await install(folder);
    writeFileSync(join(folder, marker), JSON.stringify({ content }));
    console.log(`Installed ${content} in ${Math.round((Date.now() - begin) / 1000)} s.`);
  } finally {
    release();
  }
}

/** Installs npm packages (`name@version`) in a folder of their own, without running their scripts. */
export async function installPackages(folder: string, packages: readonly string[]): Promise<void> {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  await npm(["install", ...quiet, ...packages], folder);
}

/** Installs what a package that came without its dependencies names in its own package.json. */
export async function installDependencies(folder: string): Promise<void> {
  await npm(["install", "--omit=dev", ...quiet], folder);
}

const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

function isInstalled(folder: string, content: string): boolean {
  try {
    return readFileSync(join(folder, marker), "utf8") === JSON.stringify({ content });
  } catch {
    return false;
  }
}

/** Takes a lock that dies with its process: a folder, created exclusively, with the owner's process id in it. */
async function lock(folder: string): Promise<() => void> {
  mkdirSync(dirname(folder), { recursive: true });
  const deadline = Date.now() + lockTimeout;
  for (;;) {
    try {
      mkdirSync(folder);
      writeFileSync(join(folder, "pid"), String(process.pid));
      return () => {
        rmSync(folder, { recursive: true, force: true });
      };
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    }
    if (isStale(folder)) rmSync(folder, { recursive: true, force: true });
    else if (Date.now() > deadline)
      throw new Error(`Another process holds ${folder}. Remove it and try again.`);
    else await delay(200);
  }
}

/** Whether the owner of a lock is gone. A lock without an owner is new, or its owner died in its first moment. */
function isStale(folder: string): boolean {
  try {
    const file = join(folder, "pid");
    if (!existsSync(file)) return Date.now() - statSync(folder).mtimeMs > 5_000;
    process.kill(Number(readFileSync(file, "utf8")), 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { ensureBrowser, launchBrowser } from "../host/browser.js";
import { canRunServer, ensureServer } from "../host/install.js";
import { lastLines } from "../host/processes.js";
import { root, sampleWorkspace } from "../host/paths.js";
import { startServer, type Server } from "../host/server.js";
import { runInWindow } from "../host/testWindow.js";
import type { Activation } from "./activationHost.js";
import { median, ms, printSection, table, type Row } from "./report.js";

/** Even, so that either extension is as often the first to be activated. */
const windows = 6;

/** For one window, start-up included; ms. */
const windowLimit = 60_000;

/** A package.json, as far as it matters here. */
interface Manifest extends Record<string, unknown> {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
}

const engines = { vscode: "^1.110.0" };

/** Activation in the extension host of a real VS Code, once it is idle, beside an extension that does nothing. */
export async function benchActivation(scratch: string): Promise<void> {
  if (!canRunServer()) {
    printSection("Activation: not measured, for want of a VS Code server for this system", []);
    return;
  }
  const [{ vscode }] = await Promise.all([ensureServer(), ensureBrowser()]);
  const extensionsFolder = join(scratch, "extensions");
  const ids = [installOurs(extensionsFolder), installEmpty(extensionsFolder)];
  const rounds = await activateInWindows(extensionsFolder, ids, {
    order: join(scratch, "order.json"),
    result: join(scratch, "result.json"),
    driver: makeDriver(join(scratch, "driver")),
  });
  const [ours = [], empty = []] = ids.map((id) => rounds.flat().filter((activation) => activation.id === id));
  const isFirst = (activation: Activation): boolean => rounds.some(([first]) => first === activation);
  const row = (label: string, all: readonly Activation[]): Row => [
    label,
    ...[all, all.filter(isFirst), all.filter((one) => !isFirst(one))].map((some) => ms(wallOf(some))),
    ms(cpuOf(all)),
  ];
  const restless = rounds.flat().filter(({ idle }) => !idle).length;
  printSection(`Activation in the idle extension host of VS Code ${vscode}, in ${windows} windows`, [
    ...table([
      ["", "median", "as the first", "as the second", "CPU of the host"],
      row("SMS for AI", ours),
      row("empty extension", empty),
      ["difference", ms(wallOf(ours) - wallOf(empty)), "", "", ms(cpuOf(ours) - cpuOf(empty))],
    ]),
    ...(restless === 0 ? [] : [`(${restless} of ${2 * windows} times the host did not become idle)`]),
  ]);
}

function wallOf(activations: readonly Activation[]): number {
  return median(activations.map((activation) => activation.ms));
}

function cpuOf(activations: readonly Activation[]): number {
  return median(activations.map(({ cpuMs }) => cpuMs));
}

/** Copies what ships, but for the event that would activate it; gives its id. */
function installOurs(extensionsFolder: string): string {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  return install(extensionsFolder, { ...manifest, activationEvents: [] }, (folder) => {
    for (const part of ["package.nls.json", "dist", "media"]) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
  });
}

/** Makes an extension that does nothing; gives its id. */
function installEmpty(extensionsFolder: string): string {
  const manifest = {
    name: "empty",
    publisher: "bench",
    version: "1.0.0",
    engines,
    type: "module",
    main: "./extension.js",
    activationEvents: [],
    extensionKind: ["workspace"],
  };
  return install(extensionsFolder, manifest, (folder) => {
    writeFileSync(join(folder, "extension.js"), "export function activate() {}\n");
  });
}

/** An extension without code: VS Code runs tests only for one in development, and both others are to be alike. */
function makeDriver(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const manifest = { name: "driver", publisher: "bench", version: "1.0.0", engines };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  return folder;
}

function install(extensionsFolder: string, manifest: Manifest, fill: (folder: string) => void): string {
  const id = `${manifest.publisher}.${manifest.name}`;
  const folder = join(extensionsFolder, `${id}-${manifest.version}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  fill(folder);
  return id;
}

/** By which the extension host is told what to activate, and tells how that went. */
interface Files {
  readonly order: string;
  readonly result: string;
  /** See {@link makeDriver}. */
  readonly driver: string;
}

/** One window after the other, each with a fresh extension host, turning the order round each time. */
async function activateInWindows(
  extensionsFolder: string,
  ids: readonly string[],
  files: Files,
): Promise<Activation[][]> {
  const server = await startServer({
    kind: "bare",
    extensionsFolder,
    env: { SMSFORAI_BENCH_ORDER: files.order, SMSFORAI_BENCH_RESULT: files.result },
  });
  try {
    const browser = await launchBrowser();
    try {
      const rounds: Activation[][] = [];
      while (rounds.length < windows) {
        const order = rounds.length % 2 === 0 ? ids : [...ids].reverse();
        rounds.push(await activateInWindow(browser, server, order, files));
      }
      return rounds;
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

async function activateInWindow(
  browser: Browser,
  server: Server,
  ids: readonly string[],
  files: Files,
): Promise<Activation[]> {
  writeFileSync(files.order, JSON.stringify(ids));
  const log: string[] = [];
  const context = await browser.newContext();
  try {
    return await runInWindow(await context.newPage(), server, {
      extension: files.driver,
      tests: join(root, "out", "test", "bench", "activationHost.js"),
      folder: sampleWorkspace,
      limit: windowLimit,
      onLine: (line) => log.push(line),
      outcome: (code) => {
        if (code !== 0) throw new Error(`No figures from the extension host:\n${lastLines(log.join("\n"))}`);
        return JSON.parse(readFileSync(files.result, "utf8")) as Activation[];
      },
    });
  } finally {
    await context.close();
  }
}

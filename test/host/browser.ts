import {
  accessSync,
  chmodSync,
  constants,
  createReadStream,
  createWriteStream,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions,
} from "playwright-core";
import { installOnce, installPackages } from "./installOnce.js";
import { cacheFolder } from "./paths.js";
import { cleanEnvironment, run } from "./processes.js";

const chromiumPackage = "@sparticuz/chromium@153.0.0";
const fontPackages = ["dejavu-fonts-ttf@2.37.3", "@expo-google-fonts/noto-emoji@0.4.7"];

/** A Chromium that playwright-core can start. */
export interface BrowserInstall {
  readonly executablePath: string;
  /** What its environment needs on top of ours. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The Chromium named by CHROMIUM_PATH, or one on the PATH, or else one from npm, kept in the cache folder together
 * with the system libraries and fonts that a bare machine lacks.
 */
export async function ensureBrowser(): Promise<BrowserInstall> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== "") return { executablePath: named, env: {} };
  const found = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    .map(onPath)
    .find((path) => path !== undefined);
  if (found !== undefined) return { executablePath: found, env: {} };
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      "Tests in the browser want Chromium or Chrome: install one, or name one in CHROMIUM_PATH.",
    );
  }
  const folder = join(cacheFolder, "browser");
  await installOnce(folder, `Chromium (${[chromiumPackage, ...fontPackages].join(", ")})`, installChromium);
  return {
    executablePath: join(folder, "chromium"),
    env: { LD_LIBRARY_PATH: join(folder, "lib"), FONTCONFIG_FILE: join(folder, "fonts.conf") },
  };
}

/** Starts the browser, headless. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(await launchOptions());
}

/** Starts the browser, headless, with a profile that it keeps in a folder as a person's browser does. */
export async function launchProfile(folder: string, options: BrowserContextOptions): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { ...options, ...(await launchOptions()) });
}

async function launchOptions(): Promise<LaunchOptions> {
  const { executablePath, env } = await ensureBrowser();
  return {
    executablePath,
    env: cleanEnvironment(env),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--font-render-hinting=none",
    ],
  };
}

/** The full path of a command, if the PATH has it. */
export function onPath(command: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The package's own loader wants a newer Node than ours; its files are plain brotli and tar. */
async function installChromium(folder: string): Promise<void> {
  await installPackages(folder, [chromiumPackage, ...fontPackages]);
  const packed = join(folder, "node_modules", "@sparticuz", "chromium", "bin");
  const archives = ["al2023", "fonts", "swiftshader"];
  await Promise.all([
    decompress(join(packed, "chromium.br"), join(folder, "chromium")),
    ...archives.map((name) => decompress(join(packed, `${name}.tar.br`), join(folder, `${name}.tar`))),
  ]);
  chmodSync(join(folder, "chromium"), 0o755);
  for (const name of archives) {
    await run("tar", ["-xf", `${name}.tar`], { cwd: folder });
    rmSync(join(folder, `${name}.tar`));
  }
  writeFileSync(join(folder, "fonts.conf"), fontConfiguration(folder));
}

async function decompress(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}

/** The same fonts on every machine, so that screenshots are alike; the machine's own only for what these lack. */
function fontConfiguration(folder: string): string {
  const prefer = [
    ["system-ui", "Open Sans"],
    ["sans-serif", "Open Sans"],
    ["serif", "DejaVu Serif"],
    ["monospace", "DejaVu Sans Mono"],
    ["emoji", "Noto Emoji"],
  ];
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    "<fontconfig>",
    ...[
      join(folder, "fonts"),
      join(folder, "node_modules", "dejavu-fonts-ttf", "ttf"),
      join(folder, "node_modules", "@expo-google-fonts", "noto-emoji", "400Regular"),
      "/usr/share/fonts",
    ].map((fonts) => `  <dir>${fonts}</dir>`),
    `  <cachedir>${join(folder, "font-cache")}</cachedir>`,
    ...prefer.map(
      ([family, font]) =>
        `  <alias binding="same"><family>${family}</family><prefer><family>${font}</family></prefer></alias>`,
    ),
    "</fontconfig>",
    "",
  ].join("\n");
}

import { readdirSync, rmSync } from "node:fs";
import { relative, join } from "node:path";
import Mocha from "mocha";
import { runnerArguments } from "./arguments.js";
import { ensureBrowser } from "./browser.js";
import { installedExtensions, pictureOpenWindows } from "./e2e.js";
import { ensureServer } from "./install.js";
import { root } from "./paths.js";
import SummaryReporter from "./summaryReporter.js";
import { installVsix, packageVsix } from "./vsix.js";
import { screenshotFolder } from "./waiting.js";

/** For the whole suite, set-up included; milliseconds. */
const runLimit = 1_800_000;

/** Packages the extension, installs it as a person would, and runs the suite against real windows. */
async function main(): Promise<number> {
  const { version, grep } = runnerArguments();
  const [{ vscode }, , vsix] = await Promise.all([ensureServer(version), ensureBrowser(), packageVsix()]);
  const extensions = installedExtensions(version);
  rmSync(extensions, { recursive: true, force: true });
  await installVsix(version, vsix, extensions);
  if (version !== undefined) process.env.SMSFORAI_TEST_VERSION = version;
  console.log(`End-to-end tests in VS Code ${vscode}; pictures in ${relative(root, screenshotFolder)}`);
  const mocha = new Mocha({
    ui: "bdd",
    timeout: 180_000,
    reporter: SummaryReporter,
    reporterOptions: { label: "e2e" },
    ...(grep === undefined ? {} : { grep }),
  });
  mocha.rootHooks({
    async afterEach(this: Mocha.Context) {
      const test = this.currentTest;
      if (test?.isFailed() !== true) return;
      for (const picture of await pictureOpenWindows(test.fullTitle())) console.log(`Screenshot: ${picture}`);
    },
  });
  const folder = join(root, "out", "test", "e2e");
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (file.endsWith(".test.js")) mocha.addFile(join(folder, file));
  }
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const runner = mocha.run((failures) => {
      const ran = (runner.stats?.passes ?? 0) > 0;
      if (!ran) console.error("No test ran.");
      resolve(failures === 0 && ran ? 0 : 1);
    });
  });
}

const timer = setTimeout(() => {
  console.error(`The end-to-end tests did not end in ${runLimit / 1000} s.`);
  process.exit(1);
}, runLimit);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => process.exit(130));
}
try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  clearTimeout(timer);
  process.exit();
}

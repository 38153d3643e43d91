// Runs the unit tests in plain Node: `node out/test/host/runUnit.js [part of a path …]`.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import { root } from "./paths.js";
import SummaryReporter from "./summaryReporter.js";

/** How long the process may live on after the last test, in ms. */
const EXIT_LIMIT = 10_000;

const folder = join(root, "out", "test", "unit");
const wanted = process.argv.slice(2);
const mocha = new Mocha({ reporter: SummaryReporter, reporterOptions: { label: "unit" }, timeout: 10_000 });
for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
  const isWanted = wanted.length === 0 || wanted.some((part) => file.includes(part));
  if (file.endsWith(".test.js") && isWanted) mocha.addFile(join(folder, file));
}
await mocha.loadFilesAsync();
const runner = mocha.run((failures) => {
  // A run without tests is no success.
  const failed = failures > 0 || runner.stats === undefined || runner.stats.passes === 0;
  process.exitCode = failed ? 1 : 0;
  // A timer or a server that a test has left behind would keep the process for ever, and say nothing.
  setTimeout(() => {
    console.error(`A test left something open: ${process.getActiveResourcesInfo().join(", ")}`);
    process.exit(1);
  }, EXIT_LIMIT).unref();
});

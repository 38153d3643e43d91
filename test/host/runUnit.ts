// Runs the unit tests in plain Node: `node out/test/host/runUnit.js [part of a path …]`.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import { root } from "./paths.js";
import SummaryReporter from "./summaryReporter.js";

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
  process.exitCode = failures > 0 || runner.stats === undefined || runner.stats.passes === 0 ? 1 : 0;
});

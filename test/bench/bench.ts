import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchActivation } from "./activation.js";
import { benchBulk } from "./bulk.js";
import { benchFind } from "./find.js";
import { benchExport } from "./export.js";
import { benchLoad } from "./load.js";
import { benchMessages } from "./messages.js";
import { benchParse } from "./parse.js";
import { benchSandbox } from "./sandbox.js";
import { benchSegments } from "./segments.js";
import { benchSize } from "./size.js";
import { benchTracking } from "./tracking.js";

/** Each prints its figures; none judges them. It may write in the folder it is given, which is its own. */
const benches: Readonly<Record<string, (scratch: string) => void | Promise<void>>> = {
  load: benchLoad,
  size: benchSize,
  parse: benchParse,
  messages: benchMessages,
  segments: benchSegments,
  sandbox: benchSandbox,
  bulk: benchBulk,
  tracking: benchTracking,
  find: benchFind,
  export: benchExport,
  activation: benchActivation,
};

/** `--only load,size`: the benches to run, in the order of the table above; all without it. */
function chosenBenches(): string[] {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const known = Object.keys(benches);
  const wanted = values.only?.split(",").map((name) => name.trim()) ?? known;
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`No such bench: ${unknown.join(", ")}. There are ${known.join(", ")}.`);
  }
  return known.filter((name) => wanted.includes(name));
}

async function main(): Promise<void> {
  const chosen = chosenBenches();
  const began = performance.now();
  const scratch = mkdtempSync(join(tmpdir(), "sms-for-ai-bench-"));
  // Also when it is interrupted.
  process.once("exit", () => {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  });
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(" ");
  // Figures of a busy machine are to be read as such.
  console.log(
    `Node ${process.versions.node}, ${process.platform} ${process.arch}, ` +
      `${availableParallelism()} processors, load average ${load}`,
  );
  for (const name of chosen) {
    const folder = join(scratch, name);
    mkdirSync(folder);
    await benches[name]?.(folder);
  }
  console.log(`\nMeasured in ${Math.round((performance.now() - began) / 1000)} s.`);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => process.exit(130));
}
try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

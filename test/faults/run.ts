// Seeded runs of sends with faults: `npm run test:faults`, at length with `-- --runs 1000`. A failure prints its
// seed; `-- --runs 1 --seed N` repeats it.
import { parseArgs } from "node:util";
import { BulkScenario } from "./bulkScenario.js";
import { openLane } from "./lane.js";
import { Random } from "./random.js";
import { Scenario } from "./scenario.js";
import { WIRE_FAULTS } from "./sendings.js";
import { Stats } from "./stats.js";
import { Hosts } from "./windows.js";

/** Every so manyth seed is one of a text to many. */
const BULK = 8;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    lanes: { type: "string", default: "8" },
    verbose: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
const firstSeed = Number(values.seed);
const began = performance.now();
const stats = new Stats();
const hosts = new Hosts();
const failures: { readonly seed: number; readonly error: unknown; readonly story: string[] }[] = [];
let next = 0;

/** Does one run after the other until none is left. */
async function work(): Promise<void> {
  const lane = await openLane(hosts);
  try {
    for (let index = next++; index < runs; index = next++) {
      const seed = firstSeed + index;
      const scenario = new (seed % BULK === 0 ? BulkScenario : Scenario)(lane, new Random(seed), stats);
      try {
        await scenario.run();
      } catch (error) {
        failures.push({ seed, error, story: storyOf(scenario) });
      }
    }
  } finally {
    await lane.close();
  }
}

/** What was sent, and what came of it. */
function storyOf(scenario: Scenario | BulkScenario): string[] {
  if (scenario instanceof BulkScenario) return scenario.story;
  const { sendings } = scenario;
  return sendings.map(({ order, plan, report, entryId }) => {
    const { senderId, to, body, replaces, disk } = order;
    const text = `${to} ${JSON.stringify(body.slice(0, 20))}`;
    return JSON.stringify({
      senderId,
      text,
      replaces,
      entryId,
      wire: plan.wire,
      kills: plan.kills,
      disk,
      report,
    });
  });
}

/** What many runs must have seen: a harness in which it does not happen proves nothing. */
const EXPECTED = [
  ...WIRE_FAULTS.map((fault) => `wire: ${fault}`),
  ...["sent", "notSent", "unknown"].map((kind) => `answers: ${kind}`),
  ...["choose", "leave", "discard", "sendAnyway"].map((decision) => `person: ${decision}`),
  "asked about a duplicate",
  "bulk: done",
  "bulk: died",
  "bulk: rows unknown",
  "drafts sent again",
  "had to be settled",
  "killed processes",
  "killed windows",
  "outcomes not written down",
  "refused by the disk",
  "settled by a look",
  "taken over",
];
const MANY = 200;

await Promise.all(Array.from({ length: Math.min(Number(values.lanes), runs) }, work));
await hosts.end();
for (const { seed, error, story } of failures.slice(0, 20)) {
  const what = error instanceof Error ? (error.name === "Violation" ? error.message : error.stack) : error;
  console.log(`seed ${seed}: ${String(what)}`);
  if (failures.length <= 3 || values.verbose) for (const line of story) console.log(`    ${line}`);
}
const missing = runs >= MANY ? stats.missing(EXPECTED) : [];
for (const what of missing) console.log(`never happened: ${what}`);
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(stats.lines().join("\n"));
console.log(`seeds ${firstSeed} to ${firstSeed + runs - 1}, ${hosts.started} processes, ${seconds} s`);
console.log(`faults: ${runs - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 || missing.length > 0 || runs === 0 ? 1 : 0;

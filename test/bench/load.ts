import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../host/paths.js";
import { run } from "../host/processes.js";
import { Outputs } from "./outputs.js";
import { median, ms, printSection, ratio, table, type Row } from "./report.js";

const rounds = 25;

/**
 * CPU of loading the start-up graph, beside an empty module, one that only imports what stands for `vscode`, and a
 * bundle of full zod, each in fresh processes that take turns, so that a busy machine is as hard on each.
 */
export async function benchLoad(scratch: string): Promise<void> {
  const urls = (await makeModules(scratch)).map((file) => pathToFileURL(file).href);
  const child = join(root, "out", "test", "bench", "loadOnce.js");
  const samples = urls.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < urls.length; turn++) {
      const index = (round + turn) % urls.length;
      const microseconds = await run(process.execPath, [child, urls[index] ?? ""], { cwd: scratch });
      samples[index]?.push(Number(microseconds) / 1000);
    }
  }
  const [empty = NaN, host = NaN, startUp = NaN, zod = NaN] = samples.map(median);
  const least = samples.map((values) => Math.min(...values));
  const row = (label: string, value: number, index: number): Row => [
    label,
    ms(value),
    ms(least[index] ?? NaN),
    ratio(value, zod),
    ms(value - empty),
    ratio(value - empty, zod - empty),
  ];
  printSection(`CPU of loading, user and system, in ${rounds} fresh processes each`, [
    ...table([
      ["", "median", "least", "of zod", "above empty", "of zod"],
      row("empty module", empty, 0),
      row("import of the stand-in for vscode", host, 1),
      row("start-up graph, with that import", startUp, 2),
      row("full zod", zod, 3),
    ]),
    `start-up graph less what the stand-in costs: ${ms(startUp - host + empty)}, ${ratio(startUp - host + empty, zod)} of zod`,
    "wanted of the start-up graph: at most × 0.25 of zod",
  ]);
}

/** An empty module, an import of `vscode`, the start-up graph, and full zod: their files, in this order. */
async function makeModules(folder: string): Promise<[string, string, string, string]> {
  const empty = join(folder, "empty.js");
  const host = join(folder, "host.js");
  const zod = join(folder, "zod.js");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(empty, "export {};\n");
  writeFileSync(host, `export * from "vscode";\n`);
  await build({
    stdin: { contents: `import { z } from "zod";\nexport default z;\n`, resolveDir: root },
    outfile: zod,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20",
    legalComments: "none",
    logLevel: "warning",
  });
  return [empty, host, copyStartUp(folder), zod];
}

/**
 * A copy of the start-up graph beside a `vscode` for it to find. (A resolve hook would find it too, but runs in a
 * thread of its own, whose CPU would be counted.)
 */
function copyStartUp(folder: string): string {
  const files = [...Outputs.read().startUp()];
  for (const file of files) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  const vscode = join(folder, "node_modules", "vscode");
  const names = new Set(files.flatMap((file) => vscodeNames(readFileSync(join(folder, file), "utf8"))));
  mkdirSync(vscode, { recursive: true });
  writeFileSync(join(vscode, "package.json"), JSON.stringify({ type: "module", exports: "./index.js" }));
  writeFileSync(join(vscode, "index.js"), [...names].map((name) => `export class ${name} {}\n`).join(""));
  return join(folder, "dist", "extension.js");
}

/** The classes of `vscode` that a minified file names: some are extended as soon as the file is loaded. */
function vscodeNames(code: string): string[] {
  return [...code.matchAll(/import\*as ([\w$]+) from"vscode"/g)].flatMap(([, alias = ""]) => {
    const uses = new RegExp(String.raw`(?<![\w$.])${alias.replaceAll("$", String.raw`\$`)}\.([A-Z]\w*)`, "g");
    return [...code.matchAll(uses)].map(([, name = ""]) => name);
  });
}

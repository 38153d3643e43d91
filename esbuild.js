// Builds dist/ (what ships) and out/ (what tests and development run). `--watch` rebuilds dist/ with source
// maps; `--dist` leaves out/ alone.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";

const watch = process.argv.includes("--watch");
const distOnly = watch || process.argv.includes("--dist");

/** ES modules with splitting: every import() is a lazy chunk, and all chunks share one copy of each class. */
const common = {
  bundle: true,
  format: "esm",
  splitting: true,
  platform: "node",
  target: "node20",
  external: ["vscode"],
  logLevel: "warning",
};

/** Every TypeScript file below a folder. */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file));
}

/** What VS Code loads. */
const extension = {
  ...common,
  entryPoints: ["src/extension.ts"],
  outdir: "dist",
  chunkNames: "chunks/[name]-[hash]",
  legalComments: "none",
  minify: !watch,
  sourcemap: watch,
  metafile: true,
};

/** Unit tests, the integration suite, the host tools and the stand-alone sandbox. */
const development = {
  ...common,
  entryPoints: [
    ...filesBelow("test"),
    ...filesBelow("src/sandbox").filter((file) => file.endsWith("/cli.ts")),
  ],
  outbase: ".",
  outdir: "out",
  packages: "external",
  sourcemap: "inline",
};

/** Prints the lines the background task's problem matcher waits for (.vscode/tasks.json). */
const watchReporter = {
  name: "watch-reporter",
  setup(build) {
    build.onStart(() => console.log("[watch] build started"));
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      console.log("[watch] build finished");
    });
  },
};

rmSync("dist", { recursive: true, force: true });
if (watch) {
  const context = await esbuild.context({ ...extension, plugins: [watchReporter] });
  await context.watch();
} else {
  const { metafile } = await esbuild.build(extension);
  if (!distOnly) {
    rmSync("out", { recursive: true, force: true });
    await esbuild.build(development);
  }
  mkdirSync("out", { recursive: true });
  writeFileSync("out/meta.json", JSON.stringify(metafile));
}

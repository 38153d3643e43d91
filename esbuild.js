// Builds dist/ (what ships) and out/ (what tests and development run). `--watch` rebuilds dist/ with source
// maps; `--dist` leaves out/ alone.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
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
  // Its main file is UMD, whose inner require() no bundler follows.
  alias: { "jsonc-parser": resolve("node_modules/jsonc-parser/lib/esm/main.js") },
  logLevel: "warning",
};

/** Every TypeScript file below a folder. */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file));
}

const EXTENSION = "src/extension.ts";

/** The modules that some import() names. A build of its own: esbuild tells them only when all is loaded. */
async function lazyModules() {
  const scan = { ...common, entryPoints: [EXTENSION], outdir: "dist", write: false, metafile: true };
  const { metafile } = await esbuild.build(scan);
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  return new Set(
    imports
      .filter(({ kind, external }) => kind === "dynamic-import" && !external)
      .map(({ path }) => resolve(path)),
  );
}

/**
 * Puts all start-up modules into one chunk: each file that is loaded costs more than what is in it. esbuild makes
 * a chunk for every set of entries that share a module; here each lazy module also names the start-up entry, so
 * that the start-up modules have one set alone.
 */
const oneStartUpChunk = {
  name: "one-start-up-chunk",
  setup(build) {
    let lazy = new Set();
    build.onStart(async () => {
      lazy = await lazyModules();
    });
    build.onLoad({ filter: /\.[jt]s$/ }, ({ path }) => {
      if (!lazy.has(path)) return undefined;
      const contents = `import ${JSON.stringify(resolve(EXTENSION))};\n${readFileSync(path, "utf8")}`;
      return { contents, loader: path.endsWith(".ts") ? "ts" : "js" };
    });
  },
};

/**
 * Gives the MCP endpoint a zod of its own. Its library needs all of zod, and a chunk that is shared holds what
 * any of its users needs: the client, the journal and the sandbox would load the rest with the little they use.
 */
const zodOfItsOwn = {
  name: "zod-of-its-own",
  setup(build) {
    const suffix = "?mcp";
    const asked = "asked";
    const isUser = /[\\/](@modelcontextprotocol|zod-to-json-schema|src[\\/]sandbox[\\/]mcp)[\\/]/;
    build.onResolve(
      { filter: /^(zod(\/|$)|\.)/ },
      async ({ path, importer, resolveDir, kind, pluginData }) => {
        const isWithin = pluginData === suffix;
        const isFirst = !path.startsWith(".") && isUser.test(importer) && pluginData !== asked;
        if (!isWithin && !isFirst) return undefined;
        const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: asked });
        return { ...found, suffix };
      },
    );
    build.onLoad({ filter: /[\\/]zod[\\/].*\.js$/ }, (args) =>
      args.suffix === suffix
        ? { contents: readFileSync(args.path, "utf8"), pluginData: suffix, resolveDir: dirname(args.path) }
        : undefined,
    );
  },
};

/** What VS Code loads. */
const extension = {
  ...common,
  entryPoints: [EXTENSION],
  outdir: "dist",
  chunkNames: "chunks/[name]-[hash]",
  legalComments: "none",
  minify: !watch,
  sourcemap: watch,
  metafile: true,
  plugins: [oneStartUpChunk, zodOfItsOwn],
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
  const context = await esbuild.context({ ...extension, plugins: [...extension.plugins, watchReporter] });
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

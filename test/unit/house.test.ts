import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { root } from "../host/paths.js";

const { inputs } = JSON.parse(readFileSync(join(root, "out", "meta.json"), "utf8")) as Metafile;

/** Static imports between our modules. The build ties lazy modules to extension.ts; the sources do not. */
function importsOf(module: string): string[] {
  const imports = inputs[module]?.imports ?? [];
  return imports
    .filter(({ kind, path }) => kind === "import-statement" && path.startsWith("src/"))
    .map(({ path }) => path)
    .filter((path) => path !== "src/extension.ts");
}

function cycleFrom(module: string, path: readonly string[], done: Set<string>): string[] | undefined {
  if (path.includes(module)) return [...path.slice(path.indexOf(module)), module];
  if (done.has(module)) return undefined;
  for (const next of importsOf(module)) {
    const cycle = cycleFrom(next, [...path, module], done);
    if (cycle !== undefined) return cycle;
  }
  done.add(module);
  return undefined;
}

describe("the house", () => {
  const modules = Object.keys(inputs).filter((path) => path.startsWith("src/"));

  it("has no circles", () => {
    const done = new Set<string>();
    for (const module of modules) assert.deepEqual(cycleFrom(module, [], done), undefined);
  });

  it("loads neither schemas, phone numbers, composer nor sandbox at start-up", () => {
    const loaded = new Set<string>();
    const queue = ["src/extension.ts"];
    for (let module = queue.pop(); module !== undefined; module = queue.pop()) {
      if (loaded.has(module)) continue;
      loaded.add(module);
      queue.push(...importsOf(module));
      for (const { path, kind } of inputs[module]?.imports ?? []) {
        if (kind !== "import-statement") continue;
        assert.doesNotMatch(
          path,
          /node_modules|^src\/sandbox|^src\/ui\/compose/,
          `${module} imports ${path}`,
        );
      }
    }
    assert.ok(loaded.size > 20);
  });

  it("loads the library of MCP with the first MCP request alone, and all of zod with it alone", () => {
    const loaded = new Set(["src/sandbox/host.ts"]);
    // A Set may grow while it is walked.
    for (const module of loaded) {
      for (const { path, kind } of inputs[module]?.imports ?? []) {
        if (kind === "import-statement" && path !== "src/extension.ts") loaded.add(path);
      }
    }
    assert.ok(loaded.has("src/sandbox/mcp/endpoint.ts"));
    assert.deepEqual(
      [...loaded].filter((path) => path.includes("@modelcontextprotocol")),
      [],
    );
    const wholeZod = Object.keys(inputs).filter((path) => path.includes("zod/v4/classic/"));
    assert.ok(wholeZod.length > 0);
    for (const path of wholeZod) assert.match(path, /\?mcp$/, "a copy that only MCP loads (esbuild.js)");
  });
});

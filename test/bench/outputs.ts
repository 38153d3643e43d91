import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { root } from "../host/paths.js";

/** Files of dist/ that are loaded together, by their paths in the metafile. */
export type Files = ReadonlySet<string>;

/** What the build put in dist/, as esbuild's metafile tells it. Paths are relative to the repository's root. */
export class Outputs {
  readonly #outputs: Metafile["outputs"];

  private constructor(outputs: Metafile["outputs"]) {
    this.#outputs = outputs;
  }

  /** Reads what esbuild.js wrote down. */
  static read(): Outputs {
    const { outputs } = JSON.parse(readFileSync(join(root, "out", "meta.json"), "utf8")) as Metafile;
    return new Outputs(outputs);
  }

  /** The start-up graph: the entry with every chunk reached by static import. */
  startUp(): Files {
    const entry = Object.keys(this.#outputs).find(
      (file) => this.#outputs[file]?.entryPoint === "src/extension.ts",
    );
    if (entry === undefined) throw new Error("out/meta.json has no src/extension.ts.");
    return this.#graphOf(entry);
  }

  /** What each `import()` may load on top of files that are there: by source file, largest first. */
  lazyGroups(loaded: Files): (readonly [source: string, added: Files])[] {
    const targets = new Set(
      Object.values(this.#outputs)
        .flatMap(({ imports }) => imports)
        .filter(({ kind, external }) => kind === "dynamic-import" && external !== true)
        .map(({ path }) => path),
    );
    return [...targets]
      .map((file) => {
        const added = [...this.#graphOf(file)].filter((part) => !loaded.has(part));
        return [shortName(this.#outputs[file]?.entryPoint ?? file), new Set(added)] as const;
      })
      .sort(([, a], [, b]) => this.bytes(b) - this.bytes(a));
  }

  /** Size of files together, in bytes. */
  bytes(files: Files): number {
    return [...files].reduce((sum, file) => sum + (this.#outputs[file]?.bytes ?? 0), 0);
  }

  /** What each source file gives to files of dist/, in bytes, largest first. */
  inputs(files: Files): (readonly [source: string, bytes: number])[] {
    const sums = new Map<string, number>();
    for (const file of files) {
      for (const [path, { bytesInOutput }] of Object.entries(this.#outputs[file]?.inputs ?? {})) {
        const name = shortName(path);
        sums.set(name, (sums.get(name) ?? 0) + bytesInOutput);
      }
    }
    return [...sums].filter(([, bytes]) => bytes > 0).sort(([, a], [, b]) => b - a);
  }

  #graphOf(entry: string): Files {
    const found = new Set([entry]);
    // A Set may grow while it is walked.
    for (const file of found) {
      for (const { path, kind, external } of this.#outputs[file]?.imports ?? []) {
        if (kind === "import-statement" && external !== true) found.add(path);
      }
    }
    return found;
  }
}

/** A package's file begins with the package's name, wherever node_modules is; ours with `src/`. */
function shortName(path: string): string {
  return path.replace(/^.*node_modules\//, "");
}

import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./paths.js";

/** What is read of an extension's package.json. */
interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
}

/**
 * Adds a small extension of the tests to a folder of installed ones, beside ours, in the form in which VS Code
 * keeps what it has installed. It takes a second less than a package, for each.
 * @param source the folder with its package.json; its code is what the build made of the same folder
 */
export function addExtension(extensionsFolder: string, source: string): void {
  const { name, publisher, version } = readJson(join(source, "package.json")) as Manifest;
  const id = `${publisher}.${name}`;
  const folder = `${id}-${version}`;
  const path = join(extensionsFolder, folder);
  cpSync(source, path, { recursive: true, filter: (file) => !file.endsWith(".ts") });
  cpSync(join(root, "out", relative(root, source)), path, { recursive: true });
  const list = join(extensionsFolder, "extensions.json");
  const installed = existsSync(list) ? (readJson(list) as unknown[]) : [];
  const location = { $mid: 1, path, scheme: "file" };
  const entry = {
    identifier: { id },
    version,
    location,
    relativeLocation: folder,
    metadata: { source: "vsix" },
  };
  writeFileSync(list, JSON.stringify([...installed, entry]));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

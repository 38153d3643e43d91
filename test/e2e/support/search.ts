import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { Page } from "playwright-core";
import type { LaunchedWorkbench } from "../../host/e2e.js";

/** The files below a folder that hold a text, in UTF-8 or in UTF-16 (little-endian); paths below the folder. */
export function filesWith(folder: string, text: string): string[] {
  return filesBelow(folder).filter((file) => holds(join(folder, file), text));
}

/** The log files below a VS Code's data folder. */
export function logFiles(folder: string): string[] {
  return filesBelow(folder).filter((file) => file.endsWith(".log"));
}

/**
 * All places where a text is kept: files of the server's data, of the workspace and of the browser's profile, and
 * what the window has in its browser's storage, read by its own means, since a browser packs what it writes.
 */
export async function placesOf(workbench: LaunchedWorkbench, text: string): Promise<string[]> {
  const kept = await browserStorage(workbench.page);
  return [
    ...filesWith(workbench.server.dataFolder, text).map((file) => `data: ${file}`),
    ...filesWith(workbench.scratch, text).map((file) => `beside the data: ${file}`),
    ...kept.filter(({ texts }) => texts.some((found) => found.includes(text))).map(({ place }) => place),
  ];
}

/** Something that a page keeps. */
interface Kept {
  readonly place: string;
  /** Strings as they are, keys included; bytes as UTF-8, and as UTF-16 from either of the first two bytes. */
  readonly texts: readonly string[];
}

/** All that is in the page's IndexedDB, localStorage and sessionStorage. */
async function browserStorage(page: Page): Promise<Kept[]> {
  return page.evaluate<Kept[]>(DUMP);
}

/** Runs in the page; as a text, since the project has no DOM types. */
const DUMP = `(async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const textsOf = async (value) => {
    if (typeof value === "string") return [value];
    if (value instanceof Blob) return textsOf(await value.arrayBuffer());
    if (value instanceof ArrayBuffer) return textsOf(new Uint8Array(value));
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      const wide = new TextDecoder("utf-16le");
      return [new TextDecoder().decode(bytes), wide.decode(bytes), wide.decode(bytes.subarray(1))];
    }
    if (value === null || typeof value !== "object") return [String(value)];
    const parts = value instanceof Map || value instanceof Set ? [...value] : Object.entries(value);
    return (await Promise.all(parts.flat().map(textsOf))).flat();
  };
  const kept = [];
  for (const [name, storage] of Object.entries({ localStorage, sessionStorage })) {
    for (const key of Object.keys(storage)) {
      kept.push({ place: name + "/" + key, texts: [key, storage.getItem(key)] });
    }
  }
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(objects.getAllKeys()), done(objects.getAll())]);
      for (const [index, key] of keys.entries()) {
        const texts = [...(await textsOf(key)), ...(await textsOf(values[index]))];
        kept.push({ place: "indexedDB/" + name + "/" + store + "/" + String(key), texts });
      }
    }
    database.close();
  }
  return kept;
})()`;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.isFile() === true)
    .map((file) => relative(".", file));
}

function holds(file: string, text: string): boolean {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (error) {
    // A running program removes files of its own.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
  return content.includes(text, 0, "utf8") || content.includes(text, 0, "utf16le");
}

import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import {
  access,
  constants,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  unlink,
  type FileHandle,
} from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { FileStore } from "../core/fileStore.js";
import type { ExportTarget } from "../core/messageExport.js";
import { codeOf, ifMissing, linkNew, whileBusy, withCode, writeWhole } from "./disk.js";

const FOLDER_MODE = 0o700;
const TEMPORARY = ".tmp";

/** What is half written for longer than this, in ms, was left by a crash. */
const ABANDONED = 3_600_000;

/** Files in a folder of this machine. */
export class NodeFileStore implements FileStore {
  readonly #root: string;

  /** @param root the folder; it need not be there yet */
  constructor(root: string) {
    this.#root = root;
  }

  async read(name: string): Promise<string | undefined> {
    try {
      return await readFile(this.#path(name), "utf8");
    } catch (error) {
      ifMissing(error);
      return undefined;
    }
  }

  async writeAtomic(name: string, text: string): Promise<void> {
    const path = await this.#pathInFolder(name);
    const temporary = temporaryName(path);
    try {
      await writeWhole(temporary, text, "wx");
      await whileBusy(() => rename(temporary, path));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async create(name: string, text: string): Promise<boolean> {
    const path = await this.#pathInFolder(name);
    const temporary = temporaryName(path);
    try {
      await writeWhole(temporary, text, "wx");
      await linkNew(temporary, path, text);
      return true;
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async append(name: string, text: string): Promise<void> {
    await writeWhole(await this.#pathInFolder(name), text, "a");
  }

  async list(folder: string): Promise<string[]> {
    try {
      const entries = await readdir(this.#path(folder), { withFileTypes: true });
      const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
      const halves = names.filter((name) => name.endsWith(TEMPORARY));
      await Promise.all(halves.map((name) => removeAbandoned(this.#path(join(folder, name)))));
      return names.filter((name) => !halves.includes(name));
    } catch (error) {
      ifMissing(error);
      return [];
    }
  }

  async remove(name: string): Promise<void> {
    try {
      await whileBusy(() => unlink(this.#path(name)));
    } catch (error) {
      ifMissing(error);
    }
  }

  async removeAll(folder: string): Promise<void> {
    await rm(this.#path(folder), { recursive: true, force: true, maxRetries: 3 });
  }

  async rename(from: string, to: string): Promise<void> {
    const target = await this.#pathInFolder(to);
    await whileBusy(() => rename(this.#path(from), target));
  }

  #path(name: string): string {
    return join(this.#root, name);
  }

  async #pathInFolder(name: string): Promise<string> {
    const path = this.#path(name);
    await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
    return path;
  }
}

/** The folder of the person who runs this. */
export function homeFolder(): string {
  return homedir();
}

/** What an export is called until it is whole: in a person's folder, so the name says whose it is. */
const EXPORT_NAME = /^\.sms-export-[\da-f-]{36}\.tmp$/;

/** An export may sleep with its machine over a day; what was not written to for longer was left by a crash. In ms. */
const EXPORT_ABANDONED = 48 * 3_600_000;

/**
 * A file of a person's that is written anew: into one beside it, which takes its place when it is whole.
 * @param path absolute; a link is followed, and the file keeps its mode if it is there
 * @throws the platform's error: no such folder, no permission, no regular file
 */
export async function replaceFile(path: string): Promise<ExportTarget> {
  const { target, mode } = await replaceable(path);
  const folder = dirname(target);
  await removeAbandonedExports(folder);
  const temporary = join(folder, `.sms-export-${randomUUID()}${TEMPORARY}`);
  const file = await open(temporary, "wx");
  const replacement = new Replacement(file, temporary, target);
  try {
    if (mode !== undefined) await file.chmod(mode);
    return replacement;
  } catch (error) {
    await replacement.discard();
    throw error;
  }
}

class Replacement implements ExportTarget {
  readonly #file: FileHandle;
  readonly #temporary: string;
  readonly #target: string;
  #isAbandoned = false;

  constructor(file: FileHandle, temporary: string, target: string) {
    this.#file = file;
    this.#temporary = temporary;
    this.#target = target;
  }

  async write(text: string): Promise<void> {
    await this.#file.writeFile(text, "utf8");
  }

  async commit(): Promise<void> {
    await this.#file.sync();
    await this.#file.close();
    await whileBusy(async () => {
      if (this.#isAbandoned) throw withCode("ECANCELED");
      await rename(this.#temporary, this.#target);
    });
  }

  async discard(): Promise<void> {
    this.#isAbandoned = true;
    await this.#file.close().catch(() => undefined);
    await rm(this.#temporary, { force: true }).catch(() => undefined);
  }

  abandon(): void {
    this.#isAbandoned = true;
    try {
      rmSync(this.#temporary, { force: true });
    } catch {
      // The next export to this folder removes it.
    }
  }
}

/** The file that a path leads to, and its mode if it is there; refuses what must not be replaced. */
async function replaceable(path: string): Promise<{ readonly target: string; readonly mode?: number }> {
  try {
    const target = await realpath(path);
    const found = await stat(target);
    if (!found.isFile()) throw withCode(found.isDirectory() ? "EISDIR" : "ENOTSUP");
    await access(target, constants.W_OK);
    return { target, mode: found.mode & 0o777 };
  } catch (error) {
    ifMissing(error);
    return { target: path };
  }
}

async function removeAbandonedExports(folder: string): Promise<void> {
  // A folder that does not show what is in it may take a file all the same.
  const names = await readdir(folder).catch((): string[] => []);
  const halves = names.filter((name) => EXPORT_NAME.test(name));
  await Promise.all(halves.map((name) => removeAbandoned(join(folder, name), EXPORT_ABANDONED)));
}

function temporaryName(path: string): string {
  return `${path}.${randomUUID()}${TEMPORARY}`;
}

/** A text of which only a part was written is nobody's any more, and still a text. */
async function removeAbandoned(path: string, age = ABANDONED): Promise<void> {
  try {
    if ((await stat(path)).mtimeMs < Date.now() - age) await unlink(path);
  } catch {
    // It was put in its place, or another window was faster.
  }
}

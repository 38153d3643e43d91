import { randomUUID } from "node:crypto";
import {
  access,
  chmod,
  constants,
  lstat,
  mkdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { codeOf, ifMissing, linkNew, whileBusy, withCode, writeWhole } from "./disk.js";

/** How many links may lead from one to the next. */
const LINKS = 40;

/** A configuration file of another program, as it was when it was read. */
export interface ClientFile {
  /** The file itself: links are followed. */
  readonly path: string;
  /** UTF-8, with the byte order mark if it has one; `undefined` if there is no file. */
  readonly text: string | undefined;
}

/** The file is not what was read any more: the other program, or a person, was faster. */
export class ClientFileChangedError extends Error {
  override readonly name = "ClientFileChangedError";
}

/**
 * Reads another program's file.
 * @throws the platform's error; with code `EILSEQ` if it is not UTF-8, `EISDIR` and `ENOTSUP` if it is no file
 */
export async function readClientFile(path: string): Promise<ClientFile> {
  const target = await followed(path);
  const bytes = await bytesOf(target);
  return { path: target, text: bytes === undefined ? undefined : decoded(bytes) };
}

/**
 * Puts another text in the file's place, whole: whoever reads sees the old text or the new one. What was there is
 * kept beside it under a name that nothing has yet. The file keeps its mode; a new one is for its owner alone, and
 * so is the folder that is made for it.
 * @returns the path of what was kept, if there was a file
 * @throws ClientFileChangedError; the platform's error. The file is as it was then.
 */
export async function replaceClientFile(
  { path, text: old }: ClientFile,
  text: string,
  now: Date,
): Promise<string | undefined> {
  const folder = dirname(path);
  if (old === undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
  const mode = await modeOf(path);
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  let backup: string | undefined;
  try {
    await writeWhole(temporary, text, "wx");
    if (mode !== undefined) await chmod(temporary, mode);
    if (old !== undefined) backup = await keep(path, old, mode, now);
    await requireSame(path, old);
    if (old === undefined) await putNew(temporary, path, text);
    else await whileBusy(() => rename(temporary, path));
    return backup;
  } catch (error) {
    if (backup !== undefined) await rm(backup, { force: true });
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Where the links of a path end, whether or not there is a file. */
async function followed(path: string): Promise<string> {
  let at = resolve(path);
  for (let links = 0; links <= LINKS; links++) {
    try {
      return await realpath(at);
    } catch (error) {
      ifMissing(error);
    }
    const link = await linkTarget(at);
    if (link === undefined) return at;
    at = resolve(dirname(at), link);
  }
  throw withCode("ELOOP");
}

async function linkTarget(path: string): Promise<string | undefined> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await readlink(path) : undefined;
  } catch (error) {
    ifMissing(error);
    return undefined;
  }
}

async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw withCode(found.isDirectory() ? "EISDIR" : "ENOTSUP");
    return await readFile(path);
  } catch (error) {
    ifMissing(error);
    return undefined;
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw withCode("EILSEQ");
  }
}

/** The mode of a file that may be written; `undefined` if there is none. */
async function modeOf(path: string): Promise<number | undefined> {
  try {
    const { mode } = await stat(path);
    await access(path, constants.W_OK);
    return mode & 0o777;
  } catch (error) {
    ifMissing(error);
    return undefined;
  }
}

/** Writes a copy under the first free name, with the mode of the file: a token may stand in it. */
async function keep(path: string, text: string, mode: number | undefined, now: Date): Promise<string> {
  const stamp = now.toISOString().replace(/\.\d+/, "").replaceAll(":", "").replaceAll("-", "");
  for (let number = 1; ; number++) {
    const copy = `${path}.backup-${stamp}${number === 1 ? "" : `-${number}`}`;
    try {
      await writeWhole(copy, text, "wx");
    } catch (error) {
      if (codeOf(error) === "EEXIST") continue;
      throw error;
    }
    if (mode !== undefined) await chmod(copy, mode);
    return copy;
  }
}

async function requireSame(path: string, old: string | undefined): Promise<void> {
  const bytes = await bytesOf(path);
  const text = bytes === undefined ? undefined : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  if (text !== old) throw new ClientFileChangedError();
}

/** In the place of nothing: what came to be there meanwhile stays. */
async function putNew(temporary: string, path: string, text: string): Promise<void> {
  try {
    await linkNew(temporary, path, text);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw new ClientFileChangedError();
    throw error;
  }
}

import { link, open } from "node:fs/promises";

/** The mode of a file that is for its owner alone. */
const OWN_MODE = 0o600;

/** How often a name that another process holds open (Windows) is tried again, and after how many ms. */
const BUSY_TRIES = 10;
const BUSY_PAUSE = 20;

/** An error as the platform throws it. */
export function withCode(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** A link makes a file that is whole from its first moment; where there are no links, it is written in place. */
export async function linkNew(from: string, path: string, text: string | Uint8Array): Promise<void> {
  try {
    await link(from, path);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(codeOf(error))) throw error;
    await writeWhole(path, text, "wx");
  }
}

/** Writes and waits until the disk has it. A new file is for its owner alone. */
export async function writeWhole(path: string, text: string | Uint8Array, flags: "wx" | "a"): Promise<void> {
  const file = await open(path, flags, OWN_MODE);
  try {
    await file.writeFile(text, "utf8");
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Does what another process may be in the way of, for a moment. */
export async function whileBusy<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const busy = ["EPERM", "EACCES", "EBUSY"].includes(codeOf(error));
      if (!busy || process.platform !== "win32" || attempt >= BUSY_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE));
    }
  }
}

/** A file that is not there is an answer; whatever else went wrong is thrown again. */
export function ifMissing(error: unknown): void {
  if (codeOf(error) !== "ENOENT") throw error;
}

/** The platform's code of an error, such as `ENOENT`; empty if it has none. */
export function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

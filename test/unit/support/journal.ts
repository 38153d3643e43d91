import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileStore } from "../../../src/core/fileStore.js";
import { Journal } from "../../../src/core/journal/journal.js";
import { Outbox, type OutboxParts } from "../../../src/core/outbox.js";
import { NodeFileStore } from "../../../src/platform/node.js";

/** An empty folder for a test, and its files. */
export async function temporaryFiles(
  cleanup: (undo: () => unknown) => void,
): Promise<{ readonly folder: string; readonly files: FileStore }> {
  const folder = await mkdtemp(join(tmpdir(), "sms-for-ai-files-"));
  cleanup(() => rm(folder, { recursive: true, force: true }));
  return { folder, files: new NodeFileStore(folder) };
}

/** The outbox of one window over files that others may share. */
export function outboxOver(
  files: FileStore,
  parts: Partial<Omit<OutboxParts, "journal">> = {},
): { readonly outbox: Outbox; readonly journal: Journal } {
  const journal = new Journal(files);
  const outbox = new Outbox({
    journal: () => Promise.resolve(journal),
    duplicateWindow: () => 300_000,
    ...parts,
  });
  return { outbox, journal };
}

/** All that the files of a folder hold, as one text. */
export async function textsIn(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = names
    .filter((name) => name.isFile())
    .map((name) => readFile(join(name.parentPath, name.name), "utf8"));
  return (await Promise.all(texts)).join("\n");
}

import { tmpdir } from "node:os";
import { join } from "node:path";
import { mkdtemp, rm } from "node:fs/promises";
import { untilAborted } from "../../../src/api/abort.js";
import { Pacer } from "../../../src/core/bulk/pacer.js";
import { Run, type Clock, type RunEnd, type RunParts } from "../../../src/core/bulk/run.js";
import type { RunJournal } from "../../../src/core/bulk/runJournal.js";
import type { RunHeader, RunRow } from "../../../src/core/bulk/runLines.js";
import { Runs } from "../../../src/core/bulk/runs.js";
import type { FileStore } from "../../../src/core/fileStore.js";
import type { Journal } from "../../../src/core/journal/journal.js";
import type { Outbox } from "../../../src/core/outbox.js";
import type { SignedIn } from "../../../src/core/session.js";
import { MAGIC_RECIPIENTS, type MagicCode } from "../../../src/sandbox/magic.js";
import { NodeFileStore } from "../../../src/platform/node.js";
import { outboxOver } from "./journal.js";
import { Machine, signedIn, signIn } from "./windows.js";

/** A different number for each index below 70,000, all reserved for fiction. */
export function numberAt(index: number): string {
  return `+1${200 + Math.floor(index / 80)}55501${String(index % 80).padStart(2, "0")}`;
}

/** So many of them. */
export function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => numberAt(index));
}

/** The number that makes the sandbox do something else than deliver. */
export function magic(code: MagicCode): string {
  const found = MAGIC_RECIPIENTS.find((recipient) => recipient.code === code);
  if (found === undefined) throw new Error(code);
  return found.number;
}

/** Who got a text, by the server's own record. */
export async function receivers({ account }: Pick<BulkWindow, "account">): Promise<string[]> {
  const api = await account.api();
  const found: string[] = [];
  for (let page = 1; ; page++) {
    const { messages } = await api.list(undefined, { page });
    if (messages.length === 0) return found.sort();
    found.push(...messages.map(({ to }) => to ?? ""));
  }
}

/** One window of a machine whose files others may share. */
export interface BulkWindow {
  readonly account: SignedIn;
  readonly runs: Runs;
  readonly outbox: Outbox;
  readonly entries: Journal;
  /** Writes a run down. */
  create(recipients: readonly string[], header?: Partial<RunHeader>): Promise<RunJournal>;
  /** A run that goes on from what is written down. */
  run(journal: RunJournal, parts?: Partial<RunParts>): Run;
  /** The same, to its end here. */
  go(journal: RunJournal, parts?: Partial<RunParts>): Promise<RunEnd>;
}

/** Opens a window that is signed in at a server. */
export async function openBulkWindow(
  cleanup: (undo: () => unknown) => void,
  server: { readonly baseUrl: string; readonly token: string },
  files: FileStore,
  now?: () => number,
): Promise<BulkWindow> {
  const window = new Machine().open();
  cleanup(() => {
    window.dispose();
  });
  await signIn(window, server.baseUrl, server.token);
  const account = signedIn(window);
  const runs = new Runs({ files: () => Promise.resolve(files), lifetime: () => 7 * 86_400_000, now });
  const { outbox, journal: entries } = outboxOver(files, { sources: [runs] });
  const run = (journal: RunJournal, parts: Partial<RunParts> = {}): Run =>
    new Run({
      journal,
      send: (text, options) => outbox.send(account, text, options),
      adopt: (entry) => outbox.adopt(entry),
      pacer: new Pacer(),
      ...parts,
    });
  return {
    account,
    runs,
    outbox,
    entries,
    create: async (recipients, header = {}) => {
      const { id, label, baseUrl, kind } = account.account;
      const rows: RunRow[] = [];
      for (const [index, to] of recipients.entries()) {
        const hash = await entries.hash.hash(id, to, "Hello");
        rows.push({ row: index + 2, to, hash, cost: 7900 });
      }
      const fixed = { id: crypto.randomUUID(), createdAt: Date.now(), senderId: "", source: "test.csv" };
      return runs.create(
        { ...fixed, account: { id, label, baseUrl, kind }, template: "Hello", ...header },
        rows,
      );
    },
    run,
    go: (journal, parts) => run(journal, parts).go(),
  };
}

/** A clock that passes waits at once: `Date.now` of the whole process goes ahead instead. */
export function useFastClock(cleanup: (undo: () => unknown) => void): Clock {
  const real = Date.now;
  let ahead = 0;
  Date.now = () => real() + ahead;
  cleanup(() => {
    Date.now = real;
  });
  return {
    now: () => Date.now(),
    sleep: async (ms, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (!signal.aborted) ahead += ms;
    },
  };
}

/** The files of a process that can be killed: nothing is done any more then, and nothing ever answers. */
export class MortalFiles implements FileStore {
  readonly #files: FileStore;
  readonly #grave = new AbortController();
  #left = Infinity;
  #half = false;

  constructor(files: FileStore) {
    this.#files = files;
  }

  get isDead(): boolean {
    return this.#left <= 0;
  }

  /** Ends whatever waits for an answer, so that nothing of the dead process keeps this one alive. */
  bury(): void {
    this.#left = 0;
    this.#grave.abort();
  }

  /** Dies at one of the next appends. @param half after half of it is written */
  dieAt(append: number, half: boolean): void {
    this.#left = append;
    this.#half = half;
  }

  async append(name: string, text: string): Promise<void> {
    if (!this.isDead && --this.#left <= 0 && this.#half) {
      await this.#files.append(name, text.slice(0, Math.floor(text.length / 2)));
    }
    return this.#alive(() => this.#files.append(name, text));
  }

  read(name: string): Promise<string | undefined> {
    return this.#alive(() => this.#files.read(name));
  }
  writeAtomic(name: string, text: string): Promise<void> {
    return this.#alive(() => this.#files.writeAtomic(name, text));
  }
  create(name: string, text: string): Promise<boolean> {
    return this.#alive(() => this.#files.create(name, text));
  }
  list(folder: string): Promise<string[]> {
    return this.#alive(() => this.#files.list(folder));
  }
  remove(name: string): Promise<void> {
    return this.#alive(() => this.#files.remove(name));
  }
  removeAll(folder: string): Promise<void> {
    return this.#alive(() => this.#files.removeAll(folder));
  }
  rename(from: string, to: string): Promise<void> {
    return this.#alive(() => this.#files.rename(from, to));
  }

  #alive<T>(work: () => Promise<T>): Promise<T> {
    return this.isDead ? untilAborted(new Promise<T>(() => undefined), this.#grave.signal) : work();
  }
}

/** The files of a machine, in a folder of their own. */
export async function machineFiles(
  cleanup: (undo: () => unknown) => void,
): Promise<{ readonly folder: string; readonly files: FileStore }> {
  const folder = await mkdtemp(join(tmpdir(), "sms-for-ai-bulk-"));
  cleanup(() => rm(folder, { recursive: true, force: true }));
  return { folder, files: new NodeFileStore(folder) };
}

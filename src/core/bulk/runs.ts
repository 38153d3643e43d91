import type { Entry } from "../journal/entry.js";
import { RECORDS_KEPT, type RecordSource, type SendRecord } from "../journal/records.js";
import type { Settlement } from "../journal/journal.js";
import type { FileStore } from "../fileStore.js";
import { compacted } from "./compact.js";
import { Lease, readLease, removeLeases } from "./lease.js";
import { entryOf } from "./outcomes.js";
import { EXTENSION, FOLDER, journalName, RunJournal } from "./runJournal.js";
import { toLine, type RunHeader, type RunRow } from "./runLines.js";
import { readRun, recordOf, entryId, type ReadRun, type RunState } from "./runState.js";

const DAMAGED = "bulk/damaged";

/** What keeps track of runs works with. */
export interface RunsParts {
  readonly files: () => Promise<FileStore>;
  /** After how many ms an unknown outcome is given up: until then it may still belong into the results. */
  readonly lifetime: () => number;
  /** ms since the epoch. */
  readonly now?: (() => number) | undefined;
}

/** A run that can go on. */
export interface InterruptedRun {
  readonly state: RunState;
  /** Another window has it until then, ms since the epoch; 0 for none. */
  readonly heldUntil: number;
}

/** A journal that cannot be trusted any more. */
export interface DamagedRun {
  /** Where it is now, relative to the store. */
  readonly file: string;
  /** What could be read of it. */
  readonly state: RunState | undefined;
}

/** What is found of earlier runs. */
export interface FoundRuns {
  readonly interrupted: readonly InterruptedRun[];
  /** Kept aside just now. */
  readonly damaged: readonly DamagedRun[];
}

/** The run is in another window's hands until then, ms since the epoch. */
export class RunHeldError extends Error {
  override readonly name = "RunHeldError";

  constructor(readonly until: number) {
    super("held");
  }
}

/** There is no such run any more. */
export class RunGoneError extends Error {
  override readonly name = "RunGoneError";

  constructor() {
    super("gone");
  }
}

/** The runs of all windows, in files that they share. Every method rejects if the disk refuses. */
export class Runs implements RecordSource {
  readonly #files: () => Promise<FileStore>;
  readonly #lifetime: () => number;
  readonly #now: () => number;

  constructor({ files, lifetime, now }: RunsParts) {
    this.#files = files;
    this.#lifetime = lifetime;
    this.#now = now ?? (() => Date.now());
  }

  /** Writes a new run down, before anything of it is sent. */
  async create(header: Omit<RunHeader, "rows">, rows: readonly RunRow[]): Promise<RunJournal> {
    const files = await this.#files();
    const lease = await Lease.take(files, header.id, this.#now);
    if (!(lease instanceof Lease)) throw new RunHeldError(lease);
    const lines = [toLine({ run: { ...header, rows: rows.length } }), ...rows.map(toLine)];
    const text = lines.join("");
    if (!(await files.create(journalName(header.id), text))) throw new RunHeldError(this.#now());
    return new RunJournal(files, lease, whole(text));
  }

  /**
   * Opens a run for this window alone.
   * @throws RunHeldError, RunGoneError
   */
  async open(id: string): Promise<RunJournal> {
    const files = await this.#files();
    const lease = await Lease.take(files, id, this.#now);
    if (!(lease instanceof Lease)) throw new RunHeldError(lease);
    // Read only now: nobody else writes any more.
    const read = readRun((await files.read(journalName(id))) ?? "");
    if (read === undefined || read.state.ended !== undefined || isCut(read, lease.linesBefore)) {
      await lease.release();
      throw new RunGoneError();
    }
    return new RunJournal(files, lease, read);
  }

  /**
   * Finds what earlier runs left. Journals that cannot be trusted are kept aside, and their sends of unknown outcome
   * given to the outbox.
   */
  async find(adopt: (entry: Entry) => Promise<void>): Promise<FoundRuns> {
    const files = await this.#files();
    const interrupted: InterruptedRun[] = [];
    const damaged: DamagedRun[] = [];
    for (const id of await this.#ids(files)) {
      const lease = await readLease(files, id);
      const heldUntil = lease !== undefined && lease.until > this.#now() ? lease.until : 0;
      const text = await files.read(journalName(id));
      if (text === undefined) continue;
      const read = readRun(text);
      if (read !== undefined && !isCut(read, heldUntil > 0 ? 0 : (lease?.lines ?? 0))) {
        if (read.state.ended === undefined) interrupted.push({ state: read.state, heldUntil });
        else if (heldUntil === 0) await this.#tidy(files, read.state);
      } else if (heldUntil === 0) {
        damaged.push(await this.#setAside(files, id, read, adopt));
      }
    }
    return { interrupted, damaged };
  }

  /** Gives a run up. What is unknown of it is given to the outbox first. */
  async discard(id: string, adopt: (entry: Entry) => Promise<void>): Promise<RunJournal> {
    const journal = await this.open(id);
    for (const row of journal.state.rows.values()) {
      const isOpen = row.state === "underWay" || row.state === "unknown";
      if (!isOpen || row.adopted === true || row.settled !== undefined) continue;
      await adopt(entryOf(journal.state, row, this.#now()));
      journal.handedOver(row.row);
    }
    journal.end("discarded");
    await journal.flush();
    return journal;
  }

  /** Drops the texts of a run that has ended, and the numbers that nobody needs. */
  async compact({ state }: Pick<RunJournal, "state">): Promise<void> {
    if (state.ended === undefined) return;
    const files = await this.#files();
    // A journal that is shorter than its lease knows would pass for one that was cut.
    await removeLeases(files, state.header.id);
    await files.writeAtomic(journalName(state.header.id), compacted(state));
  }

  /**
   * Takes over how rows of unknown outcome were settled.
   * @returns the runs that have ended and changed by it
   */
  async settle(settlement: (entry: string) => Promise<Settlement | undefined>): Promise<RunState[]> {
    const files = await this.#files();
    const changed: RunState[] = [];
    for (const id of await this.#ids(files)) {
      const read = readRun((await files.read(journalName(id))) ?? "");
      if (read?.state.ended === undefined || read.damaged.length > 0) continue;
      const events = [];
      for (const { row, state, settled } of read.state.rows.values()) {
        if (state !== "unknown" || settled !== undefined) continue;
        const found = await settlement(entryId(id, row));
        if (found !== undefined) events.push(toLine({ s: row, how: found.how, id: found.messageId }));
      }
      if (events.length === 0) continue;
      const { state } = whole(read.lines.concat(events).join(""));
      await files.writeAtomic(journalName(id), compacted(state));
      changed.push(state);
    }
    return changed;
  }

  async records(): Promise<SendRecord[]> {
    const files = await this.#files();
    const found: SendRecord[] = [];
    for (const folder of [FOLDER, DAMAGED]) {
      for (const name of await files.list(folder)) {
        const read = readRun((await files.read(`${folder}/${name}`)) ?? "");
        if (read === undefined) continue;
        const { state } = read;
        found.push(...[...state.rows.values()].flatMap((row) => recordOf(state, row) ?? []));
      }
    }
    return found;
  }

  /** Removes the runs of one account, or everything. */
  async clear(accountId?: string): Promise<void> {
    const files = await this.#files();
    for (const folder of [FOLDER, DAMAGED]) {
      for (const name of await files.list(folder)) {
        const file = `${folder}/${name}`;
        const read = accountId === undefined ? undefined : readRun((await files.read(file)) ?? "");
        if (read !== undefined && read.state.header.account.id !== accountId) continue;
        await files.remove(file);
        await removeLeases(files, name.replace(EXTENSION, ""));
      }
    }
  }

  async #ids(files: FileStore): Promise<string[]> {
    return (await files.list(FOLDER))
      .filter((name) => name.endsWith(EXTENSION))
      .map((name) => name.slice(0, -EXTENSION.length));
  }

  /** Removes what nobody needs of a run that has ended: a window that died right then left its texts. */
  async #tidy(files: FileStore, state: RunState): Promise<void> {
    const { header, rows, ended } = state;
    const isOpen = [...rows.values()].some(({ state, settled }) => state === "unknown" && !settled);
    const kept = isOpen ? this.#lifetime() + RECORDS_KEPT : RECORDS_KEPT;
    if (this.#now() - (ended?.at ?? 0) < kept) {
      if (header.template !== "") await this.compact({ state });
      return;
    }
    await removeLeases(files, header.id);
    await files.remove(journalName(header.id));
  }

  async #setAside(
    files: FileStore,
    id: string,
    read: ReadRun | undefined,
    adopt: (entry: Entry) => Promise<void>,
  ): Promise<DamagedRun> {
    for (const row of read?.state.rows.values() ?? []) {
      const isOpen = row.state === "underWay" || row.state === "unknown";
      if (read !== undefined && isOpen && row.adopted !== true && row.settled === undefined && row.to !== "")
        await adopt(entryOf(read.state, row, this.#now()));
    }
    const file = `${DAMAGED}/${id}${EXTENSION}`;
    await files.rename(journalName(id), file);
    await removeLeases(files, id);
    return { file, state: read?.state };
  }
}

/** Whether a journal says less than it said once. */
function isCut({ damaged, lines }: ReadRun, linesBefore: number): boolean {
  return damaged.length > 0 || lines.length < linesBefore;
}

function whole(text: string): ReadRun {
  const read = readRun(text);
  if (read === undefined) throw new Error("bad header");
  return read;
}

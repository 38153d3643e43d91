import type { FileStore } from "../fileStore.js";
import type { Lease } from "./lease.js";
import { toLine, type RowOutcome, type RunEvent } from "./runLines.js";
import { applied, type ReadRun, type RowState, type RunState } from "./runState.js";

/** Where the journals of runs are. */
export const FOLDER = "bulk";
export const EXTENSION = ".jsonl";

/** The name of a run's journal in the store. */
export function journalName(run: string): string {
  return `${FOLDER}/${run}${EXTENSION}`;
}

/** How long an outcome waits for an intent to be written with, in ms: each write holds up those behind it. */
const PATIENCE = 10;

interface Waiting {
  readonly event: RunEvent;
  /** It tells what happened: it is kept and tried again, however often the disk refuses. */
  readonly lasting: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The journal of a run, open for the window that has its lease. What is written while the disk is busy goes there
 * together: one append for a group.
 */
export class RunJournal {
  readonly #files: FileStore;
  readonly #lease: Lease;
  readonly #rows: Map<number, RowState>;
  readonly #lines: string[];
  #state: RunState;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  /** The last append failed, so that half of it may be on the disk: all is written anew before anything else. */
  #broken: boolean;
  #failure: unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param read what is on the disk
   * @param broken it has to be written anew: its last line was cut
   */
  constructor(files: FileStore, lease: Lease, { state, lines, torn }: ReadRun) {
    this.#files = files;
    this.#lease = lease;
    this.#rows = new Map(state.rows);
    this.#state = { ...state, rows: this.#rows };
    this.#lines = [...lines];
    this.#broken = torn;
    lease.lines = lines.length;
  }

  get state(): RunState {
    return this.#state;
  }

  get lease(): Lease {
    return this.#lease;
  }

  /** Writes down that a row is about to be requested. A rejection means that it must not be. */
  async intend(row: number): Promise<void> {
    await this.#write({ i: row, at: Date.now() }, false);
  }

  /** Takes down what became of a row. It is on the disk with the next group, or after `flush`. */
  conclude(row: number, outcome: RowOutcome): void {
    this.#take({ o: row, ...outcome });
  }

  /** Takes down that the outbox has a row of unknown outcome. */
  handedOver(row: number): void {
    this.#take({ a: row });
  }

  /** Takes down how a row of unknown outcome was settled. */
  settled(row: number, how: "sent" | "discarded", id: string | undefined): void {
    this.#take({ s: row, how, id });
  }

  /** Takes down that nothing more will be sent. */
  end(how: "done" | "discarded"): void {
    this.#take({ end: how, at: Date.now() });
  }

  /** Resolves when everything is on the disk; rejects if the disk refuses. */
  async flush(): Promise<void> {
    while (this.#writing !== undefined || this.#waiting.length > 0 || this.#broken) {
      if (this.#writing === undefined) this.#begin();
      await this.#writing;
      if (this.#broken) throw this.#failure;
    }
  }

  /** What happened counts at once; the disk gets it with the next intent, or before long. */
  #take(event: RunEvent): void {
    this.#apply(event);
    this.#write(event, true).catch(() => undefined);
  }

  #write(event: RunEvent, lasting: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, lasting, resolve, reject });
      if (this.#writing === undefined) this.#schedule();
    });
  }

  /** A request waits for its intent; what lasts can wait for company. */
  #schedule(): void {
    if (this.#waiting.some(({ lasting }) => !lasting)) this.#begin();
    else if (this.#waiting.length > 0 && !this.#broken)
      this.#timer ??= setTimeout(() => void this.flush().catch(() => undefined), PATIENCE);
  }

  #begin(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writeGroup().finally(() => {
      this.#writing = undefined;
      this.#schedule();
    });
  }

  async #writeGroup(): Promise<void> {
    // Whatever comes in this turn of the event loop goes into the group.
    await Promise.resolve();
    const group = this.#waiting;
    this.#waiting = [];
    const lines = group.map(({ event }) => toLine(event));
    try {
      await this.#put(lines);
    } catch (error) {
      this.#broken = true;
      this.#failure = error;
      this.#waiting = [...group.filter(({ lasting }) => lasting), ...this.#waiting];
      for (const { lasting, reject } of group) if (!lasting) reject(error);
      return;
    }
    this.#lines.push(...lines);
    this.#lease.lines = this.#lines.length;
    for (const { event, lasting, resolve } of group) {
      if (!lasting) this.#apply(event);
      resolve();
    }
  }

  async #put(lines: readonly string[]): Promise<void> {
    const name = journalName(this.#state.header.id);
    if (this.#broken) {
      // Whoever has the lease now may have written what is not known here.
      if (this.#lease.lost) throw new Error("not the owner");
      await this.#files.writeAtomic(name, [...this.#lines, ...lines].join(""));
      this.#broken = false;
    } else {
      await this.#files.append(name, lines.join(""));
    }
  }

  #apply(event: RunEvent): void {
    this.#state = applied(this.#state, event, this.#rows) ?? this.#state;
  }
}

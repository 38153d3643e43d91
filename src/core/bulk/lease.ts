import * as z from "zod/mini";
import type { FileStore } from "../fileStore.js";

/** How long a lease lasts, in ms. Another window waits as long for one whose editor died. */
export const LEASE = 45_000;

/** How often it is renewed, and what must be left of it when a request begins, in ms. */
export const RENEWAL = 12_000;
const NEEDED = 20_000;

const FOLDER = "bulk/leases";
const leaseFile = z.object({ until: z.number(), lines: z.number() });

/** What is known of a lease. */
export interface LeaseState {
  readonly generation: number;
  /** ms since the epoch; 0 when it was given back. */
  readonly until: number;
  /** Whole lines that the journal had when the lease was last renewed: fewer means that it was cut. */
  readonly lines: number;
}

/** The newest lease of a run, or `undefined` if there was none. */
export async function readLease(files: FileStore, run: string): Promise<LeaseState | undefined> {
  const generation = (await generations(files, run)).at(-1);
  if (generation === undefined) return undefined;
  const parsed = leaseFile.safeParse(parseJson(await files.read(fileName(run, generation))));
  // One that cannot be read holds nobody off for longer than its turn would have taken.
  return { generation, ...(parsed.success ? parsed.data : { until: 0, lines: 0 }) };
}

/** Removes what is left of the leases of a run that is over. */
export async function removeLeases(files: FileStore, run: string): Promise<void> {
  for (const generation of await generations(files, run)) await files.remove(fileName(run, generation));
}

/**
 * The right of one window to send a run and to write its journal, for a while. Each holder makes the file of the
 * next generation, which only one can; the newest file counts.
 */
export class Lease {
  readonly #files: FileStore;
  readonly #run: string;
  readonly #now: () => number;
  #generation: number;
  #until: number;
  #lines: number;
  #lost = false;
  #renewing: Promise<void> | undefined;

  private constructor(files: FileStore, run: string, now: () => number, state: LeaseState) {
    this.#files = files;
    this.#run = run;
    this.#now = now;
    this.#generation = state.generation;
    this.#until = state.until;
    this.#lines = state.lines;
  }

  /**
   * Takes the lease of a run, or gives the time (ms since the epoch) until which another window has it.
   * @param now ms since the epoch
   */
  static async take(
    files: FileStore,
    run: string,
    now: () => number = () => Date.now(),
  ): Promise<Lease | number> {
    const held = await readLease(files, run);
    if (held !== undefined && held.until > now()) return held.until;
    const state = { generation: (held?.generation ?? 0) + 1, until: now() + LEASE, lines: held?.lines ?? 0 };
    return (await make(files, run, state)) ? new Lease(files, run, now, state) : now() + LEASE;
  }

  /** Whether another window has taken it. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Whole lines that the journal had when it was last known: fewer now means that it was cut. */
  get linesBefore(): number {
    return this.#lines;
  }

  /** What is written into it at the next renewal. */
  set lines(lines: number) {
    this.#lines = lines;
  }

  /**
   * Sees to it that a request may begin now: enough is left of the lease. False if it is another window's.
   * Rejects if the disk refuses.
   */
  async ensure(): Promise<boolean> {
    // A machine that slept, or a disk that is slow, may take several turns.
    while (!this.#lost && this.#until - this.#now() < NEEDED) await this.renew();
    return !this.#lost;
  }

  /** Holds it for longer. */
  renew(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  /** Gives it back, so that nobody has to wait for its end. */
  async release(): Promise<void> {
    if (this.#lost || !(await this.#isNewest())) return;
    this.#lost = true;
    const name = fileName(this.#run, this.#generation);
    await this.#files.writeAtomic(name, JSON.stringify({ until: 0, lines: this.#lines }));
  }

  async #renew(): Promise<void> {
    if (this.#lost) return;
    const until = this.#now() + LEASE;
    const state = { generation: this.#generation, until, lines: this.#lines };
    if (this.#until <= this.#now()) {
      // It has run out, so that another window may be taking it right now: the next file decides.
      state.generation++;
      if (!(await this.#isNewest()) || !(await make(this.#files, this.#run, state))) this.#lost = true;
    } else {
      if (await this.#isNewest()) await write(this.#files, this.#run, state);
      this.#lost = !(await this.#isNewest());
    }
    if (this.#lost) return;
    this.#generation = state.generation;
    this.#until = until;
  }

  async #isNewest(): Promise<boolean> {
    return (await generations(this.#files, this.#run)).at(-1) === this.#generation;
  }
}

async function make(files: FileStore, run: string, state: LeaseState): Promise<boolean> {
  const { generation, until, lines } = state;
  if (!(await files.create(fileName(run, generation), JSON.stringify({ until, lines })))) return false;
  // The last one but this stays: a window that wakes up late must find that there is a newer one.
  for (const old of await generations(files, run))
    if (old < generation - 1) await files.remove(fileName(run, old));
  return true;
}

async function write(files: FileStore, run: string, { generation, until, lines }: LeaseState): Promise<void> {
  await files.writeAtomic(fileName(run, generation), JSON.stringify({ until, lines }));
}

async function generations(files: FileStore, run: string): Promise<number[]> {
  return (await files.list(FOLDER))
    .filter((name) => name.startsWith(`${run}.`))
    .map((name) => Number(name.slice(run.length + 1)))
    .filter((generation) => Number.isInteger(generation))
    .sort((a, b) => a - b);
}

function fileName(run: string, generation: number): string {
  return `${FOLDER}/${run}.${generation}`;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

import { sleep } from "../../api/abort.js";
import { ApiError } from "../../api/errors.js";
import type { MicroUsd } from "../../api/schemas.js";
import type { Entry } from "../journal/entry.js";
import { JournalError, type OutgoingText, type SendOptions, type SendOutcome } from "../sending.js";
import { RENEWAL } from "./lease.js";
import { consequenceOf, entryOf, type PauseReason } from "./outcomes.js";
import { Pacer } from "./pacer.js";
import type { RunJournal } from "./runJournal.js";
import { inTurn, type RowState } from "./runState.js";

/** How many failures in a row pause a run. */
const FAILURES = 5;

/** The longest wait for the server's limit before the run pauses instead, in ms. */
const PATIENCE = 15 * 60_000;

/** Time, for tests to pass it as they like. */
export interface Clock {
  /** ms since the epoch. */
  now(): number;
  /** Waits; ends early when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<unknown>;
}

/** What a run works with. */
export interface RunParts {
  readonly journal: RunJournal;
  /** Sends a text through the outbox, from the account of the run. */
  readonly send: (text: OutgoingText, options: SendOptions) => Promise<SendOutcome>;
  /** Gives the outbox a send of unknown outcome. */
  readonly adopt: (entry: Entry) => Promise<void>;
  readonly pacer?: Pacer;
  readonly clock?: Clock;
  /** Called after everything that happens. */
  readonly onProgress?: (() => void) | undefined;
}

/** How far a run is. */
export interface RunProgress {
  readonly total: number;
  readonly sent: number;
  readonly failed: number;
  readonly unknown: number;
  /** Of what was sent: the server's prices, or the estimate where it told none. */
  readonly cost: MicroUsd;
  /** The limit of the server holds it until then, ms since the epoch; 0 if it does not. */
  readonly waitsUntil: number;
  /** Rows that this window has finished, and since when, ms since the epoch. */
  readonly finishedHere: number;
  readonly startedAt: number;
}

/** How a run ended here. Whatever is left of it can be resumed, unless it is done. */
export type RunEnd =
  | { readonly kind: "done" }
  /** A person wanted it. */
  | { readonly kind: "stopped" }
  | { readonly kind: "paused"; readonly reason: PauseReason; readonly error: unknown };

/** The lease is another window's by now. */
class TakenOverError extends Error {
  override readonly name = "TakenOverError";
}

/** Sends the rows of a run that wait for it, each once, as fast as the server lets it. */
export class Run {
  readonly #parts: RunParts;
  readonly #pacer: Pacer;
  readonly #clock: Clock;
  readonly #abort = new AbortController();
  readonly #startedAt: number;
  #queue: number[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #end: Exclude<RunEnd, { kind: "done" }> | undefined;
  #failures = 0;
  #finished = 0;
  #changed: () => void = () => undefined;

  #renewal: ReturnType<typeof setInterval> | undefined;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#pacer = parts.pacer ?? new Pacer();
    this.#clock = parts.clock ?? { now: () => Date.now(), sleep };
    this.#startedAt = this.#clock.now();
  }

  /** Starts no more sends; those under way come to their end. */
  stop(): void {
    this.#finish({ kind: "stopped" });
  }

  /** Ends those under way too: nobody knows then what became of them. */
  abort(): void {
    this.stop();
    this.#abort.abort();
  }

  /** Lets go of everything, as a window that dies does: another one goes on where this one was. */
  dispose(): void {
    this.abort();
    clearInterval(this.#renewal);
  }

  /** Sends until nothing is left, a person stops it, or something wants a person. Never throws. */
  async go(): Promise<RunEnd> {
    const { journal } = this.#parts;
    this.#renewal = setInterval(() => void journal.lease.renew().catch(() => undefined), RENEWAL);
    try {
      await this.#takeOver();
      this.#queue = inTurn(journal.state.rows)
        .filter(({ state }) => state === "pending")
        .map(({ row }) => row);
      await this.#sendAll();
      if (this.#end === undefined) journal.end("done");
      await journal.flush();
    } catch (error) {
      this.#finish({ kind: "paused", reason: "journal", error });
    } finally {
      clearInterval(this.#renewal);
    }
    this.#tell();
    return this.#end ?? { kind: "done" };
  }

  /** Gives the outbox what an earlier window left without an outcome. */
  async #takeOver(): Promise<void> {
    const { journal } = this.#parts;
    for (const row of journal.state.rows.values()) await this.#handOver(row);
    await journal.flush();
  }

  async #handOver(row: RowState): Promise<void> {
    const { journal, adopt } = this.#parts;
    if (row.state !== "underWay" && row.state !== "unknown") return;
    if (row.adopted === true || row.settled !== undefined) return;
    await adopt(entryOf(journal.state, row, this.#clock.now()));
    journal.handedOver(row.row);
  }

  async #sendAll(): Promise<void> {
    while (this.#end === undefined && (this.#queue.length > 0 || this.#underWay.size > 0)) {
      const delay = this.#queue.length === 0 ? undefined : this.#pacer.delay(this.#clock.now());
      if (delay === 0) {
        this.#start();
      } else {
        this.#tell();
        await this.#wait(delay);
      }
    }
    await Promise.all(this.#underWay);
  }

  #start(): void {
    const row = this.#parts.journal.state.rows.get(this.#queue.shift() ?? NaN);
    if (row === undefined) return;
    const sending = this.#send(row).finally(() => {
      this.#underWay.delete(sending);
      this.#changed();
    });
    this.#underWay.add(sending);
  }

  /** Waits for a change, and no longer than a while. */
  async #wait(ms: number | undefined): Promise<void> {
    const over = new AbortController();
    const change = new Promise<void>((resolve) => {
      this.#changed = resolve;
    });
    try {
      await (ms === undefined ? change : Promise.race([change, this.#clock.sleep(ms, over.signal)]));
    } finally {
      over.abort();
    }
  }

  async #send(row: RowState): Promise<void> {
    const { journal, send } = this.#parts;
    const sequence = this.#pacer.begin();
    const text = { to: row.to, body: row.body, senderId: journal.state.header.senderId };
    let isWritten = false;
    const outcome = await send(text, {
      signal: this.#abort.signal,
      journal: {
        begin: async () => {
          await this.#ensureLease();
          await journal.intend(row.row);
          isWritten = true;
          // The disk may have taken its time.
          await this.#ensureLease();
        },
        end: (known) => {
          journal.conclude(row.row, consequenceOf(known).row);
          return Promise.resolve();
        },
      },
    });
    if (outcome.kind === "notSent" && outcome.error instanceof JournalError) {
      this.#pacer.ended();
      this.#notBegun(row, isWritten, outcome.error.cause);
      return;
    }
    this.#count(sequence, outcome);
    await this.#conclude(row, outcome);
  }

  async #ensureLease(): Promise<void> {
    if (!(await this.#parts.journal.lease.ensure())) throw new TakenOverError();
  }

  #notBegun(row: RowState, isWritten: boolean, error: unknown): void {
    if (isWritten) this.#parts.journal.conclude(row.row, { k: "back", code: "journal" });
    this.#queue.push(row.row);
    const reason = error instanceof TakenOverError ? "takenOver" : "journal";
    this.#finish({ kind: "paused", reason, error });
  }

  #count(sequence: number, outcome: SendOutcome): void {
    const now = this.#clock.now();
    if (outcome.kind === "sent") {
      this.#pacer.accepted(sequence, outcome.remaining);
    } else if (outcome.error instanceof ApiError && outcome.error.kind === "rateLimited") {
      this.#pacer.refused(now, outcome.error.retryAt);
      if (this.#pacer.blockedUntil - now > PATIENCE)
        this.#finish({ kind: "paused", reason: "rateLimited", error: outcome.error });
    } else {
      this.#pacer.ended();
    }
  }

  async #conclude(row: RowState, outcome: SendOutcome): Promise<void> {
    const { journal } = this.#parts;
    const { row: result, pause, isFailure } = consequenceOf(outcome);
    const error = outcome.kind === "sent" ? undefined : outcome.error;
    if (result.k === "back") this.#queue.push(row.row);
    else this.#finished++;
    this.#failures = isFailure ? this.#failures + 1 : result.k === "sent" ? 0 : this.#failures;
    if (pause !== undefined) this.#finish({ kind: "paused", reason: pause, error });
    else if (this.#failures >= FAILURES) this.#finish({ kind: "paused", reason: "failures", error });
    this.#tell();
    if (result.k !== "unknown") return;
    try {
      const now = journal.state.rows.get(row.row);
      if (now !== undefined) await this.#handOver(now);
    } catch (cause) {
      // It is in the journal as unknown, and is handed over when the run goes on.
      this.#finish({ kind: "paused", reason: "journal", error: cause });
    }
  }

  /** The first reason counts. */
  #finish(end: Exclude<RunEnd, { kind: "done" }>): void {
    this.#end ??= end;
    this.#changed();
  }

  #tell(): void {
    this.#parts.onProgress?.();
  }

  /** How far it is now. */
  get progress(): RunProgress {
    const counts = { sent: 0, failed: 0, unknown: 0, cost: 0 };
    const { rows } = this.#parts.journal.state;
    for (const { state, price, cost } of rows.values()) {
      if (state === "sent") {
        counts.sent++;
        counts.cost += price ?? cost ?? 0;
      } else if (state === "failed" || state === "unknown") counts[state]++;
    }
    const { blockedUntil } = this.#pacer;
    return {
      total: rows.size,
      ...counts,
      waitsUntil: blockedUntil > this.#clock.now() ? blockedUntil : 0,
      finishedHere: this.#finished,
      startedAt: this.#startedAt,
    };
  }
}

import { timeLimit } from "../api/abort.js";
import { AccountGoneError } from "./accounts.js";
import { CLAIM, claimAll, LOOK_LIMIT } from "./journal/claims.js";
import { Emitter, type Disposable, type Event } from "./emitter.js";
import type { Entry } from "./journal/entry.js";
import type { Journal, Settlement } from "./journal/journal.js";
import { OwnLooks } from "./journal/ownLooks.js";
import { RECORDS_KEPT, type SendRecord } from "./journal/records.js";
import { LOOK_PAUSES, nextLook, timerPause } from "./journal/schedule.js";
import type { Verdict } from "./journal/verdict.js";
import type { SignedIn } from "./session.js";
import {
  NOTHING_KNOWN,
  toLearned,
  visible,
  withoutCandidate,
  type Learned,
  type LookResult,
  type RecoveryReader,
  type SettledSend,
  type UnsettledSend,
} from "./unsettled.js";

/** What recovery works with. */
export interface RecoveryParts {
  readonly journal: () => Promise<Journal>;
  /** Everything that is recorded of sends, as it is now. */
  readonly records: () => Promise<readonly SendRecord[]>;
  /** The way to an account's server; `undefined` if it was signed out. */
  readonly reach: (accountId: string) => Promise<SignedIn | undefined>;
  /** After how many ms an unknown outcome is given up. */
  readonly lifetime: () => number;
  /** Pauses between looks, in ms. Tests shorten them. */
  readonly pauses?: readonly number[] | undefined;
  /** How long a look may keep an entry from other windows, in ms. Tests shorten it. */
  readonly claim?: number | undefined;
  /** Gets what keeps the journal from being read. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

type Verdicts = ReadonlyMap<Entry, Verdict>;

/**
 * Finds out what became of texts whose answer was lost, in this window or in one that died. It never sends: it
 * looks, and leaves to a person what cannot be known.
 */
export class Recovery implements RecoveryReader, Disposable {
  readonly #parts: RecoveryParts;
  readonly #changed = new Emitter<void>();
  readonly #settled = new Emitter<SettledSend>();
  readonly #gaveUp = new Emitter<Entry>();
  readonly #stopped = new AbortController();
  readonly #looks = new OwnLooks<ReadonlyMap<string, Verdict>>();
  #state: readonly UnsettledSend[] = [];
  #scan = Promise.resolve();
  #nextScan: Promise<void> | undefined;
  #subscription: Disposable | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChange: Event<void> = this.#changed.event;
  /** In this window: sent after all, or expired. What a person discards is no news. */
  readonly onDidSettle: Event<SettledSend> = this.#settled.event;
  /** The last look of the schedule found nothing that a person could choose from. */
  readonly onDidGiveUp: Event<Entry> = this.#gaveUp.event;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  get state(): readonly UnsettledSend[] {
    return this.#state;
  }

  /** Begins to follow the journal. What an earlier run of the editor left is looked up once more. */
  async begin(): Promise<void> {
    if (this.#subscription !== undefined) return;
    this.#subscription = { dispose: () => undefined };
    try {
      const journal = await this.#parts.journal();
      this.#subscription = journal.onDidChange(() => void this.refresh());
    } catch (error) {
      this.#subscription = undefined;
      this.#parts.onFailure?.(error);
      return;
    }
    await this.refresh();
    const over = this.#state.filter(({ entry }) => entry.nextLook === undefined);
    await this.#look(over.map(({ entry }) => entry));
  }

  /** Reads the journal again, which other windows write too. Never throws. */
  async refresh(): Promise<void> {
    // One after the other; whoever comes during a scan shares one that begins after it.
    this.#nextScan ??= this.#scan.then(() => {
      this.#nextScan = undefined;
      return this.#read();
    });
    this.#scan = this.#nextScan;
    await this.#scan;
  }

  /** Looks for one text now. Rejects with `ApiError` or `AccountGoneError` if that cannot be done. */
  async lookAgain(id: string, signal?: AbortSignal): Promise<LookResult> {
    const entry = await (await this.#parts.journal()).entry(id);
    if (entry === undefined) {
      await this.refresh();
      return "settled";
    }
    const verdicts = (await this.#looks.join(id, signal)) ?? (await this.#look([entry], signal));
    const verdict = verdicts.get(id);
    const failure = this.#find(id)?.failure;
    if (verdict === undefined && failure !== undefined) throw failure as Error;
    return verdict?.kind ?? "busy";
  }

  /** A person says which message it became. */
  async choose(id: string, message: { readonly id: string }): Promise<void> {
    await this.#settle(id, { how: "sent", messageId: message.id });
  }

  /** A person gives it up. */
  async discard(id: string): Promise<void> {
    await this.#settle(id, { how: "discarded" });
  }

  dispose(): void {
    this.#stopped.abort();
    clearTimeout(this.#timer);
    this.#subscription?.dispose();
    this.#changed.dispose();
    this.#settled.dispose();
    this.#gaveUp.dispose();
  }

  async #settle(id: string, settlement: Settlement): Promise<void> {
    const journal = await this.#parts.journal();
    const entry = await journal.entry(id);
    if (entry !== undefined) {
      await journal.settle(entry, settlement);
      this.#replace(withoutCandidate(this.#state, entry.account.id, settlement.messageId));
    }
    await this.refresh();
  }

  async #read(): Promise<void> {
    if (this.#isStopped()) return;
    try {
      const journal = await this.#parts.journal();
      const now = Date.now();
      const entries = await journal.entries();
      for (const entry of entries) await this.#takeOverOrExpire(journal, entry, now);
      const left = await journal.entries();
      const oldest = Math.min(now, ...left.map(({ requestedAt }) => requestedAt));
      await journal.prune(oldest - RECORDS_KEPT);
      if (this.#isStopped()) return;
      this.#show(left);
      this.#schedule(left);
    } catch (error) {
      this.#parts.onFailure?.(error);
    }
  }

  /** Makes an entry unknown whose window is past its deadline, and ends one that is past its lifetime. */
  async #takeOverOrExpire(journal: Journal, entry: Entry, now: number): Promise<void> {
    const isLost = entry.state === "underWay" && now > entry.deadline;
    const isOld = entry.state === "unknown" && now > entry.requestedAt + this.#parts.lifetime();
    if (!isLost && !isOld) return;
    const release = await journal.claim(entry.id, now, now + this.#claim);
    if (release === undefined) return;
    try {
      const current = await journal.entry(entry.id);
      if (current?.state !== entry.state) return;
      if (isOld) {
        await journal.settle(current, { how: "discarded" });
        this.#settled.fire({ entry: current, message: undefined });
      } else {
        await journal.write({ ...current, state: "unknown", nextLook: nextLook(now, 0, this.#pauses) });
      }
    } finally {
      await release();
    }
  }

  #show(entries: readonly Entry[]): void {
    const unknown = entries.filter(({ state }) => state === "unknown").toReversed();
    this.#replace(unknown.map((entry) => ({ ...NOTHING_KNOWN, ...this.#find(entry.id), entry })));
  }

  /** Sets the timer to whatever is due first. */
  #schedule(entries: readonly Entry[]): void {
    clearTimeout(this.#timer);
    const times = entries.map(({ state, deadline, nextLook: look }) =>
      state === "underWay" ? deadline + 1 : (look ?? Infinity),
    );
    const due = Math.min(...times);
    if (due === Infinity) return;
    this.#timer = setTimeout(() => void this.#tick(), timerPause(due - Date.now()));
  }

  async #tick(): Promise<void> {
    await this.refresh();
    const now = Date.now();
    const due = this.#state.filter(({ entry }) => (entry.nextLook ?? Infinity) <= now);
    if (due.length > 0) await this.#look(due.map(({ entry }) => entry));
  }

  /** Looks for some texts, account by account, and gives what came of those that this window could take, by id. */
  #look(entries: readonly Entry[], signal?: AbortSignal): Promise<ReadonlyMap<string, Verdict>> {
    return this.#looks.begin(entries, async (free) => {
      const verdicts = new Map<string, Verdict>();
      try {
        for (const account of new Set(free.map(({ account: { id } }) => id))) {
          const own = free.filter(({ account: { id } }) => id === account);
          for (const [{ id }, verdict] of await this.#lookIn(account, own, signal)) verdicts.set(id, verdict);
        }
      } catch (error) {
        this.#parts.onFailure?.(error);
      }
      await this.refresh();
      return verdicts;
    });
  }

  async #lookIn(accountId: string, entries: readonly Entry[], signal?: AbortSignal): Promise<Verdicts> {
    const journal = await this.#parts.journal();
    const { entries: claimed, release } = await claimAll(journal, entries, this.#claim);
    // A look that takes longer than the claim is given up: another window may begin its own.
    const both =
      signal === undefined ? this.#stopped.signal : AbortSignal.any([signal, this.#stopped.signal]);
    const limit = timeLimit(this.#claim * LOOK_LIMIT, both);
    // What is learned is shown at once and whole: rows that change again and again lose their clicks.
    let learned = new Map<string, Learned>();
    try {
      if (claimed.length === 0) return new Map();
      this.#learn(new Map(claimed.map(({ id }) => [id, { looking: true }])));
      const { look } = await import("./journal/look.js");
      const signedIn = await this.#parts.reach(accountId);
      if (signedIn === undefined) throw new AccountGoneError();
      const api = await signedIn.api();
      const verdicts = await look({ journal, api, records: this.#parts.records }, claimed, limit.signal);
      for (const [entry, verdict] of verdicts) await this.#conclude(journal, entry, verdict);
      learned = new Map(Array.from(verdicts, ([{ id }, verdict]) => [id, toLearned(verdict)]));
      return verdicts;
    } catch (failure) {
      for (const entry of claimed) await this.#postpone(journal, entry);
      learned = new Map(claimed.map(({ id }) => [id, { looking: false, failure }]));
      return new Map();
    } finally {
      limit.dispose();
      this.#learn(learned);
      await release();
    }
  }

  async #conclude(journal: Journal, entry: Entry, verdict: Verdict): Promise<void> {
    if (verdict.kind === "sent") this.#settled.fire({ entry, message: verdict.message });
    else await this.#postpone(journal, entry, verdict.kind === "choose");
  }

  /** Notes that it was looked for, and when that is to be done again. */
  async #postpone(journal: Journal, { id, nextLook: planned }: Entry, isFound = false): Promise<void> {
    const entry = await journal.entry(id);
    if (entry === undefined || this.#isStopped()) return;
    const looks = entry.looks + 1;
    const next = nextLook(Date.now(), looks, this.#pauses);
    await journal.write({ ...entry, looks, nextLook: next });
    if (next === undefined && planned !== undefined && !isFound) this.#gaveUp.fire(entry);
  }

  #learn(learned: ReadonlyMap<string, Learned>): void {
    this.#replace(this.#state.map((send) => ({ ...send, ...learned.get(send.entry.id) })));
  }

  /** Tells only of what can be seen: not of how often something was looked for. */
  #replace(state: readonly UnsettledSend[]): void {
    const before = JSON.stringify(this.#state.map(visible));
    this.#state = state;
    if (JSON.stringify(state.map(visible)) !== before) this.#changed.fire();
  }

  #find(id: string): UnsettledSend | undefined {
    return this.#state.find(({ entry }) => entry.id === id);
  }

  get #pauses(): readonly number[] {
    return this.#parts.pauses ?? LOOK_PAUSES;
  }

  get #claim(): number {
    return this.#parts.claim ?? CLAIM;
  }

  /** Asked anew each time: TypeScript would remember the answer from before an await. */
  #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }
}

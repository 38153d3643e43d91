import { isAborted } from "../../api/abort.js";
import { ApiError } from "../../api/errors.js";
import {
  DuplicateError,
  LimitError,
  type AgentSend,
  type OutgoingText,
  type SendJournal,
  type SendOptions,
  type SendOutcome,
  type SendTiming,
} from "../sending.js";
import type { SignedIn } from "../session.js";
import { excessOf, highWater, type AgentMark } from "./agentCaps.js";
import type { Entry, Reservation } from "./entry.js";
import type { Journal } from "./journal.js";
import { takeBaseline } from "./pages.js";
import { findDuplicate, type SendRecord } from "./records.js";

/** After so many ms a reserved place is looked at again: the list of before takes seconds. */
const OVERTAKEN = 60_000;

/** What a single send works with. */
export interface SingleSendParts {
  readonly journal: Journal;
  readonly records: () => Promise<readonly SendRecord[]>;
  /** In ms. */
  readonly duplicateWindow: number;
  readonly timing: SendTiming;
  readonly signedIn: SignedIn;
  readonly text: OutgoingText;
  readonly options: SendOptions;
}

/** A send with a file of its own in the journal. */
export class SingleSend implements SendJournal {
  readonly #parts: SingleSendParts;
  readonly #id = crypto.randomUUID();
  #entry: Entry | undefined;
  #mark: AgentMark | undefined;
  #reservedAt = 0;

  constructor(parts: SingleSendParts) {
    this.#parts = parts;
  }

  async begin(signal: AbortSignal | undefined): Promise<void> {
    const { journal, signedIn, text, options } = this.#parts;
    const hash = await journal.hash.hash(signedIn.account.id, text.to, text.body);
    try {
      await this.#reserve(hash);
      await this.#askAboutDuplicates(hash);
      this.#entry = await this.#makeEntry(hash, signal);
      await journal.write(this.#entry);
    } catch (error) {
      // What keeps it from being removed is no reason to hide why it was not sent; it holds no text.
      await journal.remove(this.#id).catch(() => undefined);
      options.agent?.session.drop(this.#id);
      throw error;
    }
    try {
      await options.onBegun?.();
    } catch {
      // The older copy stays: seen twice is better than lost.
    }
  }

  async end(outcome: SendOutcome): Promise<void> {
    const { journal, options } = this.#parts;
    const entry = this.#entry;
    if (entry === undefined) return;
    switch (outcome.kind) {
      case "sent": {
        const { id, price } = outcome.message;
        await journal.settle(this.#asOfNow(entry), { how: "sent", messageId: id, price });
        await this.#giveUpReplaced();
        return;
      }
      case "notSent":
        options.agent?.session.drop(entry.id);
        // First there, then gone here: a crash in between loses nothing.
        await options.onNotSent?.();
        await journal.remove(entry.id);
        return;
      case "unknown":
        await journal.write({
          ...this.#asOfNow(entry),
          state: "unknown",
          reason: outcome.error.kind,
          nextLook: Date.now() + this.#parts.timing.firstLook,
        });
        await this.#giveUpReplaced();
    }
  }

  /** Reserves first, and looks then: of two windows at once at least one sees the other. */
  async #reserve(hash: string): Promise<void> {
    const { agent } = this.#parts.options;
    if (agent === undefined) await this.#parts.journal.reserve(this.#reservation(hash));
    else await agent.session.inTurn(() => this.#reserveWithin(agent, hash));
  }

  /**
   * Of two windows that reserve the last place at once, both may see the other and step back: too few is safe. If the
   * clock is set or the machine sleeps meanwhile, the place may be gone, pruned as an old one: then all begins anew.
   */
  async #reserveWithin(agent: AgentSend, hash: string): Promise<void> {
    const { journal } = this.#parts;
    const { session, cost, limits } = agent;
    const markAt = (at: number): AgentMark => ({ session: session.id, cost, at });
    do {
      session.drop(this.#id);
      const before = await journal.records();
      const reservation = this.#reservation(hash);
      this.#reservedAt = reservation.at;
      await journal.reserve({ ...reservation, agent: markAt(highWater(before, reservation.at)) });
      const others = (await journal.records()).filter(({ id }) => id !== this.#id);
      const at = highWater(others, Date.now());
      const excess = excessOf(others, agent, limits, at);
      if (excess !== undefined) throw new LimitError(excess);
      this.#mark = markAt(at);
    } while (this.#isOvertaken());
    session.add(this.#id);
  }

  #reservation(hash: string): Reservation {
    const accountId = this.#parts.signedIn.account.id;
    return { id: this.#id, state: "reserved", accountId, hash, at: Date.now() };
  }

  /** Whether the clock makes what was found when the place was reserved a thing of the past, or of the future. */
  #isOvertaken(): boolean {
    const passed = Date.now() - this.#reservedAt;
    return this.#mark !== undefined && (passed < 0 || passed > OVERTAKEN);
  }

  /** The clock goes on while a request is under way, and a machine may sleep in it. */
  #asOfNow(entry: Entry): Entry {
    const { agent } = entry;
    return agent === undefined
      ? entry
      : { ...entry, agent: { ...agent, at: Math.max(agent.at, Date.now()) } };
  }

  async #askAboutDuplicates(hash: string): Promise<void> {
    const { records, duplicateWindow, options } = this.#parts;
    if (duplicateWindow === 0) return;
    const now = Date.now();
    const except = [this.#id, ...(options.replaces === undefined ? [] : [options.replaces])];
    const duplicate = findDuplicate(await records(), hash, { now, within: duplicateWindow, except });
    if (duplicate === undefined) return;
    const confirmed = (await options.confirmDuplicate?.(duplicate)) ?? false;
    if (!confirmed) throw new DuplicateError(duplicate);
  }

  async #makeEntry(hash: string, signal: AbortSignal | undefined): Promise<Entry> {
    const { signedIn, text, timing } = this.#parts;
    const { id, label, baseUrl, kind } = signedIn.account;
    const baseline = await takeBaseline(signedIn, timing.baseline, signal);
    while (this.#isOvertaken()) await this.#reserve(hash);
    if (signal !== undefined && isAborted(signal)) throw new ApiError("cancelled", true);
    const requestedAt = Date.now();
    const mark = this.#mark;
    return {
      id: this.#id,
      state: "underWay",
      account: { id, label, baseUrl, kind },
      to: text.to,
      body: text.body,
      senderId: text.senderId,
      hash,
      requestedAt,
      deadline: requestedAt + timing.request + timing.margin,
      baseline: baseline?.ids,
      clockOffset: baseline?.clockOffset,
      looks: 0,
      agent: mark && { ...mark, at: Math.max(mark.at, requestedAt) },
    };
  }

  /** Only what went, or may have gone, stands for an earlier send: one that was refused leaves that open as it was. */
  async #giveUpReplaced(): Promise<void> {
    const { journal, options } = this.#parts;
    const replaced = options.replaces === undefined ? undefined : await journal.entry(options.replaces);
    if (replaced !== undefined) await journal.settle(replaced, { how: "discarded" });
  }
}

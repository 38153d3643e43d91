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
    const { journal, signedIn, options } = this.#parts;
    const reservation: Reservation = {
      id: this.#id,
      state: "reserved",
      accountId: signedIn.account.id,
      hash,
      at: Date.now(),
    };
    const { agent } = options;
    if (agent === undefined) await journal.reserve(reservation);
    else await agent.session.inTurn(() => this.#reserveWithin(agent, reservation));
  }

  /** Of two windows that reserve the last place at once, both may see the other and step back: too few is safe. */
  async #reserveWithin(agent: AgentSend, reservation: Reservation): Promise<void> {
    const { journal } = this.#parts;
    const { session, cost, limits } = agent;
    const markAt = (at: number): AgentMark => ({ session: session.id, cost, at });
    const before = await journal.records();
    const reserved = { ...reservation, agent: markAt(highWater(before, Date.now())) };
    await journal.reserve(reserved);
    const others = (await journal.records()).filter(({ id }) => id !== this.#id);
    const at = highWater(others, Date.now());
    const excess = excessOf(others, agent, limits, at);
    if (excess !== undefined) throw new LimitError(excess);
    this.#mark = markAt(at);
    session.add(this.#id);
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

import { randomUUID } from "node:crypto";
import type { Journal, JournalRecord } from "./journal.js";
import { finalStatusOf } from "./magic.js";
import type { Draft, MessageStatus, SandboxMessage } from "./message.js";
import { MessageIndex, type Page } from "./messageIndex.js";

/** What happened to the state. */
export type StateChange =
  | { readonly kind: "created"; readonly message: SandboxMessage }
  | { readonly kind: "status"; readonly message: SandboxMessage }
  | { readonly kind: "cleared" };

/** What the state is built on. */
export interface StateOptions {
  readonly journal: Journal;
  /** ms since the epoch. */
  readonly clock: () => number;
  readonly onChange: (change: StateChange) => void;
}

/** On what terms a message is accepted. */
export interface Terms {
  /** Millionths of a USD for the whole message. */
  readonly priceMicros: number;
  /** Millionths of a USD that there were before the first message. */
  readonly startingMicros: number;
  readonly deliveryDelayMs: number;
}

/** Why a failed message failed: the only failure of delivery that the sandbox plays. */
const DELIVERY_ERROR = "The recipient could not be reached.";

/** The messages of the sandbox, what they cost, and their way to their final status. */
export class SandboxState {
  readonly #options: StateOptions;
  readonly #index = new MessageIndex();
  readonly #deliveries = new Map<number, NodeJS.Timeout>();
  #nextId = 1;
  /** Millionths of a USD: the price of all messages. */
  #spentMicros = 0;
  /** Millionths of a USD: the price of those whose record is being written. */
  #reservedMicros = 0;
  #closed = false;

  constructor(options: StateOptions) {
    this.#options = options;
  }

  /** Millionths of a USD that were spent since the beginning, or since the sandbox was emptied. */
  get spentMicros(): number {
    return this.#spentMicros;
  }

  get(id: number): SandboxMessage | undefined {
    return this.#index.get(id);
  }

  /** See `MessageIndex.page`. */
  page(status: MessageStatus | undefined, page: number, perPage: number): Page {
    return this.#index.page(status, page, perPage);
  }

  /**
   * Takes up what the journal holds, and writes it anew if some of it is of no more use. Messages that are
   * still under way go on.
   * @param deliveryDelayMs from the creation of a message to its final status
   * @throws the file system's error
   */
  async load(deliveryDelayMs: number): Promise<void> {
    const { journal, clock } = this.#options;
    const content = await journal.read((record) => {
      this.#apply(record);
    });
    const needed = this.#index.size + 1;
    if (content.damagedLines > 0 || content.records > needed) await journal.rewrite(this.#records());
    const now = clock();
    for (const message of this.#index) {
      if (message.status !== "sent") continue;
      this.#deliverLater(message, Date.parse(message.createdAt) + deliveryDelayMs - now);
    }
  }

  /**
   * Accepts a message: it is in the journal, and paid for, when the promise resolves.
   * @returns `undefined` if the credits are not enough
   * @throws the file system's error; nothing was accepted and nothing taken then
   */
  async accept(draft: Draft, terms: Terms): Promise<SandboxMessage | undefined> {
    const { priceMicros, startingMicros, deliveryDelayMs } = terms;
    if (this.#spentMicros + this.#reservedMicros + priceMicros > startingMicros) return undefined;
    const at = new Date(this.#options.clock()).toISOString();
    const message: SandboxMessage = {
      ...draft,
      id: this.#nextId++,
      status: "sent",
      priceMicros,
      nviaMessageId: randomUUID(),
      createdAt: at,
      updatedAt: at,
      deliveredAt: null,
      error: null,
    };
    this.#reservedMicros += priceMicros;
    try {
      await this.#options.journal.append({ type: "created", message });
    } finally {
      this.#reservedMicros -= priceMicros;
    }
    this.#apply({ type: "created", message });
    this.#options.onChange({ kind: "created", message });
    this.#deliverLater(message, deliveryDelayMs);
    return message;
  }

  /**
   * Removes all messages, from the disk too, and gives the credits back. Ids go on increasing.
   * @throws the file system's error; nothing was removed then
   */
  async clear(): Promise<void> {
    const { journal, onChange } = this.#options;
    await journal.forgetDamaged();
    await journal.rewrite(this.#recordsOfNothing());
    this.#stopDeliveries();
    this.#apply({ type: "cleared", nextId: this.#nextId });
    onChange({ kind: "cleared" });
  }

  /** Stops the clockwork and waits until all is written. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopDeliveries();
    await this.#options.journal.idle();
  }

  *#records(): Generator<JournalRecord> {
    yield* this.#recordsOfNothing();
    for (const message of this.#index) yield { type: "created", message };
  }

  /** Evaluated when it is written, so that no id is given twice that was given while it waited. */
  *#recordsOfNothing(): Generator<JournalRecord> {
    yield { type: "cleared", nextId: this.#nextId };
  }

  #apply(record: JournalRecord): void {
    if (record.type === "cleared") {
      this.#index.clear();
      this.#spentMicros = 0;
      this.#nextId = Math.max(this.#nextId, record.nextId);
    } else if (record.type === "created") {
      const { message } = record;
      this.#spentMicros += message.priceMicros - (this.#index.get(message.id)?.priceMicros ?? 0);
      this.#index.put(message);
      this.#nextId = Math.max(this.#nextId, message.id + 1);
    } else {
      const message = this.#index.get(record.id);
      if (message === undefined) return;
      this.#index.put({
        ...message,
        status: record.status,
        updatedAt: record.at,
        deliveredAt: record.status === "delivered" ? record.at : null,
        error: record.error,
      });
    }
  }

  #deliverLater(message: SandboxMessage, delayMs: number): void {
    const status = finalStatusOf(message.to);
    if (status === undefined || this.#closed) return;
    const timer = setTimeout(
      () => {
        this.#deliver(message.id, status);
      },
      Math.max(0, delayMs),
    );
    timer.unref();
    this.#deliveries.set(message.id, timer);
  }

  #deliver(id: number, status: "delivered" | "failed"): void {
    this.#deliveries.delete(id);
    const at = new Date(this.#options.clock()).toISOString();
    const error = status === "failed" ? DELIVERY_ERROR : null;
    const record: JournalRecord = { type: "status", id, status, at, error };
    this.#apply(record);
    // A status that could not be written is found out again after a restart.
    this.#options.journal.append(record).catch(() => undefined);
    const message = this.#index.get(id);
    if (message !== undefined) this.#options.onChange({ kind: "status", message });
  }

  #stopDeliveries(): void {
    for (const timer of this.#deliveries.values()) clearTimeout(timer);
    this.#deliveries.clear();
  }
}

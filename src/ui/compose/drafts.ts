import * as z from "zod/mini";
import type { Memory } from "../../core/secrets.js";

/** What was typed into the composer. */
export interface Draft {
  readonly to: string;
  readonly body: string;
  /** Empty for none. */
  readonly senderId: string;
}

/** A draft as it is kept. */
export interface KeptDraft extends Draft {
  readonly id: string;
}

const keptDrafts = z.array(
  z.object({
    id: z.string(),
    to: z.string(),
    body: z.string(),
    senderId: z.string(),
  }),
);

const KEY = "drafts";

/** How many drafts are kept. */
const MAX_DRAFTS = 20;

/**
 * What was typed and certainly not sent, kept for this window so that nothing is lost: a list, so that one text
 * does not take another's place. What may have been sent is in the outbox's journal instead.
 */
export class Drafts {
  readonly #memory: Memory;

  constructor(windowMemory: Memory) {
    this.#memory = windowMemory;
  }

  /** All of them, the last one first. */
  get all(): readonly KeptDraft[] {
    const parsed = keptDrafts.safeParse(this.#memory.get(KEY));
    return parsed.success ? parsed.data : [];
  }

  /** What is offered when the composer opens. */
  get offered(): KeptDraft | undefined {
    return this.all[0];
  }

  /** Keeps a draft, in place of the one of the same id. One in which nothing is written is dropped. */
  async keep(draft: KeptDraft): Promise<void> {
    const others = this.#without(draft.id);
    const isEmpty = draft.to.trim() === "" && draft.body.trim() === "";
    await this.#memory.update(KEY, (isEmpty ? others : [draft, ...others]).slice(0, MAX_DRAFTS));
  }

  /** Drops a draft: its text was sent, or is in the journal. */
  async drop(id: string): Promise<void> {
    await this.#memory.update(KEY, this.#without(id));
  }

  /** Drops all of them. */
  async clear(): Promise<void> {
    await this.#memory.update(KEY, undefined);
  }

  #without(id: string): KeptDraft[] {
    return this.all.filter((draft) => draft.id !== id);
  }
}

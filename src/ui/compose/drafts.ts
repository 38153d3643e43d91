import * as z from "zod/mini";
import type { Memory } from "../../core/secrets.js";

/** What was typed into the composer. */
export interface Draft {
  readonly to: string;
  readonly body: string;
  /** Empty for none. */
  readonly senderId: string;
}

const draft = z.object({ to: z.string(), body: z.string(), senderId: z.string() });

const OPEN = "draft";
const DOUBTFUL = "doubtfulDraft";

/**
 * What was typed and not sent, kept for this window so that nothing is lost. A text that may have been sent is
 * kept apart: it comes back on request only.
 */
export class Drafts {
  readonly #memory: Memory;

  constructor(windowMemory: Memory) {
    this.#memory = windowMemory;
  }

  /** What is offered again when the composer opens. */
  get open(): Draft | undefined {
    return this.#read(OPEN);
  }

  /** The last text whose fate is not known. */
  get doubtful(): Draft | undefined {
    return this.#read(DOUBTFUL);
  }

  async keep(typed: Draft): Promise<void> {
    const isEmpty = typed.to.trim() === "" && typed.body.trim() === "";
    await this.#memory.update(OPEN, isEmpty ? undefined : typed);
  }

  async doubt(typed: Draft): Promise<void> {
    await this.#memory.update(DOUBTFUL, typed);
    await this.#memory.update(OPEN, undefined);
  }

  async sent(): Promise<void> {
    await this.#memory.update(OPEN, undefined);
  }

  async forgetDoubtful(): Promise<void> {
    await this.#memory.update(DOUBTFUL, undefined);
  }

  #read(key: string): Draft | undefined {
    const parsed = draft.safeParse(this.#memory.get(key));
    return parsed.success ? parsed.data : undefined;
  }
}

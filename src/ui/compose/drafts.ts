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
const DOUBTFUL = "doubtfulDrafts";

/** How many texts of doubtful fate are kept. */
const MAX_DOUBTFUL = 20;

/**
 * What was typed and not sent, kept for this window so that nothing is lost. Texts that may have been sent are
 * kept apart: they come back on request only.
 */
export class Drafts {
  readonly #memory: Memory;

  constructor(windowMemory: Memory) {
    this.#memory = windowMemory;
  }

  /** What is offered again when the composer opens. */
  get open(): Draft | undefined {
    const parsed = draft.safeParse(this.#memory.get(OPEN));
    return parsed.success ? parsed.data : undefined;
  }

  /** The texts whose fate is not known, the last one first. */
  get doubtful(): readonly Draft[] {
    const parsed = z.array(draft).safeParse(this.#memory.get(DOUBTFUL));
    return parsed.success ? parsed.data : [];
  }

  /** Keeps what was typed. A number alone does not take the place of a text. */
  async keep(typed: Draft): Promise<void> {
    if (typed.body.trim() === "" && this.open !== undefined && this.open.body.trim() !== "") return;
    const isEmpty = typed.to.trim() === "" && typed.body.trim() === "";
    await this.#memory.update(OPEN, isEmpty ? undefined : typed);
  }

  /** The text was sent: it need not be offered again. */
  async sent(): Promise<void> {
    await this.#memory.update(OPEN, undefined);
  }

  /** The text may have been sent. */
  async doubt(typed: Draft): Promise<void> {
    await this.#memory.update(DOUBTFUL, [typed, ...this.doubtful].slice(0, MAX_DOUBTFUL));
    await this.#memory.update(OPEN, undefined);
  }

  /** Somebody took the text up again: it is an ordinary draft now. */
  async takeUp(taken: Draft): Promise<void> {
    const isTaken = JSON.stringify(taken);
    await this.#memory.update(
      DOUBTFUL,
      this.doubtful.filter((other) => JSON.stringify(other) !== isTaken),
    );
    await this.#memory.update(OPEN, taken);
  }
}

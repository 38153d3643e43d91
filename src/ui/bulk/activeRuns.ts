/** A run that is being sent by this window. */
export interface ActiveRun {
  /** Starts no more sends, and lets another window go on. */
  leave(): Promise<void>;
}

/** The runs that this window sends now. When the window closes, it leaves them to the next one. */
export class ActiveRuns {
  readonly #runs = new Map<string, ActiveRun>();

  has(id: string): boolean {
    return this.#runs.has(id);
  }

  /** Takes a run in, until what is given back is called. */
  add(id: string, run: ActiveRun): () => void {
    this.#runs.set(id, run);
    return () => this.#runs.delete(id);
  }

  dispose(): void {
    for (const run of this.#runs.values()) void run.leave();
  }
}

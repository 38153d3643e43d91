/** A run that is being sent by this window. */
export interface ActiveRun {
  readonly accountId: string;
  /** Starts no more sends, and lets another window go on. */
  leave(): Promise<void>;
  /** Starts no more sends, and waits until those under way have ended. */
  stop(): Promise<void>;
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

  /** Stops the runs of an account, or all: what they write to is about to go. */
  async stop(accountId?: string): Promise<void> {
    const runs = [...this.#runs.values()].filter(
      (run) => accountId === undefined || run.accountId === accountId,
    );
    await Promise.all(runs.map((run) => run.stop()));
  }

  dispose(): void {
    for (const run of this.#runs.values()) void run.leave();
  }
}

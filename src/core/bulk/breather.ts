/** How long work goes on before everything else has its turn, in ms. */
const TURN = 8;

/** Keeps a long piece of work from holding up the window. */
export class Breather {
  #since = performance.now();

  /** To be called between small steps. Lets others run when it is time; rejects with the signal's reason. */
  async breathe(signal?: AbortSignal): Promise<void> {
    if (performance.now() - this.#since < TURN) return;
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    this.#since = performance.now();
  }
}

import type { Disposable } from "./emitter.js";
import { isAborted, sleep } from "../api/abort.js";
import type { SandboxEvent } from "../api/events.js";
import type { SessionReader, SignedIn } from "./session.js";

/** The pauses before the stream is opened again, in ms: the first, and the longest. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

/**
 * Listens to the sandbox's events while the sandbox is the window's account. Begins on demand, since a window
 * that shows nothing asks nothing. When the window that owns the sandbox closes, opening the stream again is
 * what makes this one take over.
 */
export class Arrivals implements Disposable {
  readonly #session: SessionReader;
  readonly #take: (event: SandboxEvent) => void;
  readonly #subscription: Disposable;
  #wanted = false;
  #listening: { readonly signedIn: SignedIn; readonly abort: AbortController } | undefined;

  /** @param take is given each event of the active account */
  constructor(session: SessionReader, take: (event: SandboxEvent) => void) {
    this.#session = session;
    this.#take = take;
    this.#subscription = session.onDidChange(() => {
      this.#update();
    });
  }

  /** From now on, listen whenever the account is the sandbox. */
  begin(): void {
    this.#wanted = true;
    this.#update();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#listening?.abort.abort();
    this.#listening = undefined;
  }

  #update(): void {
    const { state } = this.#session;
    if (this.#listening?.signedIn === state) return;
    this.#listening?.abort.abort();
    this.#listening = undefined;
    if (!this.#wanted || state.kind !== "signedIn" || state.account.kind !== "sandbox") return;
    const abort = new AbortController();
    this.#listening = { signedIn: state, abort };
    void this.#listen(state, abort.signal);
  }

  async #listen(signedIn: SignedIn, signal: AbortSignal): Promise<void> {
    let pause = FIRST_PAUSE;
    while (!signal.aborted) {
      try {
        const api = await signedIn.api();
        for await (const event of api.sandboxEvents(signal)) {
          if (isAborted(signal)) return;
          pause = FIRST_PAUSE;
          this.#take(event);
        }
      } catch {
        // The next read of the list or the balance says what is wrong; here it is only tried again.
      }
      await sleep(pause, signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }
}

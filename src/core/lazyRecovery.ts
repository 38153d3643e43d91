import { Emitter, type Disposable, type Event } from "./emitter.js";
import { once } from "./once.js";
import type { Recovery } from "./recovery.js";
import type { RecoveryReader, UnsettledSend } from "./unsettled.js";

/** Recovery, loaded when it is first asked for. Until then nothing is known of any text. */
export class LazyRecovery implements RecoveryReader, Disposable {
  readonly #changed = new Emitter<void>();
  #loaded: Recovery | undefined;
  #isDisposed = false;

  readonly onDidChange: Event<void> = this.#changed.event;
  /** Loads it at the first call. A failure is tried again. */
  readonly get: () => Promise<Recovery>;

  constructor(load: () => Promise<Recovery>) {
    this.get = once(async () => {
      const recovery = await load();
      if (this.#isDisposed) recovery.dispose();
      this.#loaded = recovery;
      recovery.onDidChange(() => {
        this.#changed.fire();
      });
      return recovery;
    });
  }

  get state(): readonly UnsettledSend[] {
    return this.#loaded?.state ?? [];
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#loaded?.dispose();
    this.#changed.dispose();
  }
}

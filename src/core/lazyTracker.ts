import type { Message } from "../api/schemas.js";
import { Emitter, type Disposable, type Event } from "./emitter.js";
import { isFinal } from "./messageList.js";
import { once } from "./once.js";
import type { Tracker } from "./tracker.js";
import type { Finished, TrackedAccount, TrackerReader } from "./tracking/reader.js";

/** The tracker, loaded when there is something to follow. */
export class LazyTracker implements TrackerReader, Disposable {
  readonly #changed = new Emitter<void>();
  readonly #finished = new Emitter<Finished>();
  readonly #load: () => Promise<Tracker>;
  readonly #onFailure: (error: unknown) => void;
  #loaded: Tracker | undefined;
  #isDisposed = false;

  readonly onDidChange: Event<void> = this.#changed.event;
  readonly onDidFinish: Event<Finished> = this.#finished.event;

  /** @param onFailure gets what keeps it from being loaded */
  constructor(load: () => Promise<Tracker>, onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
    this.#load = once(async () => {
      const tracker = await load();
      this.#loaded = tracker;
      if (this.#isDisposed) tracker.dispose();
      tracker.onDidChange(() => {
        this.#changed.fire();
      });
      tracker.onDidFinish((finished) => {
        this.#finished.fire(finished);
      });
      this.#changed.fire();
      return tracker;
    });
  }

  get unfinished(): number {
    return this.#loaded?.unfinished ?? 0;
  }

  /** Goes on with what the window's last run left. */
  wake(): void {
    void this.#with(() => undefined);
  }

  /** Follows a message that was sent just now, of whose status a person is told by whatever sent it. */
  sent(account: TrackedAccount, message: Message, remaining: number | undefined): void {
    if (this.#loaded === undefined && isFinal(message)) return;
    void this.#with((tracker) => {
      tracker.sawRemaining(account.id, remaining);
      tracker.follow(account, message);
    });
  }

  /**
   * Follows a message that turned out to have been sent.
   * @param sentAt ms since the epoch
   */
  found(account: TrackedAccount, message: Message, sentAt: number): void {
    void this.#with((tracker) => {
      tracker.follow(account, message, sentAt, false);
    });
  }

  /** Follows nothing that was sent so far, and remembers nothing of it. */
  async clear(): Promise<void> {
    await this.#with((tracker) => {
      tracker.clear();
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#loaded?.dispose();
    this.#changed.dispose();
    this.#finished.dispose();
  }

  async #with(use: (tracker: Tracker) => void): Promise<void> {
    try {
      use(await this.#load());
    } catch (error) {
      this.#onFailure(error);
    }
  }
}

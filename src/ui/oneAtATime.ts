/** The times of `OneAtATime`, in ms. */
export interface NoticeTimes {
  /** How long things are gathered before they are told of. */
  readonly together: number;
  /** How long a notification is taken to be on the screen while the window has the focus. */
  readonly life: number;
}

/** VS Code hides a notification with buttons after ten seconds of a window with the focus. */
const TIMES: NoticeTimes = { together: 400, life: 10_000 };

/**
 * Tells of things that come in bursts, one notification at a time: what comes while one is on the screen, or in
 * front of nobody, is told of by the next one, all together.
 */
export class OneAtATime<T> {
  readonly #show: (things: readonly T[]) => Promise<unknown>;
  readonly #times: NoticeTimes;
  #waiting: T[] = [];
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #life: ReturnType<typeof setTimeout> | undefined;
  /** The notification that is on the screen. */
  #open: symbol | undefined;
  #isFocused: boolean;

  /** @param show tells of some things, and ends when it is dismissed. Never throws */
  constructor(show: (things: readonly T[]) => Promise<unknown>, isFocused: boolean, times = TIMES) {
    this.#show = show;
    this.#isFocused = isFocused;
    this.#times = times;
  }

  add(thing: T): void {
    this.#waiting.push(thing);
    this.#gather();
  }

  /** What waits is not true any more. */
  forget(): void {
    this.#waiting = [];
  }

  /** The window got or lost the focus: without it, a notification stays where it is. */
  setFocused(isFocused: boolean): void {
    this.#isFocused = isFocused;
    clearTimeout(this.#life);
    if (isFocused && this.#open !== undefined) this.#age(this.#open);
  }

  dispose(): void {
    clearTimeout(this.#gathering);
    clearTimeout(this.#life);
    this.#waiting = [];
  }

  #gather(): void {
    if (this.#open !== undefined || this.#gathering !== undefined) return;
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      this.#tell();
    }, this.#times.together);
  }

  #tell(): void {
    const things = this.#waiting;
    this.#waiting = [];
    if (things.length === 0) return;
    const open = (this.#open = Symbol());
    if (this.#isFocused) this.#age(open);
    void this.#show(things).then(() => {
      this.#close(open);
    });
  }

  #age(open: symbol): void {
    this.#life = setTimeout(() => {
      this.#close(open);
    }, this.#times.life);
  }

  #close(open: symbol): void {
    if (this.#open !== open) return;
    this.#open = undefined;
    clearTimeout(this.#life);
    if (this.#waiting.length > 0) this.#gather();
  }
}

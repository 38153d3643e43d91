/** Ends a subscription, or whatever else was begun. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes a listener. The same shape as `vscode.Event`, which core does not know. */
export type Event<T> = (listener: (value: T) => unknown) => Disposable;

/** The sending end of an `Event`. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => unknown>();

  readonly event: Event<T> = (listener) => {
    // A wrapper of its own, so that the same listener may subscribe twice.
    const entry = (value: T): unknown => listener(value);
    this.#listeners.add(entry);
    return {
      dispose: () => {
        this.#listeners.delete(entry);
      },
    };
  };

  /** Never throws: a listener's error is its own, and goes to the host as one that nobody caught. */
  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        void Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

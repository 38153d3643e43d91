/** `work`, or a rejection as soon as the signal aborts: what is awaited may know nothing of signals. */
export function untilAborted<T>(work: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(new Error("aborted"));
    };
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).then(
      () => {
        signal.removeEventListener("abort", stop);
      },
      () => undefined,
    );
  });
}

/** Waits; false if the signal aborted meanwhile. */
export function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(false);
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve(true);
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}

/** Asked anew each time: TypeScript would remember the answer from before an await. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

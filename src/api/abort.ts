/** `work`, or a rejection as soon as the signal aborts: what is awaited may know nothing of signals. */
export function untilAborted<T>(work: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(new Error("aborted"));
    };
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).then(
      () => {
        signal.removeEventListener("abort", stop);
      },
      () => undefined,
    );
  });
}

/** A signal that aborts after a while at the latest. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** To be called when what was limited has ended. */
  dispose(): void;
}

/**
 * The caller's signal and a time limit in one. `AbortSignal.any` with `AbortSignal.timeout` would not do: Node
 * may collect the timeout before it fires, and the limit is gone (nodejs/node#57736).
 */
export function timeLimit(ms: number, signal: AbortSignal | undefined): TimeLimit {
  const limited = new AbortController();
  const stop = (): void => {
    limited.abort();
  };
  const timer = setTimeout(stop, ms);
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted === true) stop();
  return {
    signal: limited.signal,
    dispose: () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    },
  };
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

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { ApiError } from "../../../src/api/errors.js";

/** A promise and the means to settle it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

export function deferred<T = void>(): Deferred<T> {
  let settle: Omit<Deferred<T>, "promise"> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  assert.ok(settle);
  return { promise, ...settle };
}

/** Waits until something is so, for no longer than a test may take. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 8000;
  while (!isSo()) {
    assert.ok(performance.now() < deadline, `it never came: ${isSo.toString()}`);
    await pause(2);
  }
}

/** Lets everything run that is ready to run, timers of 0 ms included. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** The error that a call of the API ends with. */
export async function failure(call: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await call.then(
    () => assert.fail("it succeeded"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw error;
  return error;
}

/** Undoes after each test what the test has set up, the last first. */
export function useCleanup(): (undo: () => unknown) => void {
  const undoing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const undo of undoing.splice(0).reverse()) await undo();
  });
  return (undo) => undoing.push(undo);
}

/** What nobody caught while something ran and settled. */
export async function uncaughtDuring(run: () => unknown): Promise<unknown[]> {
  const caught: unknown[] = [];
  const before = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason) => caught.push(reason));
  try {
    await run();
    await settled();
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const listener of before) process.on("unhandledRejection", listener);
  }
  return caught;
}

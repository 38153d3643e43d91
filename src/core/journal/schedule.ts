/** When an unknown outcome is looked up by itself: ms after it became unknown, then after each look before. */
export const LOOK_PAUSES: readonly number[] = [5000, 30_000, 120_000, 600_000];

/**
 * The time of the look after `looks` of them, or `undefined` if that was the last. Times are in ms since the
 * epoch.
 */
export function nextLook(now: number, looks: number, pauses = LOOK_PAUSES): number | undefined {
  const pause = pauses[looks];
  return pause === undefined ? undefined : now + pause;
}

/** The shortest and the longest pause of the timer, in ms. Another window may be at what is due. */
const MIN_PAUSE = 250;
const MAX_PAUSE = 3_600_000;

/** For how many ms a timer waits for what is due in so many. */
export function timerPause(due: number): number {
  return Math.min(Math.max(due, MIN_PAUSE), MAX_PAUSE);
}

/** When an unknown outcome is looked up by itself: ms after it became unknown, then after each look before. */
const PAUSES = [5000, 30_000, 120_000, 600_000];

/** The time of the first look. Times are in ms since the epoch. */
export function firstLook(now: number): number {
  return now + (PAUSES[0] ?? 0);
}

/** The time of the look after `looks` of them, or `undefined` if that was the last. */
export function nextLook(now: number, looks: number): number | undefined {
  const pause = PAUSES[looks];
  return pause === undefined ? undefined : now + pause;
}

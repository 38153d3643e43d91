/** For how long a message is followed, in ms from sending. */
export const FOLLOWED_FOR = 86_400_000;

/** How long after a start what an earlier one left is asked for, in ms: the start is the user's. */
export const AFTER_START = 5000;

const SHORTEST = 2000;
const LONGEST_IN_FIRST_HOUR = 300_000;
const HOUR = 3_600_000;

/**
 * How long to wait until a message is asked for again, in ms: 2 s at first, twice as long each time up to five
 * minutes, and after an hour a twelfth of its age.
 * @param age ms since it was sent
 */
function pauseAt(age: number): number {
  if (age > HOUR) return age / 12;
  return Math.min(Math.max(age, SHORTEST), LONGEST_IN_FIRST_HOUR);
}

/**
 * When a message is to be asked for next, and from when on it is looked for where another one is asked for.
 * @param now ms since the epoch, like all times here
 */
export function nextLook(sentAt: number, now: number): { readonly due: number; readonly soonest: number } {
  const pause = pauseAt(now - sentAt);
  return { due: now + pause, soonest: now + pause * 0.75 };
}

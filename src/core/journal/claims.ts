import type { Entry } from "./entry.js";
import type { Journal } from "./journal.js";

/** How long a window may keep an entry to itself, in ms. */
export const CLAIM = 60_000;

/** The part of its claim within which a look has to end. */
export const LOOK_LIMIT = 5 / 6;

/** Entries that this window has to itself for a while. */
export interface Claimed {
  /** As they are now; those that are not unknown any more are left out. */
  readonly entries: readonly Entry[];
  readonly release: () => Promise<void>;
}

/**
 * Takes those entries that no other window has.
 * @param duration in ms
 */
export async function claimAll(
  journal: Journal,
  entries: readonly Entry[],
  duration = CLAIM,
): Promise<Claimed> {
  const claimed: Entry[] = [];
  const releases: (() => Promise<void>)[] = [];
  for (const entry of entries) {
    const now = Date.now();
    const release = await journal.claim(entry.id, now, now + duration);
    if (release === undefined) continue;
    releases.push(release);
    const current = await journal.entry(entry.id);
    if (current?.state === "unknown") claimed.push(current);
  }
  return {
    entries: claimed,
    release: async () => {
      await Promise.all(releases.map((release) => release()));
    },
  };
}

import type { Memory } from "../secrets.js";

/** What a window remembers of a message that it follows. */
export interface KeptMessage {
  readonly accountId: string;
  readonly id: string;
  /** By this machine's clock, ms since the epoch. */
  readonly sentAt: number;
}

/** What they are remembered by. */
export const KEPT = "followedMessages";

/** Whether this window's last run left anything to follow. */
export function hasKept(memory: Memory): boolean {
  const kept = memory.get(KEPT);
  return Array.isArray(kept) && kept.length > 0;
}

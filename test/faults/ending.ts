import { setTimeout as pause } from "node:timers/promises";
import type { Board } from "./board.js";
import { checkEnd, Violation } from "./checks.js";
import { acceptedMessages, openEntries, settledEntries, type OpenEntry } from "./record.js";
import { isSameText } from "./sendings.js";
import type { ShownEntry } from "./window.js";
import type { MortalWindow } from "./windows.js";

/** How long anything may take that must come, in ms: the claim of a window that died runs out before. */
const PATIENCE = 10_000;

/**
 * Opens a last window, in which all is well: what can be known is found out, and everything must be in order.
 * @throws Violation
 */
export async function endWell(board: Board): Promise<void> {
  const { folder, sendings, givenUp, stats } = board;
  await board.closeAll();
  await board.lane.proxy.idle();
  const certain = certainOnes(board);
  await endWindow(board);
  stats.count("left unknown", openEntries(folder).length);
  stats.count("had to be settled", certain.length);
  for (const { entryId, senderId } of certain) {
    if (!settledEntries(folder).some(({ id, state }) => id === entryId && state === "sent"))
      throw new Violation(`${senderId} is the only match, and was not settled`);
  }
  const accepted = board.accepted();
  stats.count("messages", accepted.length);
  checkEnd({ folder, sendings, accepted, givenUp });
}

/**
 * Looks for everything in a last window.
 * @throws Violation
 */
export async function endWindow(board: Board): Promise<void> {
  board.lane.proxy.listFault = "none";
  const window = await board.open(false);
  for (const entry of await allShown(board, window)) await lastLook(board, window, entry);
  // What a window that was closed has written back is cleared away by whoever reads next.
  await board.shown(window);
  board.stopAtViolation();
}

/** What a look must settle: the only unsettled one of its text, beside the only message that nothing owns. */
function certainOnes({
  folder,
  lane,
  strangers,
}: Board): { readonly entryId: string; readonly senderId: string }[] {
  const settled = settledEntries(folder);
  const owned = new Set(settled.map(({ messageId }) => messageId));
  const messages = acceptedMessages(lane.record).filter(({ id }) => !owned.has(id));
  const open = openEntries(folder);
  return open.flatMap((entry) => {
    const rivals = open.filter((other) => isSameText(other, entry));
    const matches = messages.filter(
      (message) => isSameText(message, entry) && !(entry.baseline !== undefined && strangers.has(message.id)),
    );
    const isOnly = rivals.length === 1 && matches.length === 1 && matches[0]?.senderId === entry.senderId;
    // What was given up may be the message as well, unless it was listed before if it was sent.
    const isDoubtful = settled.some(
      ({ state, hash, at }) =>
        state === "discarded" &&
        hash === entry.hash &&
        (entry.baseline === undefined || at >= entry.requestedAt),
    );
    return isOnly && !isDoubtful ? [{ entryId: entry.id, senderId: entry.senderId }] : [];
  });
}

/** What the window shows once no window that died has a claim any more to what is to be taken over. */
async function allShown(board: Board, window: MortalWindow): Promise<ShownEntry[]> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    const shown = await board.shown(window);
    const isDue = ({ state, deadline }: OpenEntry): boolean => state === "unknown" || deadline < Date.now();
    if (shown.length >= openEntries(board.folder).filter(isDue).length) return shown;
    if (performance.now() > until) throw new Violation("what a window left is never taken over");
    await pause(20);
  }
}

/** Looks until no other window has it, and sees that the true message is offered at least. */
async function lastLook(board: Board, window: MortalWindow, { id, senderId }: ShownEntry): Promise<void> {
  const until = performance.now() + PATIENCE;
  let verdict = await window.look(id);
  while (verdict === "busy" || verdict.startsWith("failed")) {
    if (performance.now() > until) throw new Violation(`${senderId} cannot be looked up: ${verdict}`);
    await pause(20);
    verdict = await window.look(id);
  }
  if (verdict === "sent") board.stats.count("settled by a look");
  // Texts to many have no sender ID of their own.
  const own = senderId === "" ? undefined : board.accepted().find((message) => message.senderId === senderId);
  const isOwned = settledEntries(board.folder).some(({ messageId }) => messageId === own?.id);
  if (verdict === "none" && own !== undefined && !isOwned)
    throw new Violation(`${senderId} was sent, and no message was found`);
}

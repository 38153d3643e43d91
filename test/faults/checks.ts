import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  damagedFiles,
  drafts,
  entryFiles,
  openEntries,
  settledEntries,
  type OpenEntry,
  type RecordedMessage,
  type SettledEntry,
} from "./record.js";
import { hasSecondYes, isSameText, type Sending } from "./sendings.js";

/** The product did what it must never do. */
export class Violation extends Error {
  override readonly name = "Violation";
}

/** A run at its end. */
export interface Ended {
  /** The folder that its windows shared. */
  readonly folder: string;
  readonly sendings: readonly Sending[];
  /** The sandbox's own record, without what others sent. */
  readonly accepted: readonly RecordedMessage[];
  /** Entries that a person gave up, or sent anyway. */
  readonly givenUp: ReadonlySet<string>;
}

interface Left extends Ended {
  readonly open: readonly OpenEntry[];
  readonly settled: ReadonlyMap<string, SettledEntry>;
  readonly drafts: ReadonlySet<string>;
}

/** @throws Violation */
export function checkEnd(ended: Ended): void {
  const settled = new Map(settledEntries(ended.folder).map((entry) => [entry.id, entry]));
  const left: Left = { ...ended, settled, open: openEntries(ended.folder), drafts: drafts(ended.folder) };
  if (damagedFiles(ended.folder).length > 0) throw new Violation("a file of the journal was damaged");
  checkMessages(left);
  for (const sending of ended.sendings) {
    checkReport(sending, left);
    checkText(sending, left);
  }
  checkSettled(left);
  checkSecondYes(left);
}

/** Every message comes of one send, and no send makes two. */
function checkMessages({ sendings, accepted }: Left): void {
  for (const message of accepted) {
    const sending = sendings.find(({ order }) => order.senderId === message.senderId);
    if (sending === undefined || !isSameText(sending.order, message))
      throw new Violation(`message ${message.id} is nobody's`);
  }
  for (const { order, arrivals } of sendings) {
    const count = accepted.filter(({ senderId }) => senderId === order.senderId).length;
    if (count > 1 || arrivals > 1) throw new Violation(`${order.senderId} was sent twice by itself`);
  }
}

/** No message is sent twice without a person's second yes. */
function checkSecondYes({ sendings, accepted }: Left): void {
  for (const { order } of sendings) {
    const unasked = sendings.filter(
      (other) =>
        isSameText(other.order, order) &&
        accepted.some(({ senderId }) => senderId === other.order.senderId) &&
        !hasSecondYes(other),
    );
    if (unasked.length > 1) {
      const names = unasked.map((other) => other.order.senderId).join(" and ");
      throw new Violation(`${names} are the same text, and nobody was asked`);
    }
  }
}

/** None is reported sent that was not, and none reported failed that was. */
function checkReport({ order, report, isFaultless }: Sending, { accepted }: Left): void {
  if (report === undefined) throw new Violation(`${order.senderId} never ended`);
  if (report === "dead") return;
  const wasAccepted = accepted.some(({ senderId }) => senderId === order.senderId);
  if (report.kind === "sent" && !wasAccepted) throw new Violation(`${order.senderId} was reported sent`);
  if (report.kind === "notSent" && wasAccepted) throw new Violation(`${order.senderId} was reported failed`);
  const wasRefusedByGuard = report.kind === "notSent" && report.error === "duplicate";
  if (isFaultless && !report.diskFailed && report.kind !== "sent" && !wasRefusedByGuard)
    throw new Violation(`${order.senderId} had no fault, and is ${report.kind}: ${report.error ?? ""}`);
}

/** No text is lost. */
function checkText(sending: Sending, left: Left): void {
  const { order, entryId, carriedBy } = sending;
  const { open, settled, accepted } = left;
  const wasAccepted = accepted.some(({ senderId }) => senderId === order.senderId);
  const entry = open.find(({ senderId }) => senderId === order.senderId);
  if (entry !== undefined && !isSameText(entry, order))
    throw new Violation(`the text of ${order.senderId} is another one in the journal`);
  const settlement = entryId === undefined ? undefined : settled.get(entryId);
  if (settlement?.state === "discarded" && !left.givenUp.has(entryId ?? ""))
    throw new Violation(`${order.senderId} was given up by nobody`);
  if (entry !== undefined || settlement !== undefined) return;
  if (wasAccepted) throw new Violation(`${order.senderId} was sent, and the journal does not know of it`);
  if (carriedBy !== undefined) {
    checkText(carriedBy, left);
    return;
  }
  const isKept = isDraft(order.senderId, order.body, left) || isStillAt(order.replaces, left);
  if (!isKept) throw new Violation(`the text of ${order.senderId} is lost`);
}

function isDraft(senderId: string, body: string, { folder, drafts: kept }: Left): boolean {
  if (!kept.has(senderId)) return false;
  return readFileSync(join(folder, "drafts", senderId), "utf8") === body;
}

/** Whether the entry that was to be replaced is there, or was settled before it could be. */
function isStillAt(id: string | undefined, { open, settled, givenUp }: Left): boolean {
  if (id === undefined) return false;
  return (
    open.some((entry) => entry.id === id) ||
    settled.get(id)?.state === "sent" ||
    (settled.get(id)?.state === "discarded" && givenUp.has(id))
  );
}

/** What is settled as sent was sent: each with a message of its own, which has its very text. */
function checkSettled({ settled, accepted, sendings, givenUp, folder, open }: Left): void {
  const given = new Set<string>();
  for (const { id, state, messageId } of settled.values()) {
    if (state !== "sent") continue;
    const sending = sendings.find(({ entryId }) => entryId === id);
    const message = accepted.find((candidate) => candidate.id === messageId);
    if (sending === undefined || message === undefined) throw new Violation(`${id} was settled as sent`);
    const { order } = sending;
    if (!isSameText(message, order)) throw new Violation(`${order.senderId} was settled by another text`);
    if (given.has(message.id)) throw new Violation(`message ${message.id} has settled two`);
    given.add(message.id);
    const same = sendings.filter((other) => isSameText(other.order, order));
    // What a person gave up may have been sent all the same, and be taken for the next of the same text.
    const isCertain = !same.some(({ entryId }) => entryId !== undefined && givenUp.has(entryId));
    const wasAccepted = accepted.some(({ senderId }) => senderId === order.senderId);
    if (isCertain && !wasAccepted) throw new Violation(`${order.senderId} was settled, and never sent`);
    if (!open.some((entry) => isSameText(entry, order))) checkErased(folder, order);
  }
}

/** Nothing of a settled text is left in the journal. */
function checkErased(folder: string, text: Sending["order"]): void {
  const left = entryFiles(folder).find((entry) => isSameText(entry, text));
  if (left !== undefined) throw new Violation(`the text of ${left.senderId} is left`);
}

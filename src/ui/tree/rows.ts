import type { Message } from "../../api/schemas.js";
import type { MessageGroup } from "../../core/messageGroups.js";
import type { UnsettledSend } from "../../core/unsettled.js";
import { ageStep } from "../ageStep.js";

/** A message. The object stays the same as long as the message is listed; what it holds changes. */
export interface MessageRow {
  readonly kind: "message";
  readonly id: string;
  message: Message;
  /** How old it was said to be, in steps. */
  age: string;
}

/** A text that may have been sent. */
export interface UnsettledRow {
  readonly kind: "unsettled";
  /** Of its entry in the journal. */
  readonly id: string;
  send: UnsettledSend;
  age: string;
}

/** A day or a recipient. */
export interface GroupRow {
  readonly kind: "group";
  /** The group's key. */
  readonly id: string;
  group: MessageGroup;
  rows: readonly MessageRow[];
}

/** A row that says or offers something: the cap, older messages, another try. */
export interface NoteRow {
  readonly kind: "capped" | "find" | "export" | "more" | "retry";
  readonly id: string;
  /** How many messages are loaded, for the cap. */
  count: number;
}

/** Whatever stands in the tree. */
export type Row = UnsettledRow | GroupRow | MessageRow | NoteRow;

/** What there is to show. */
export interface Shown {
  readonly unsettled: readonly UnsettledSend[];
  /** Newest first. */
  readonly messages: readonly Message[];
  /** Divides messages into groups; `undefined` for none. */
  readonly group: ((messages: readonly Message[]) => readonly MessageGroup[]) | undefined;
  /** The rows that follow the messages. */
  readonly notes: readonly NoteRow["kind"][];
  /** ms since the epoch. */
  readonly now: number;
}

/** The most messages that the tree holds: with more, each change blocks the window. */
export const MAX_ROWS = 2000;

/** As many single rows are worth being drawn one by one; beyond, all are drawn. */
const MAX_SINGLE = 200;

/** The rows of the tree: their objects stay while what they stand for does, so that a change redraws one row. */
export class Rows {
  #roots: readonly Row[] = [];
  readonly #messages = new Map<string, MessageRow>();
  readonly #others = new Map<string, UnsettledRow | GroupRow | NoteRow>();

  /** The rows at the top level, of the last update. */
  get roots(): readonly Row[] {
    return this.#roots;
  }

  /**
   * Takes what there is to show now.
   * @returns the rows that look different from before, or `"all"` if rows came, went or moved
   */
  update(shown: Shown): "all" | readonly Row[] {
    const before = outline(this.#roots);
    const changed: Row[] = [];
    const messages = shown.messages
      .slice(0, MAX_ROWS)
      .map((message) => this.#message(message, shown, changed));
    const unsettled = shown.unsettled.map((send) => this.#unsettled(send, shown.now, changed));
    const groups = shown.group?.(messages.map(({ message }) => message));
    const listed = groups?.map((group) => this.#group(group, changed)) ?? messages;
    const notes = shown.notes.map((kind) => this.#note(kind, shown.messages.length, changed));
    this.#roots = [...unsettled, ...listed, ...notes];
    this.#forget(messages);
    const after = outline(this.#roots);
    const moved = after.length !== before.length || after.some((key, index) => key !== before[index]);
    return moved || changed.length > MAX_SINGLE ? "all" : changed;
  }

  #message(message: Message, { now }: Shown, changed: Row[]): MessageRow {
    const age = ageKey(message.createdAt, now);
    const known = this.#messages.get(message.id);
    if (known === undefined) {
      const row: MessageRow = { kind: "message", id: message.id, message, age };
      this.#messages.set(message.id, row);
      return row;
    }
    if (known.age !== age || !looksAlike(known.message, message)) changed.push(known);
    known.message = message;
    known.age = age;
    return known;
  }

  #unsettled(send: UnsettledSend, now: number, changed: Row[]): UnsettledRow {
    const { id, requestedAt } = send.entry;
    const age = ageKey(requestedAt, now);
    const known = this.#others.get(`unsettled:${id}`);
    if (known?.kind !== "unsettled") {
      const row: UnsettledRow = { kind: "unsettled", id, send, age };
      this.#others.set(`unsettled:${id}`, row);
      return row;
    }
    if (known.send !== send || known.age !== age) changed.push(known);
    known.send = send;
    known.age = age;
    return known;
  }

  #group(group: MessageGroup, changed: Row[]): GroupRow {
    const rows = group.messages.flatMap(({ id }) => this.#messages.get(id) ?? []);
    const known = this.#others.get(group.key);
    if (known?.kind !== "group") {
      const row: GroupRow = { kind: "group", id: group.key, group, rows };
      this.#others.set(group.key, row);
      return row;
    }
    if (!sameFace(known.group, group)) changed.push(known);
    known.group = group;
    known.rows = rows;
    return known;
  }

  #note(kind: NoteRow["kind"], count: number, changed: Row[]): NoteRow {
    const known = this.#others.get(kind);
    if (known === undefined || known.kind === "group" || known.kind === "unsettled") {
      const row: NoteRow = { kind, id: kind, count };
      this.#others.set(kind, row);
      return row;
    }
    if (kind === "capped" && known.count !== count) changed.push(known);
    known.count = count;
    return known;
  }

  /** Lets go of the rows that are not shown any more. */
  #forget(listed: readonly MessageRow[]): void {
    if (listed.length !== this.#messages.size) {
      const kept = new Set(listed);
      for (const [id, row] of this.#messages) if (!kept.has(row)) this.#messages.delete(id);
    }
    const shown = new Set(this.#roots);
    for (const [key, row] of this.#others) if (!shown.has(row)) this.#others.delete(key);
  }
}

/** Which rows there are and where. */
function outline(roots: readonly Row[]): string[] {
  return roots.flatMap((row) => [
    `${row.kind}:${row.id}`,
    ...(row.kind === "group" ? row.rows.map(({ id }) => `>${id}`) : []),
  ]);
}

/** Whether two states of a message give the same row. */
function looksAlike(one: Message, other: Message): boolean {
  if (one === other) return true;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)] as (keyof Message)[]);
  // The pop-up and the icons know no other fields than the typed ones.
  keys.delete("raw");
  return [...keys].every((key) => one[key] === other[key]);
}

/** Whether two states of a group give the same row: those of its messages are rows of their own. */
function sameFace(one: MessageGroup, other: MessageGroup): boolean {
  const day = ({ subject }: MessageGroup): unknown => (subject.kind === "day" ? subject.daysAgo : undefined);
  return (
    one.failed === other.failed && one.messages.length === other.messages.length && day(one) === day(other)
  );
}

function ageKey(time: number | undefined, now: number): string {
  if (time === undefined) return "";
  const age = ageStep(time, now);
  return typeof age === "string" ? age : `${age.count} ${age.unit}`;
}

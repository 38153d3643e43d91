import type { SendRecord } from "../journal/records.js";
import { parseEvent, parseHeader, parseRow, type RunEvent, type RunHeader, type RunRow } from "./runLines.js";

/** A row and what became of it so far. */
export interface RowState extends Omit<RunRow, "body"> {
  readonly body: string;
  readonly state: "pending" | "underWay" | "sent" | "failed" | "unknown";
  /** When it was about to be requested, ms since the epoch. */
  readonly at?: number | undefined;
  readonly messageId?: string | undefined;
  readonly status?: string | undefined;
  /** Millionths of a US dollar, as the server told it. */
  readonly price?: number | undefined;
  /** A code of ours, and the server's words. */
  readonly code?: string | undefined;
  readonly error?: string | undefined;
  /** It was unknown and is the outbox's business. */
  readonly adopted?: boolean | undefined;
  readonly settled?: "sent" | "discarded" | undefined;
}

/** A run as its journal tells it. */
export interface RunState {
  readonly header: RunHeader;
  /** In the order of the source. */
  readonly rows: ReadonlyMap<number, RowState>;
  readonly ended?: { readonly how: "done" | "discarded"; readonly at: number } | undefined;
}

/** What reading a journal gives. */
export interface ReadRun {
  readonly state: RunState;
  /** The whole lines, with their line feeds. */
  readonly lines: readonly string[];
  /** The last line was cut: what it was about is taken for an unknown send. `lines` has it mended. */
  readonly torn: boolean;
  /** Places (from 1) of lines that make no sense: what they said is not known, so nothing more may be sent. */
  readonly damaged: readonly number[];
}

/** Reads a journal; `undefined` if not even its header can be read. */
export function readRun(text: string): ReadRun | undefined {
  const pieces = text.split("\n");
  const rest = pieces.pop() ?? "";
  const [first = "", ...others] = pieces;
  const header = parseHeader(first);
  if (header === undefined) return undefined;
  const rows = new Map<number, RowState>();
  const damaged: number[] = [];
  let state: RunState = { header, rows };
  for (const [index, line] of others.entries()) {
    if (index < header.rows) {
      const row = parseRow(line);
      if (row === undefined || rows.has(row.row)) damaged.push(index + 2);
      else rows.set(row.row, { ...row, body: row.body ?? header.template, state: "pending" });
      continue;
    }
    const event = parseEvent(line);
    const next = event && applied(state, event, rows);
    if (next === undefined) damaged.push(index + 2);
    else state = next;
  }
  const lines = pieces.map((line) => `${line}\n`);
  if (rest === "") {
    if (others.length < header.rows) damaged.push(pieces.length + 1);
    return { state, lines, torn: false, damaged };
  }
  const mended = others.length < header.rows ? undefined : tornEvent(rest, rows);
  if (mended === undefined) {
    // Cut among the rows, before anything was sent, or in a line that told of no send.
    if (others.length < header.rows) damaged.push(pieces.length + 1);
    return { state, lines, torn: true, damaged };
  }
  return {
    state: applied(state, mended, rows) ?? state,
    lines: [...lines, `${JSON.stringify(mended)}\n`],
    torn: true,
    damaged,
  };
}

/**
 * What a line that was cut may have said: that a send begins. It did not begin unless the line was whole once, so
 * one row is in doubt: the one that is named, or else the next in turn.
 */
function tornEvent(rest: string, rows: ReadonlyMap<number, RowState>): RunEvent | undefined {
  const found = /^\{"?([a-z]*)"?:?(\d*)(,?)/.exec(rest);
  const [, kind = "", digits = "", isWhole = ""] = found ?? [];
  if (kind !== "" && !"i".startsWith(kind)) return undefined;
  const fits = ({ row, state }: RowState): boolean =>
    state === "pending" && (isWhole === "" ? String(row).startsWith(digits) : String(row) === digits);
  const row = inTurn(rows).find(fits);
  return row && { o: row.row, k: "unknown", code: "torn" };
}

/** The rows in the order in which they are sent: those that were refused for a while come last. */
export function inTurn(rows: ReadonlyMap<number, RowState>): RowState[] {
  const all = [...rows.values()];
  return [
    ...all.filter(({ state, code }) => state === "pending" && code === undefined),
    ...all.filter(({ state, code }) => state !== "pending" || code !== undefined),
  ];
}

/** The state after an event, or `undefined` if the event cannot be. Rows are changed in their map. */
export function applied(state: RunState, event: RunEvent, rows: Map<number, RowState>): RunState | undefined {
  if ("end" in event) return { ...state, ended: { how: event.end, at: event.at } };
  const number = "i" in event ? event.i : "o" in event ? event.o : "a" in event ? event.a : event.s;
  const row = rows.get(number);
  if (row === undefined) return undefined;
  rows.set(number, changed(row, event));
  return state;
}

function changed(row: RowState, event: Exclude<RunEvent, { readonly end: string }>): RowState {
  if ("i" in event) return { ...row, state: "underWay", at: event.at };
  if ("a" in event) return { ...row, state: "unknown", adopted: true };
  if ("s" in event) {
    return {
      ...row,
      state: event.how === "sent" ? "sent" : "unknown",
      code: event.how === "sent" ? undefined : row.code,
      settled: event.how,
      messageId: event.id ?? row.messageId,
    };
  }
  switch (event.k) {
    case "sent": {
      const { id, status, price, error } = event;
      return { ...row, state: "sent", messageId: id, status, price, code: undefined, error };
    }
    case "failed":
      return { ...row, state: "failed", code: event.code, error: event.error };
    case "back":
      return { ...row, state: "pending", code: event.code };
    case "unknown":
      return { ...row, state: "unknown", code: event.code };
  }
}

/** The id of the outbox's entry for a row: the same however often it is taken over. */
export function entryId(run: string, row: number): string {
  return `bulk-${run}-${row}`;
}

/** What a row is to the guard against sending twice; `undefined` if nothing went, or will go, out. */
export function recordOf({ header, ended }: RunState, row: RowState): SendRecord | undefined {
  const base = {
    id: entryId(header.id, row.row),
    accountId: header.account.id,
    hash: row.hash,
    at: row.at ?? header.createdAt,
    messageId: row.messageId,
  };
  switch (row.state) {
    case "pending":
      // Whoever sends the same now should know that it is about to go.
      return ended === undefined ? { ...base, state: "reserved" } : undefined;
    case "underWay":
      return { ...base, state: "underWay" };
    case "sent":
      return { ...base, state: "sent" };
    case "unknown":
      return { ...base, state: row.settled === "discarded" ? "discarded" : "unknown" };
    case "failed":
      return undefined;
  }
}

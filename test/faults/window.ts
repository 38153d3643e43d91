import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SmsApi } from "../../src/api/client.js";
import { Run } from "../../src/core/bulk/run.js";
import type { RunHeader, RunRow } from "../../src/core/bulk/runLines.js";
import { Runs } from "../../src/core/bulk/runs.js";
import { readRun } from "../../src/core/bulk/runState.js";
import type { EntryAccount } from "../../src/core/journal/entry.js";
import { Journal } from "../../src/core/journal/journal.js";
import { Outbox } from "../../src/core/outbox.js";
import { Recovery } from "../../src/core/recovery.js";
import type { SignedIn } from "../../src/core/session.js";
import { FaultyFiles, type DiskFault } from "./files.js";

/** Where a window works: plain data, fit to be handed to a process. */
export interface Place {
  /** The folder that all windows of a run share. */
  readonly folder: string;
  readonly account: EntryAccount;
  readonly token: string;
}

/** A text that a person sends. */
export interface SendOrder {
  /** Unique in a run: by it the server's record tells which send a message came of. */
  readonly senderId: string;
  readonly to: string;
  readonly body: string;
  /** Times in ms: the limit of the request, the margin of its deadline, the patience for the list of before. */
  readonly request: number;
  readonly margin: number;
  readonly baseline: number;
  /** What the person says when asked whether to send the same text again. */
  readonly yes: boolean;
  /** The entry that is sent anyway. */
  readonly replaces?: string | undefined;
  readonly disk?: DiskFault | undefined;
}

/** A run of one text to many, begun or gone on with. */
export interface BulkOrder {
  readonly run: string;
  readonly body: string;
  readonly recipients: readonly string[];
  /** How far the clock of leases is ahead, in ms: nobody waits for a window that died. */
  readonly ahead: number;
  /** The limit of a request in ms. */
  readonly request: number;
  readonly disk?: DiskFault | undefined;
}

/** What a window says of a send. */
export interface SendReport {
  readonly kind: "sent" | "notSent" | "unknown";
  readonly error: string | undefined;
  /** How often the person was asked about a duplicate. */
  readonly asked: number;
  /** Whether the disk has refused anything meanwhile, and whether the outcome could not be written down. */
  readonly diskFailed: boolean;
  readonly journalFailed: boolean;
}

/** An unsettled text as a window shows it. */
export interface ShownEntry {
  readonly id: string;
  readonly senderId: string;
  readonly deadline: number;
  readonly reason: string | undefined;
  readonly candidates: readonly string[];
}

/** What can be asked of a window. Every call may find it dead. */
export interface FaultWindow {
  send(order: SendOrder): Promise<SendReport>;
  cancel(senderId: string): Promise<void>;
  /** Sends a run, or what is left of it; gives how that ended. */
  bulk(order: BulkOrder): Promise<string>;
  /** Reads the journal again, and gives what it shows. */
  refresh(): Promise<ShownEntry[]>;
  /** Gives the verdict, or why there is none. */
  look(id: string, disk?: DiskFault): Promise<string>;
  choose(id: string, messageId: string): Promise<void>;
  discard(id: string): Promise<void>;
}

/** Times of a window in ms. */
const PAUSES = [50, 100, 200, 400] as const;
const CLAIM = 1200;
const LOOK = 400;

/** A window of the product, in whatever process this is. */
export class OpenWindow implements FaultWindow {
  readonly #place: Place;
  readonly #files: FaultyFiles;
  readonly #journal: Journal;
  readonly #recovery: Recovery;
  readonly #runs = new Set<Run>();
  readonly #cancels = new Map<string, AbortController>();

  constructor(place: Place, die: () => void) {
    this.#place = place;
    this.#files = new FaultyFiles(place.folder, die);
    this.#journal = new Journal(this.#files);
    const outbox = this.#outbox({ request: 0, margin: 0, baseline: 0 }, () => undefined);
    this.#recovery = new Recovery({
      journal: () => Promise.resolve(this.#journal),
      records: () => outbox.records(),
      reach: () => Promise.resolve(this.#signedIn(LOOK)),
      lifetime: () => 86_400_000,
      pauses: PAUSES,
      claim: CLAIM,
    });
  }

  async send(order: SendOrder): Promise<SendReport> {
    const { senderId, to, body, yes, replaces } = order;
    let asked = 0;
    let journalFailed = false;
    const outbox = this.#outbox(order, () => {
      journalFailed = true;
    });
    const { refusals } = this.#files;
    this.#files.fault = order.disk;
    const cancel = new AbortController();
    this.#cancels.set(senderId, cancel);
    const outcome = await outbox.send(
      this.#signedIn(order.request),
      { to, body, senderId },
      {
        signal: cancel.signal,
        replaces,
        confirmDuplicate: () => {
          asked++;
          return Promise.resolve(yes);
        },
        onBegun: () => {
          rmSync(this.#draft(order), { force: true });
          return Promise.resolve();
        },
        onNotSent: () => {
          this.#keepDraft(order);
          return Promise.resolve();
        },
      },
    );
    const diskFailed = this.#files.refusals > refusals;
    this.#files.fault = undefined;
    const error = "error" in outcome ? outcome.error.message : undefined;
    return { kind: outcome.kind, error, asked, diskFailed, journalFailed };
  }

  async bulk({ run: id, body, recipients, ahead, request, disk }: BulkOrder): Promise<string> {
    this.#files.fault = disk;
    const now = (): number => Date.now() + ahead;
    const runs = new Runs({ files: () => Promise.resolve(this.#files), lifetime: () => 7 * 86_400_000, now });
    const outbox = this.#outbox({ request, margin: 0, baseline: 0 }, () => undefined);
    const signedIn = this.#signedIn(request);
    const text = await this.#files.read(`bulk/${id}.jsonl`);
    // The window before this one may have died between writing that it is done and saying so. What finds runs
    // would drop the texts and numbers that are checked at the end.
    if (text !== undefined && readRun(text)?.state.ended !== undefined) return "done";
    const found = await runs.find((entry) => outbox.adopt(entry));
    if (found.damaged.length > 0) return "damaged";
    const run = new Run({
      journal:
        text === undefined
          ? await runs.create(this.#header(id, body), await this.#rows(recipients, body))
          : await runs.open(id),
      send: (text, options) => outbox.send(signedIn, text, options),
      adopt: (entry) => outbox.adopt(entry),
    });
    this.#runs.add(run);
    const end = await run.go();
    this.#files.fault = undefined;
    return end.kind === "paused" ? end.reason : end.kind;
  }

  cancel(senderId: string): Promise<void> {
    this.#cancels.get(senderId)?.abort();
    return Promise.resolve();
  }

  async refresh(): Promise<ShownEntry[]> {
    await this.#recovery.refresh();
    return this.#recovery.state.map(({ entry, candidates }) => ({
      id: entry.id,
      senderId: entry.senderId,
      deadline: entry.deadline,
      reason: entry.reason,
      candidates: candidates.map(({ id }) => id),
    }));
  }

  async look(id: string, disk?: DiskFault): Promise<string> {
    this.#files.fault = disk;
    try {
      return await this.#recovery.lookAgain(id);
    } catch (error) {
      return `failed: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      this.#files.fault = undefined;
    }
  }

  async choose(id: string, messageId: string): Promise<void> {
    await this.#recovery.choose(id, { id: messageId });
  }

  async discard(id: string): Promise<void> {
    await this.#recovery.discard(id);
  }

  /** Closes the window, or leaves of a dead one nothing that still works. */
  close(): void {
    this.#files.kill();
    for (const cancel of this.#cancels.values()) cancel.abort();
    for (const run of this.#runs) run.dispose();
    this.#recovery.dispose();
    this.#journal.dispose();
  }

  #header(id: string, template: string): Omit<RunHeader, "rows"> {
    const { account } = this.#place;
    return { id, createdAt: Date.now(), account, senderId: "", template, source: "test.csv" };
  }

  async #rows(recipients: readonly string[], body: string): Promise<RunRow[]> {
    const rows: RunRow[] = [];
    for (const [index, to] of recipients.entries()) {
      const hash = await this.#journal.hash.hash(this.#place.account.id, to, body);
      rows.push({ row: index + 2, to, hash, cost: 7900 });
    }
    return rows;
  }

  #outbox(
    timing: Pick<SendOrder, "request" | "margin" | "baseline">,
    onJournalFailure: (error: unknown) => void,
  ): Outbox {
    const { request, margin, baseline } = timing;
    return new Outbox({
      journal: () => Promise.resolve(this.#journal),
      duplicateWindow: () => 300_000,
      timing: { request, margin, baseline, firstLook: PAUSES[0] },
      onJournalFailure,
    });
  }

  #signedIn(send: number): SignedIn {
    const { account, token } = this.#place;
    const api = new SmsApi({
      baseUrl: account.baseUrl,
      authorize: () => Promise.resolve(token),
      limits: { send, read: 1500, attempts: 2, pause: 5 },
    });
    return {
      kind: "signedIn",
      account: { ...account, owner: { permissions: [] } },
      api: () => Promise.resolve(api),
    };
  }

  #keepDraft(order: SendOrder): void {
    mkdirSync(join(this.#place.folder, "drafts"), { recursive: true });
    writeFileSync(this.#draft(order), order.body);
  }

  #draft(order: SendOrder): string {
    return draftOf(this.#place.folder, order);
  }
}

/** Where a person's own copy of a text is, while the journal does not have it. */
export function draftOf(folder: string, { senderId }: Pick<SendOrder, "senderId">): string {
  return join(folder, "drafts", senderId);
}

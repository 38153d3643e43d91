import type { MicroUsd } from "../../api/schemas.js";
import { Emitter, type Disposable, type Event } from "../emitter.js";
import type { FileStore } from "../fileStore.js";
import { mayForget } from "./agentCaps.js";
import {
  isEntry,
  parseJournalFile,
  type Entry,
  type JournalFile,
  type Reservation,
  type Settled,
} from "./entry.js";
import { uniqueById } from "../uniqueById.js";
import type { SendRecord } from "./records.js";
import { TextHash } from "./textHash.js";

/** One file for each send that is not settled yet. */
const OPEN = "outbox";
/** One file for each that is, without its text. */
const SETTLED = "outbox/settled";
const CLAIMS = "outbox/claims";
const DAMAGED = "outbox/damaged";
const EXTENSION = ".json";

/** How a send was settled. */
export interface Settlement {
  readonly how: "sent" | "discarded";
  readonly messageId?: string | undefined;
  /** What was charged, where that is known. */
  readonly price?: MicroUsd | undefined;
}

/**
 * The sends of all windows, in files that they share. What is settled has a file of its own, which outdoes the
 * entry: whoever writes an old entry back by mistake brings nothing to life. Every method rejects if the disk
 * refuses.
 */
export class Journal implements Disposable {
  readonly #files: FileStore;
  readonly #changed = new Emitter<void>();
  readonly #damaged = new Emitter<string>();
  readonly hash: TextHash;

  /** This window changed something. Of other windows' changes nothing tells: read again. */
  readonly onDidChange: Event<void> = this.#changed.event;
  /** A file could not be understood. It was kept aside, under the name that is told, relative to the store. */
  readonly onDidFindDamaged: Event<string> = this.#damaged.event;

  constructor(files: FileStore) {
    this.#files = files;
    this.hash = new TextHash(files);
  }

  /** Takes a place in the journal, so that whoever looks after this sees it. */
  async reserve(reservation: Reservation): Promise<void> {
    await this.#files.writeAtomic(openName(reservation.id), JSON.stringify(reservation));
  }

  /** Writes an entry, in place of a reservation or an older state. On the disk when it resolves. */
  async write(entry: Entry): Promise<void> {
    await this.#files.writeAtomic(openName(entry.id), JSON.stringify(entry));
    this.#changed.fire();
  }

  /** Removes an entry or a reservation of which nothing was sent. */
  async remove(id: string): Promise<void> {
    await this.#files.remove(openName(id));
    this.#changed.fire();
  }

  /** Deletes the text of an entry whose end is known, and keeps what the next sends are compared with. */
  async settle(entry: Entry, { how, messageId, price = 0 }: Settlement): Promise<void> {
    const { id, hash, requestedAt, agent } = entry;
    const settled: JournalFile = {
      id,
      state: how,
      accountId: entry.account.id,
      hash,
      at: requestedAt,
      settledAt: Date.now(),
      messageId,
      agent: agent && { ...agent, cost: Math.max(agent.cost, price) },
    };
    // A message that is known outdoes a person's or another window's giving up, and not the other way round.
    const name = settledName(id);
    if (how === "sent") await this.#files.writeAtomic(name, JSON.stringify(settled));
    else await this.#files.create(name, JSON.stringify(settled));
    await this.#files.remove(openName(id));
    this.#changed.fire();
  }

  /** The sends that are not settled, oldest first. */
  async entries(): Promise<Entry[]> {
    const settled = new Set(await this.#files.list(SETTLED));
    const files = await this.#readAll(OPEN);
    const stale = files.filter(({ id }) => settled.has(id + EXTENSION));
    await Promise.all(stale.map(({ id }) => this.#files.remove(openName(id))));
    return files
      .filter((file) => !stale.includes(file))
      .filter(isEntry)
      .sort((a, b) => a.requestedAt - b.requestedAt || (a.id < b.id ? -1 : 1));
  }

  /** One entry as it is now, or `undefined` if it is settled or gone. */
  async entry(id: string): Promise<Entry | undefined> {
    if ((await this.#files.read(settledName(id))) !== undefined) return undefined;
    const file = await this.#read(OPEN, id + EXTENSION);
    return file !== undefined && isEntry(file) ? file : undefined;
  }

  /** What all sends are compared by. */
  async records(): Promise<SendRecord[]> {
    // In this order: what is settled in between is found in both places, and not in neither.
    const open = await this.#readAll(OPEN);
    const settled = await this.#readAll(SETTLED);
    return uniqueById([...open, ...settled].map(toRecord));
  }

  /** How a send was settled; `undefined` if it is not. */
  async settlement(id: string): Promise<Settlement | undefined> {
    const file = await this.#read(SETTLED, id + EXTENSION);
    return file?.state === "sent" || file?.state === "discarded"
      ? { how: file.state, messageId: file.messageId }
      : undefined;
  }

  /** Removes what was settled, or reserved and left, before a time, but for what agents' sends are counted by. */
  async prune(before: number): Promise<void> {
    const settled = await this.#readAll(SETTLED);
    const files = [...settled, ...(await this.#readAll(OPEN))];
    const old = files.filter(
      (file) => !isEntry(file) && lastTouched(file) < before && mayForget(file.agent, settled),
    );
    await Promise.all(
      old.map(({ id, state }) => this.#files.remove(state === "reserved" ? openName(id) : settledName(id))),
    );
    const claims = (await this.#files.list(CLAIMS)).map((name) => `${CLAIMS}/${name}`);
    for (const claim of claims) {
      const held = await this.#files.read(claim);
      if (held !== undefined && endOf(held) < before) await this.#files.remove(claim);
    }
  }

  /**
   * Takes an entry for a while, for this window alone: gives the way to let go of it, or `undefined` if another
   * window has it. A claim that has run out is outdone by one of the next number, which only one window can make.
   * @param now ms since the epoch, like `until`
   */
  async claim(id: string, now: number, until: number): Promise<(() => Promise<void>) | undefined> {
    const numbers = await this.#claimsOf(id);
    const last = numbers.at(-1);
    const held = last === undefined ? undefined : await this.#files.read(claimName(id, last));
    if (held !== undefined && endOf(held) > now) return undefined;
    const name = claimName(id, (last ?? 0) + 1);
    const own = `${until} ${crypto.randomUUID()}`;
    if (!(await this.#files.create(name, own))) return undefined;
    await Promise.all(numbers.map((number) => this.#files.remove(claimName(id, number))));
    return async () => {
      // Once it has run out, another window may have the same number.
      if ((await this.#files.read(name)) === own) await this.#files.remove(name);
    };
  }

  /**
   * Removes everything of one account, or everything: entries, texts, records, what was kept aside. What agents'
   * sends of one account are counted by stays, without hash or account, because the caps are over all of them.
   */
  async clear(accountId?: string): Promise<void> {
    if (accountId === undefined) await this.#files.removeAll(OPEN);
    else await this.#clearAccount(accountId);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
    this.#damaged.dispose();
  }

  async #clearAccount(accountId: string): Promise<void> {
    for (const folder of [OPEN, SETTLED]) {
      const files = (await this.#readAll(folder)).filter((file) => toRecord(file).accountId === accountId);
      await Promise.all(files.map((file) => this.#forget(folder, file)));
    }
  }

  async #forget(folder: string, file: JournalFile): Promise<void> {
    const { id, agent, at } = toRecord(file);
    if (agent !== undefined) {
      // Its window may be about to send: until that is written down, this alone says so. It holds no text.
      if (file.state === "reserved") return;
      const bare: JournalFile = { id, state: "discarded", accountId: "", hash: "", at, agent };
      await this.#files.writeAtomic(settledName(id), JSON.stringify(bare));
      if (folder === SETTLED) return;
    }
    await this.#files.remove(`${folder}/${id}${EXTENSION}`);
  }

  async #readAll(folder: string): Promise<JournalFile[]> {
    const names = (await this.#files.list(folder)).filter((name) => name.endsWith(EXTENSION));
    const files = await Promise.all(names.map((name) => this.#read(folder, name)));
    return files.filter((file) => file !== undefined);
  }

  /** What a file says; one that cannot be understood, or goes by another name, is kept aside. */
  async #read(folder: string, name: string): Promise<JournalFile | undefined> {
    const text = await this.#files.read(`${folder}/${name}`);
    if (text === undefined) return undefined;
    const file = parseJournalFile(text);
    if (file !== undefined && file.id + EXTENSION === name) return file;
    const aside = `${DAMAGED}/${folder === SETTLED ? "settled-" : ""}${name}`;
    try {
      await this.#files.rename(`${folder}/${name}`, aside);
    } catch {
      // Another window was faster, and tells of it.
      if ((await this.#files.read(`${folder}/${name}`)) === undefined) return undefined;
    }
    this.#damaged.fire(aside);
    return undefined;
  }

  async #claimsOf(id: string): Promise<number[]> {
    return (await this.#files.list(CLAIMS))
      .filter((name) => name.startsWith(`${id}.`))
      .map((name) => Number(name.slice(id.length + 1)))
      .filter((number) => Number.isInteger(number))
      .sort((a, b) => a - b);
  }
}

/** What asks how a send was settled, such as a run, may ask only after that, however old the send is. */
function lastTouched(file: Reservation | Settled): number {
  return "settledAt" in file ? (file.settledAt ?? file.at) : file.at;
}

function toRecord(file: JournalFile): SendRecord {
  if (!isEntry(file)) return file;
  const { id, account, hash, requestedAt, state, agent } = file;
  return { id, accountId: account.id, hash, at: requestedAt, state, agent };
}

/** When a claim runs out, ms since the epoch; a damaged one has. */
function endOf(claim: string): number {
  return Number(claim.split(" ", 1)[0]) || 0;
}

function openName(id: string): string {
  return `${OPEN}/${id}${EXTENSION}`;
}

function settledName(id: string): string {
  return `${SETTLED}/${id}${EXTENSION}`;
}

function claimName(id: string, number: number): string {
  return `${CLAIMS}/${id}.${number}`;
}

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FileStore } from "../../src/core/fileStore.js";
import { NodeFileStore } from "../../src/platform/node.js";

/** What goes wrong with the disk, counted in changes (writes, removals, renames) from when it is set. */
export interface DiskFault {
  /** The number of the change, from 1. */
  readonly at: number;
  readonly how:
    /** The process dies before, after, or in the middle of the change. */
    | "dieBefore"
    | "dieAfter"
    | "dieHalfway"
    /** The disk refuses this change, or this one and all further ones until the fault is lifted. */
    | "refuseOnce"
    | "refuse";
}

/** The files of a window, on which the disk or the process can fail. */
export class FaultyFiles implements FileStore {
  readonly #folder: string;
  readonly #files: FileStore;
  readonly #die: () => void;
  #fault: DiskFault | undefined;
  #changes = 0;
  #refusals = 0;
  #isDead = false;

  /** @param die ends the process, or what stands for it; nothing is answered any more in either case */
  constructor(folder: string, die: () => void) {
    this.#folder = folder;
    this.#files = new NodeFileStore(folder);
    this.#die = die;
  }

  /** How often the disk has refused. */
  get refusals(): number {
    return this.#refusals;
  }

  set fault(fault: DiskFault | undefined) {
    this.#fault = fault;
    this.#changes = 0;
  }

  /** Answers nothing from now on. */
  kill(): void {
    this.#isDead = true;
  }

  read(name: string): Promise<string | undefined> {
    return this.#answer(() => this.#files.read(name));
  }
  list(folder: string): Promise<string[]> {
    return this.#answer(() => this.#files.list(folder));
  }
  writeAtomic(name: string, text: string): Promise<void> {
    return this.#change(() => this.#files.writeAtomic(name, text), { name, text });
  }
  create(name: string, text: string): Promise<boolean> {
    return this.#change(() => this.#files.create(name, text), { name, text });
  }
  append(name: string, text: string): Promise<void> {
    return this.#change(() => this.#files.append(name, text));
  }
  remove(name: string): Promise<void> {
    return this.#change(() => this.#files.remove(name));
  }
  removeAll(folder: string): Promise<void> {
    return this.#change(() => this.#files.removeAll(folder));
  }
  rename(from: string, to: string): Promise<void> {
    return this.#change(() => this.#files.rename(from, to));
  }

  async #change<T>(
    work: () => Promise<T>,
    half?: { readonly name: string; readonly text: string },
  ): Promise<T> {
    this.#changes++;
    const how = this.#fault?.how;
    const isNow = this.#changes === this.#fault?.at;
    if ((how === "refuseOnce" && isNow) || (how === "refuse" && this.#changes >= (this.#fault?.at ?? 0))) {
      this.#refusals++;
      throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    }
    if (isNow && how === "dieHalfway" && half !== undefined) this.#tear(half);
    if (isNow && (how === "dieBefore" || how === "dieHalfway")) return this.#end();
    const result = await this.#answer(work);
    return isNow && how === "dieAfter" ? this.#end() : result;
  }

  /** What a process leaves that dies while it writes. */
  #tear({ name, text }: { readonly name: string; readonly text: string }): void {
    const path = join(this.#folder, `${name}.0123.tmp`);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text.slice(0, Math.floor(text.length / 2)), { mode: 0o600 });
  }

  #end(): Promise<never> {
    this.#isDead = true;
    this.#die();
    return new Promise<never>(() => undefined);
  }

  async #answer<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#isDead ? undefined : await work();
    // What was asked for by a process that is dead by now gets no answer.
    return this.#isDead ? new Promise<never>(() => undefined) : (result as T);
  }
}

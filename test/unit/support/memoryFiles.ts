import type { FileStore } from "../../../src/core/fileStore.js";
import { deferred } from "./waiting.js";

/** Files that are nowhere on a disk. What windows do to them at once comes in an order that a seed decides. */
export class MemoryFiles implements FileStore {
  readonly #texts = new Map<string, string>();
  #seed: number;

  constructor(seed = 1) {
    this.#seed = seed;
  }

  read(name: string): Promise<string | undefined> {
    return this.#do(() => this.#texts.get(name));
  }

  writeAtomic(name: string, text: string): Promise<void> {
    return this.#do(() => void this.#texts.set(name, text));
  }

  create(name: string, text: string): Promise<boolean> {
    return this.#do(() => {
      if (this.#texts.has(name)) return false;
      this.#texts.set(name, text);
      return true;
    });
  }

  append(name: string, text: string): Promise<void> {
    return this.#do(() => void this.#texts.set(name, (this.#texts.get(name) ?? "") + text));
  }

  list(folder: string): Promise<string[]> {
    const start = `${folder}/`;
    return this.#do(() =>
      [...this.#texts.keys()]
        .filter((name) => name.startsWith(start) && !name.slice(start.length).includes("/"))
        .map((name) => name.slice(start.length)),
    );
  }

  remove(name: string): Promise<void> {
    return this.#do(() => void this.#texts.delete(name));
  }

  removeAll(folder: string): Promise<void> {
    return this.#do(() => {
      for (const name of this.#texts.keys()) if (name.startsWith(`${folder}/`)) this.#texts.delete(name);
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.#do(() => {
      const text = this.#texts.get(from);
      if (text === undefined) throw Object.assign(new Error("ENOENT"), { code: "ENOENT" });
      this.#texts.delete(from);
      this.#texts.set(to, text);
    });
  }

  async #do<T>(work: () => T): Promise<T> {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    for (let turns = this.#seed >>> 30; turns > 0; turns--)
      await new Promise((resolve) => setImmediate(resolve));
    return work();
  }
}

/** The files as one process sees them, which may die at any of its steps: nothing is done then, nor answered. */
export class ProcessFiles implements FileStore {
  readonly #files: FileStore;
  readonly #onChange: (name: string, text: string | undefined) => void;
  readonly #end = deferred();
  #left = Infinity;

  /** @param onChange hears of every file that was written whole or removed */
  constructor(files: FileStore, onChange: (name: string, text: string | undefined) => void) {
    this.#files = files;
    this.#onChange = onChange;
  }

  get isDead(): boolean {
    return this.#left <= 0;
  }

  /** Ends with the process. */
  get end(): Promise<void> {
    return this.#end.promise;
  }

  /** @param steps how many more it takes; 0 for none */
  dieAfter(steps: number): void {
    this.#left = Math.min(this.#left, steps);
    if (this.isDead) this.#end.resolve();
  }

  read(name: string): Promise<string | undefined> {
    return this.#step(() => this.#files.read(name));
  }
  writeAtomic(name: string, text: string): Promise<void> {
    return this.#step(async () => {
      await this.#files.writeAtomic(name, text);
      this.#onChange(name, text);
    });
  }
  create(name: string, text: string): Promise<boolean> {
    return this.#step(() => this.#files.create(name, text));
  }
  append(name: string, text: string): Promise<void> {
    return this.#step(() => this.#files.append(name, text));
  }
  list(folder: string): Promise<string[]> {
    return this.#step(() => this.#files.list(folder));
  }
  remove(name: string): Promise<void> {
    return this.#step(async () => {
      await this.#files.remove(name);
      this.#onChange(name, undefined);
    });
  }
  removeAll(folder: string): Promise<void> {
    return this.#step(() => this.#files.removeAll(folder));
  }
  rename(from: string, to: string): Promise<void> {
    return this.#step(() => this.#files.rename(from, to));
  }

  #survives(): boolean {
    this.dieAfter(this.#left - 1);
    return !this.isDead;
  }

  async #step<T>(work: () => Promise<T>): Promise<T> {
    const never = new Promise<T>(() => undefined);
    if (this.isDead) return never;
    const answer = await work();
    return this.#survives() ? answer : never;
  }
}

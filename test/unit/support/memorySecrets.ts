import { Emitter, type Event } from "../../../src/core/emitter.js";
import type { Memory, SecretStore } from "../../../src/core/secrets.js";

/** A call of the secret store. */
export type SecretCall = "keys" | "get" | "store" | "delete";

/** The secrets of one machine: every window's `SecretStore` is a view of them. */
export class Keyring {
  readonly values = new Map<string, string>();
  readonly #windows: Emitter<{ readonly key: string }>[] = [];

  /** The secret store of one more window. */
  window(): WindowSecrets {
    const changed = new Emitter<{ readonly key: string }>();
    this.#windows.push(changed);
    return new WindowSecrets(this, changed.event);
  }

  /** Tells every window, the one that made the change included, as VS Code does. */
  tell(key: string): void {
    for (const window of this.#windows) window.fire({ key });
  }
}

/** `SecretStorage` of one window, in memory. */
export class WindowSecrets implements SecretStore {
  readonly #keyring: Keyring;
  readonly onDidChange: Event<{ readonly key: string }>;
  /** What a call waits for before it is done: a slow keyring, one that hangs, one that refuses. */
  before: (call: SecretCall, key: string) => Promise<void> = () => Promise.resolve();

  constructor(keyring: Keyring, onDidChange: Event<{ readonly key: string }>) {
    this.#keyring = keyring;
    this.onDidChange = onDidChange;
  }

  async keys(): Promise<string[]> {
    await this.before("keys", "");
    return [...this.#keyring.values.keys()];
  }

  async get(key: string): Promise<string | undefined> {
    await this.before("get", key);
    return this.#keyring.values.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    await this.before("store", key);
    this.#keyring.values.set(key, value);
    this.#keyring.tell(key);
  }

  async delete(key: string): Promise<void> {
    await this.before("delete", key);
    this.#keyring.values.delete(key);
    this.#keyring.tell(key);
  }
}

/** A `Memento`: it has the new value at once and resolves when it is kept. */
export class PlainMemory implements Memory {
  readonly #values = new Map<string, unknown>();

  get(key: string): unknown {
    return this.#values.get(key);
  }

  update(key: string, value: unknown): Promise<void> {
    this.#values.set(key, value);
    return Promise.resolve();
  }
}

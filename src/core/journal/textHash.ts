import type { FileStore } from "../fileStore.js";
import { once } from "../once.js";

/** It outlives the journal: windows that are open have it, and it says nothing of any text. */
const KEY_FILE = "textHash.key";
const KEY_BYTES = 32;

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** Hashes texts under a key of this installation (HMAC with SHA-256), so that a record gives no text away. */
export class TextHash {
  readonly #key: () => Promise<Key>;

  constructor(files: FileStore) {
    this.#key = once(async () => importKey(await readKey(files)));
  }

  /**
   * The hash of one text to one number from one account, in hexadecimal.
   * @param to E.164
   */
  async hash(accountId: string, to: string, body: string): Promise<string> {
    // JSON keeps the three apart, and writes unpaired surrogates each in its own way.
    const data = new TextEncoder().encode(JSON.stringify([accountId, to, body]));
    return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", await this.#key(), data)));
  }
}

/** The key, made by whichever window is first. */
async function readKey(files: FileStore): Promise<string> {
  const fresh = toHex(crypto.getRandomValues(new Uint8Array(KEY_BYTES)));
  const known = await files.read(KEY_FILE);
  if (known !== undefined && isKey(known)) return known;
  // A key that is no key hides nothing: the records under it are lost, which only asks less.
  if (known !== undefined) await files.remove(KEY_FILE);
  await files.create(KEY_FILE, fresh);
  return (await files.read(KEY_FILE)) ?? fresh;
}

function isKey(text: string): boolean {
  return text.length === 2 * KEY_BYTES && /^[0-9a-f]+$/.test(text);
}

function importKey(hex: string): Promise<Key> {
  const bytes = Uint8Array.from({ length: KEY_BYTES }, (_, index) =>
    parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  );
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

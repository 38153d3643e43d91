import { LIVE_BASE_URL } from "../api/baseUrl.js";
import type { Profile } from "../api/schemas.js";
import { Emitter, type Disposable, type Event } from "./emitter.js";
import type { StoredAccount } from "./storedAccount.js";
import { inTime, SECRETS_LIMIT, type SecretStore } from "./secrets.js";

/** `live` costs money; `sandbox` is our own local server; `other` is a server by URL, treated as if it cost money. */
export type AccountKind = "live" | "sandbox" | "other";

/** A server and whose token reaches it. The token itself is not in it. */
export interface Account {
  readonly id: string;
  readonly label: string;
  /** As `parseBaseUrl` gives it. */
  readonly baseUrl: string;
  readonly kind: AccountKind;
  /** `/me` as it was when last asked. */
  readonly owner: Owner;
  /**
   * Another one with each new token. It is random, so that it can stand where a token must not: it tells nothing
   * of it. Accounts of earlier versions have none until they are saved again.
   */
  readonly tokenId?: string | undefined;
}

/** Whose token it is and what it may do, as `/me` tells. */
export interface Owner {
  readonly userName?: string | undefined;
  readonly email?: string | undefined;
  readonly tokenName?: string | undefined;
  readonly permissions: readonly string[];
}

/** What is remembered of `/me`. */
export function ownerOf({ userName, email, tokenName, permissions }: Profile): Owner {
  return { userName, email, tokenName, permissions };
}

/** The account of the local sandbox: one per installation. */
export const SANDBOX_ACCOUNT_ID = "sandbox";

const KEY_PREFIX = "account:";

/** The account is no longer there: signed out, perhaps in another window. */
export class AccountGoneError extends Error {
  override readonly name = "AccountGoneError";
}

/**
 * The accounts and their tokens: one secret each, nothing of them elsewhere, and no index that two windows
 * could overwrite for each other. Every method throws `SecretsError` if the secret store fails.
 */
export class Accounts implements Disposable {
  readonly #secrets: SecretStore;
  readonly #limit: number;
  readonly #changed = new Emitter<void>();
  readonly #subscription: Disposable;

  /** An account was added, changed or removed, in whichever window. */
  readonly onDidChange: Event<void> = this.#changed.event;

  /** @param limit ms that the secret store may take */
  constructor(secrets: SecretStore, limit = SECRETS_LIMIT) {
    this.#secrets = secrets;
    this.#limit = limit;
    this.#subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(KEY_PREFIX)) this.#changed.fire();
    });
  }

  /** All accounts, by label. Entries that cannot be read are left out. */
  async list(): Promise<Account[]> {
    return (await this.#readAll()).map(([id, stored]) => toAccount(id, stored)).sort(byLabel);
  }

  /** One account, or `undefined` if there is none of this id. */
  async get(id: string): Promise<Account | undefined> {
    const stored = await this.#read(id);
    return stored && toAccount(id, stored);
  }

  /** @throws AccountGoneError */
  async token(id: string): Promise<string> {
    const stored = await this.#read(id);
    if (stored === undefined) throw new AccountGoneError();
    return stored.token;
  }

  /** The account that already has this token for this server. */
  async find(baseUrl: string, token: string): Promise<Account | undefined> {
    const found = (await this.#readAll()).find(
      ([, stored]) => stored.baseUrl === baseUrl && stored.token === token,
    );
    return found && toAccount(...found);
  }

  /** Adds an account or replaces the one of the same id. */
  async save(account: Omit<Account, "kind" | "tokenId">, token: string): Promise<Account> {
    const { id, label, baseUrl, owner } = account;
    const known = await this.#read(id);
    const isKnown = known?.tokenId !== undefined && known.token === token && known.baseUrl === baseUrl;
    const stored: StoredAccount = {
      label,
      baseUrl,
      token,
      tokenId: isKnown ? known.tokenId : crypto.randomUUID(),
      owner: { ...owner, permissions: [...owner.permissions] },
    };
    await inTime(() => this.#secrets.store(KEY_PREFIX + id, JSON.stringify(stored)), this.#limit);
    return toAccount(id, stored);
  }

  /** Removes an account and its token. */
  async remove(id: string): Promise<void> {
    await inTime(() => this.#secrets.delete(KEY_PREFIX + id), this.#limit);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #readAll(): Promise<[id: string, stored: StoredAccount][]> {
    const keys = await inTime(() => this.#secrets.keys(), this.#limit);
    const ids = keys.filter((key) => key.startsWith(KEY_PREFIX)).map((key) => key.slice(KEY_PREFIX.length));
    const all = await Promise.all(ids.map(async (id) => [id, await this.#read(id)] as const));
    return all.flatMap(([id, stored]) => (stored === undefined ? [] : [[id, stored]]));
  }

  async #read(id: string): Promise<StoredAccount | undefined> {
    const value = await inTime(() => this.#secrets.get(KEY_PREFIX + id), this.#limit);
    if (value === undefined) return undefined;
    // A window without accounts loads no schemas.
    const { parseStoredAccount } = await import("./storedAccount.js");
    return parseStoredAccount(value);
  }
}

function byLabel(a: Account, b: Account): number {
  return a.label.localeCompare(b.label) || a.id.localeCompare(b.id);
}

function toAccount(id: string, { label, baseUrl, owner, tokenId }: StoredAccount): Account {
  return { id, label, baseUrl, owner, kind: kindOf(id, baseUrl), ...(tokenId !== undefined && { tokenId }) };
}

/** The kind follows from the address, so that no stored word can call a paid account a sandbox. */
function kindOf(id: string, baseUrl: string): AccountKind {
  const { origin, hostname } = new URL(baseUrl);
  if (origin === new URL(LIVE_BASE_URL).origin) return "live";
  return id === SANDBOX_ACCOUNT_ID && hostname === "127.0.0.1" ? "sandbox" : "other";
}

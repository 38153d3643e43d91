import type { SmsApi } from "../api/client.js";
import type { HttpOptions } from "../api/http.js";
import type { Profile } from "../api/schemas.js";
import { ownerOf, SANDBOX_ACCOUNT_ID, type Account, type Accounts, type Owner } from "./accounts.js";
import { Emitter, type Disposable, type Event } from "./emitter.js";
import type { Memory } from "./secrets.js";

/** Who this window is for the service. Replaced whole; compare by identity to see whether an answer is stale. */
export type SessionState =
  | { readonly kind: "checking" }
  | { readonly kind: "signedOut" }
  | SignedIn
  /** The accounts could not be read. */
  | { readonly kind: "failed"; readonly error: unknown };

/** The window's account and the way to its server. */
export interface SignedIn {
  readonly kind: "signedIn";
  readonly account: Account;
  /** The client of the account's server, loaded when it is first asked for. */
  readonly api: () => Promise<SmsApi>;
}

/** What views and stores see of the session. */
export interface SessionReader {
  readonly state: SessionState;
  readonly onDidChange: Event<SessionState>;
}

/** The local sandbox server, started or found when it is needed. */
export interface SandboxAccess {
  /** Where it is or would be; asks nothing. */
  baseUrl(): string;
  /**
   * Sees to it that our own sandbox listens at this address, and gives its token. Rejects if a stranger has the
   * port, and with `SandboxMovedError` if the sandbox is elsewhere by now.
   */
  token(baseUrl: string, signal?: AbortSignal): PromiseLike<string>;
}

/** The sandbox has another port now: the address that was asked for is nobody's, or a stranger's. */
export class SandboxMovedError extends Error {
  override readonly name = "SandboxMovedError";
}

/** What a session is made of. */
export interface SessionParts {
  readonly accounts: Accounts;
  readonly sandbox: SandboxAccess;
  /** This window's own memory. */
  readonly windowMemory: Memory;
  /** The memory that windows share: what a new one begins with. */
  readonly sharedMemory: Memory;
  readonly http?: Pick<HttpOptions, "limits" | "onExchange"> | undefined;
}

/** What the active account is remembered by. */
const ACTIVE = "activeAccount";

/** The window's active account, and its changes. */
export class Session implements SessionReader, Disposable {
  readonly #parts: SessionParts;
  readonly #changed = new Emitter<SessionState>();
  readonly #subscription: Disposable;
  #state: SessionState = { kind: "checking" };
  /** The newest wish of a person: an older one that is still under way must not win. */
  #wish: object | undefined;
  /** The newest reading of the accounts; a wish outdates it too. */
  #reading: object | undefined;
  /** What this window has taken up: from then on the choice of another window is no longer its own. */
  #active: string | undefined;
  /** What an older reload waits for too. */
  #newestReload: Promise<void> | undefined;

  readonly onDidChange: Event<SessionState> = this.#changed.event;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#subscription = parts.accounts.onDidChange(() => void this.reload());
  }

  get state(): SessionState {
    return this.#state;
  }

  /**
   * Reads the accounts and takes up the one that this window, or the last window, used. Never throws. Ends when
   * the newest reading has ended.
   */
  reload(): Promise<void> {
    const reload: Promise<void> = this.#read().then(() =>
      this.#newestReload === reload ? undefined : this.#newestReload,
    );
    this.#newestReload = reload;
    return reload;
  }

  async #read(): Promise<void> {
    const reading = (this.#reading = {});
    const id = this.#remembered();
    try {
      const account = id === undefined ? undefined : await this.#parts.accounts.get(id);
      if (this.#reading === reading) this.#replace(account);
    } catch (error) {
      // An account that is in use stays: whatever needs its token will say what is wrong.
      if (this.#reading === reading && this.#state.kind !== "signedIn") this.#set({ kind: "failed", error });
    }
  }

  /**
   * Asks `/me` with a token that is not stored yet.
   * @throws ApiError
   */
  async check(baseUrl: string, token: string, signal?: AbortSignal): Promise<Profile> {
    const api = await this.#api(baseUrl, () => Promise.resolve(token))();
    return api.me(signal);
  }

  /**
   * Stores an account whose token `check` has found good, and makes it the window's unless a newer wish came.
   * @param replaces the id of the account that gets a new token, if it is one
   * @throws SecretsError
   */
  async signIn(
    account: { readonly baseUrl: string; readonly label: string; readonly owner: Owner },
    token: string,
    replaces?: string,
  ): Promise<Account> {
    const wish = (this.#wish = {});
    const id =
      replaces ?? (await this.#parts.accounts.find(account.baseUrl, token))?.id ?? crypto.randomUUID();
    const saved = await this.#parts.accounts.save({ ...account, id }, token);
    if (this.#wish === wish) await this.use(saved, true);
    return saved;
  }

  /**
   * Starts the sandbox if need be, and makes it the window's account unless a newer wish came.
   * @param label what a person calls it
   */
  async useSandbox(label: string): Promise<void> {
    const { accounts, sandbox } = this.#parts;
    const wish = (this.#wish = {});
    const baseUrl = sandbox.baseUrl();
    const token = await sandbox.token(baseUrl);
    const owner = ownerOf(await this.check(baseUrl, token));
    const saved = await accounts.save({ id: SANDBOX_ACCOUNT_ID, label, baseUrl, owner }, token);
    if (this.#wish === wish) await this.use(saved);
  }

  /**
   * Makes an account the window's, and the one that a new window begins with.
   * @param hasNewToken what failed with the old token is to be tried again
   */
  async use(account: Account, hasNewToken = false): Promise<void> {
    this.#wish = {};
    this.#reading = undefined;
    this.#replace(account, hasNewToken);
    await Promise.all([
      this.#parts.windowMemory.update(ACTIVE, account.id),
      this.#parts.sharedMemory.update(ACTIVE, account.id),
    ]);
  }

  /** Removes an account with its token; the window is signed out if it was its own. */
  async signOut(id: string): Promise<void> {
    await this.#parts.accounts.remove(id);
    if (this.#state.kind !== "signedIn" || this.#state.account.id !== id) return;
    this.#reading = undefined;
    this.#set({ kind: "signedOut" });
  }

  /**
   * The way to the server of any account that is known here; `undefined` if it was signed out.
   * @throws SecretsError
   */
  async reach(id: string): Promise<SignedIn | undefined> {
    const { state } = this;
    if (state.kind === "signedIn" && state.account.id === id) return state;
    const account = await this.#parts.accounts.get(id);
    return account && this.#signedIn(account);
  }

  /** Keeps what `/me` says of the active account, for the next start. */
  async remember(signedIn: SignedIn, owner: Owner): Promise<void> {
    const { account } = signedIn;
    if (JSON.stringify(owner) === JSON.stringify(account.owner)) return;
    await this.#parts.accounts.save({ ...account, owner }, await this.#parts.accounts.token(account.id));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #remembered(): string | undefined {
    const { windowMemory, sharedMemory } = this.#parts;
    const id = this.#active ?? windowMemory.get(ACTIVE) ?? sharedMemory.get(ACTIVE);
    return typeof id === "string" ? id : undefined;
  }

  #replace(account: Account | undefined, hasNewToken = false): void {
    const current = this.#state;
    if (account === undefined) {
      if (current.kind !== "signedOut") this.#set({ kind: "signedOut" });
      return;
    }
    this.#active = account.id;
    const signedIn = this.#signedIn(account);
    const isSame =
      current.kind === "signedIn" && JSON.stringify(current.account) === JSON.stringify(signedIn.account);
    if (!isSame || hasNewToken) this.#set(signedIn);
  }

  /** The account with the way to its server; the sandbox is wherever it is now. */
  #signedIn(account: Account): SignedIn {
    const target =
      account.kind === "sandbox" ? { ...account, baseUrl: this.#parts.sandbox.baseUrl() } : account;
    return { kind: "signedIn", account: target, api: this.#apiOf(target) };
  }

  #apiOf(account: Account): SignedIn["api"] {
    const { accounts, sandbox } = this.#parts;
    return this.#api(account.baseUrl, (signal) =>
      account.kind === "sandbox" ? sandbox.token(account.baseUrl, signal) : accounts.token(account.id),
    );
  }

  #api(baseUrl: string, authorize: HttpOptions["authorize"]): SignedIn["api"] {
    const load = async (): Promise<SmsApi> => {
      const { SmsApi } = await import("../api/client.js");
      return new SmsApi({ ...this.#parts.http, baseUrl, authorize });
    };
    let api: Promise<SmsApi> | undefined;
    return () => (api ??= load());
  }

  #set(state: SessionState): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}

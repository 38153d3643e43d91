import { Emitter, type Disposable, type Event } from "./emitter.js";
import { lastOf, type Loadable } from "./loadable.js";
import type { SessionReader, SignedIn } from "./session.js";

/**
 * One thing fetched for the active account. The newest request wins: an older one is aborted, and its late
 * answer is dropped. A change of account forgets it; a new token for the same one gives a failure another try.
 */
export class Resource<T, Answer = T> implements Disposable {
  readonly #session: SessionReader;
  readonly #fetch: (signedIn: SignedIn, signal: AbortSignal) => Promise<Answer>;
  readonly #take: (answer: Answer) => T;
  readonly #changed = new Emitter<void>();
  readonly #subscription: Disposable;
  #state: Loadable<T> = { kind: "idle" };
  #request: AbortController | undefined;

  readonly onDidChange: Event<void> = this.#changed.event;

  /**
   * @param take makes the value of an answer, in the turn in which it becomes the value: what changed meanwhile is not
   * lost
   * @param isWanted whether it is to be fetched again by itself after a failure
   */
  constructor(
    session: SessionReader,
    fetch: (signedIn: SignedIn, signal: AbortSignal) => Promise<Answer>,
    take: (answer: Answer) => T,
    isWanted: () => boolean = () => true,
  ) {
    this.#session = session;
    this.#fetch = fetch;
    this.#take = take;
    let account = accountOf(session);
    this.#subscription = session.onDidChange(() => {
      const now = accountOf(session);
      if (now !== account) {
        account = now;
        this.reset();
      } else if (this.#state.kind === "failed" && isWanted()) {
        // The account has a new token, or something else about it has changed.
        void this.refresh();
      }
    });
  }

  get state(): Loadable<T> {
    return this.#state;
  }

  /** Fetches it anew. Never throws: the state tells how it went, and is returned. */
  async refresh(): Promise<Loadable<T>> {
    const signedIn = this.#session.state;
    if (signedIn.kind !== "signedIn") return this.#state;
    const request = this.#begin();
    const last = lastOf(this.#state);
    this.#set({ kind: "loading", last });
    try {
      const answer = await this.#fetch(signedIn, request.signal);
      if (this.#request !== request) return this.#state;
      this.#set({ kind: "ready", last: { value: this.#take(answer), at: Date.now() } });
    } catch (error) {
      if (this.#request === request) this.#set({ kind: "failed", error, last });
    }
    return this.#state;
  }

  /** Takes a value that came by another way; a request under way is older than it. */
  put(value: T): void {
    this.#begin();
    this.#set({ kind: "ready", last: { value, at: Date.now() } });
  }

  /** Changes the last value, if there is one, without ending a request under way. Tells nobody if it stays the same. */
  patch(change: (value: T) => T): void {
    const state = this.#state;
    if (state.kind === "idle" || state.last === undefined) return;
    const value = change(state.last.value);
    if (value !== state.last.value) this.#set({ ...state, last: { ...state.last, value } });
  }

  /** Forgets it. */
  reset(): void {
    this.#request?.abort();
    this.#request = undefined;
    if (this.#state.kind !== "idle") this.#set({ kind: "idle" });
  }

  dispose(): void {
    this.#request?.abort();
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #begin(): AbortController {
    this.#request?.abort();
    return (this.#request = new AbortController());
  }

  #set(state: Loadable<T>): void {
    this.#state = state;
    this.#changed.fire();
  }
}

/** What a resource belongs to: the account and its server. */
export function accountOf({ state }: SessionReader): string | undefined {
  return state.kind === "signedIn" ? `${state.account.id} ${state.account.baseUrl}` : undefined;
}

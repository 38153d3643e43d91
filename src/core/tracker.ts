import { ApiError } from "../api/errors.js";
import type { Message, MessagePage } from "../api/schemas.js";
import { Emitter, type Disposable, type Event } from "./emitter.js";
import { lastOf } from "./loadable.js";
import { isFinal, mergeMessage } from "./messageList.js";
import { SYSTEM_CLOCK, type Clock } from "./tracking/clock.js";
import { FollowedMessages, type FollowedMessage } from "./tracking/followed.js";
import { Holds } from "./tracking/holds.js";
import { Keeper, readKept } from "./tracking/keeper.js";
import { nextQuestion, readPage, type PageQuestion, type Question } from "./tracking/question.js";
import { Pace } from "./tracking/pace.js";
import type { Reached, TrackerParts } from "./tracking/parts.js";
import type { Finished, TrackedAccount, TrackerReader } from "./tracking/reader.js";
import { AFTER_START, FOLLOWED_FOR, nextLook } from "./tracking/schedule.js";

/** Follows what this window sent until its final status, within a budget of requests. */
export class Tracker implements TrackerReader, Disposable {
  readonly #parts: TrackerParts;
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #followed = new FollowedMessages();
  readonly #holds = new Holds();
  readonly #keeper: Keeper;
  readonly #changed = new Emitter<void>();
  readonly #finished = new Emitter<Finished>();
  readonly #stopped = new AbortController();
  readonly #subscriptions: readonly Disposable[];
  #isAsking = false;
  #timer: Disposable | undefined;

  readonly onDidChange: Event<void> = this.#changed.event;
  readonly onDidFinish: Event<Finished> = this.#finished.event;

  /** Goes on with what the window's last run left. */
  constructor(parts: TrackerParts) {
    this.#parts = parts;
    this.#clock = parts.clock ?? SYSTEM_CLOCK;
    const now = this.#clock.now();
    this.#pace = new Pace(parts.isFocused, now);
    this.#keeper = new Keeper(parts.memory, this.#followed, this.#clock);
    const due = now + AFTER_START;
    for (const kept of readKept(parts.memory, now))
      this.#followed.set({ ...kept, due, soonest: due, page: 1, message: undefined });
    // What is too old is forgotten, or it would be a reason to load all this at every start.
    this.#keeper.changed();
    this.#subscriptions = [
      parts.messages.onDidChange(this.#readList.bind(this)),
      parts.session.onDidChange(() => {
        // What a server refused may go with the account's new token.
        this.#holds.endRefusals();
        this.#readList();
        this.#plan();
        void this.#forgetGone();
      }),
      parts.onDidChangeFocus(this.#plan.bind(this)),
    ];
    this.#readList();
    this.#plan();
  }

  get unfinished(): number {
    return this.#followed.size;
  }

  /**
   * Follows a message that was sent.
   * @param sentAt ms since the epoch; now unless told otherwise
   * @param isTold whether a person has been told of the status that it has
   */
  follow(account: TrackedAccount, message: Message, sentAt = this.#clock.now(), isTold = true): void {
    const listed = this.#isActive(account.id) ? this.#parts.messages.find(message.id) : undefined;
    const known = mergeMessage(listed, message);
    const { id } = message;
    // The word of the delivery may have overtaken the answer to the send.
    if (isFinal(known)) {
      if (!isTold || !isFinal(message)) this.#finish(account, [known]);
      return;
    }
    const now = this.#clock.now();
    if (now - sentAt >= FOLLOWED_FOR) return;
    const accountId = account.id;
    this.#followed.set({ accountId, id, sentAt, ...nextLook(sentAt, now), page: 1, message: known });
    this.#update();
    this.#plan();
  }

  /** Takes what a server said of how many more requests it takes before its limit. */
  sawRemaining(accountId: string, remaining: number | undefined): void {
    this.#holds.remaining(accountId, remaining, this.#clock.now());
  }

  /** Follows nothing that was sent so far. */
  clear(): void {
    for (const accountId of this.#followed.accounts) this.#forget(accountId);
  }

  dispose(): void {
    this.#stopped.abort();
    this.#timer?.dispose();
    this.#keeper.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
    this.#finished.dispose();
  }

  /** Sets the timer to when something can be asked. */
  #plan(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#isAsking || this.#isStopped()) return;
    const now = this.#clock.now();
    let due = Infinity;
    for (const { accountId, due: wanted, sentAt } of this.#followed)
      due = Math.min(due, sentAt + FOLLOWED_FOR, Math.max(wanted, this.#holds.until(accountId)));
    if (due === Infinity) return;
    const at = Math.max(due, this.#pace.earliest(now));
    this.#timer = this.#clock.after(Math.max(0, at - now), () => void this.#tick());
  }

  async #tick(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      this.#expire();
      for (;;) {
        const question = this.#next();
        if (question === undefined || this.#isStopped()) break;
        await this.#ask(question);
      }
    } finally {
      this.#isAsking = false;
      this.#plan();
    }
  }

  /** Whatever has no final status after a day gets none. */
  #expire(): void {
    const now = this.#clock.now();
    const over = [...this.#followed].filter(({ sentAt }) => now - sentAt >= FOLLOWED_FOR);
    for (const message of over) this.#followed.delete(message);
    if (over.length > 0) this.#update();
  }

  /** Leaves alone what was sent from accounts that were signed out. */
  async #forgetGone(): Promise<void> {
    for (const accountId of this.#followed.accounts) {
      const isGone = await this.#parts.session.reach(accountId).then(
        (reached) => reached === undefined,
        () => false,
      );
      if (isGone) this.#forget(accountId);
    }
  }

  #forget(accountId: string): void {
    if (this.#followed.of(accountId).size === 0) return;
    this.#followed.deleteAccount(accountId);
    this.#update();
  }

  #next(): Question | undefined {
    const now = this.#clock.now();
    if (this.#pace.earliest(now) > now) return undefined;
    const askable = [...this.#followed].filter(({ accountId }) => this.#holds.until(accountId) <= now);
    return nextQuestion(askable, now);
  }

  /** Never throws. */
  async #ask(question: Question): Promise<void> {
    const [{ accountId }] = question.wanted;
    try {
      const reached = await this.#parts.session.reach(accountId);
      if (this.#isStopped()) return;
      if (reached === undefined) {
        this.#forget(accountId);
        return;
      }
      this.#pace.asked(this.#clock.now());
      if (question.kind === "page") await this.#askPage(reached, question);
      else await this.#askOne(reached, question.wanted[0]);
      if (!this.#isStopped()) this.#holds.succeeded(accountId, this.#clock.now());
    } catch (error) {
      if (!this.#isStopped()) this.#failed(accountId, error);
    }
  }

  async #askPage({ account, api }: Reached, question: PageQuestion): Promise<void> {
    const page = await (await api()).list(undefined, { page: question.page }, this.#stopped.signal);
    if (!this.#isStopped()) this.#takePage(account, question, page);
  }

  /** Asks for one alone. What the server does not know any more is followed no longer. */
  async #askOne({ account, api }: Reached, { accountId, id }: FollowedMessage): Promise<void> {
    try {
      const message = await (await api()).message(id, this.#stopped.signal);
      if (!this.#isStopped()) this.#takeOne(account, message);
    } catch (error) {
      if (this.#isStopped()) return;
      const isGone = error instanceof ApiError && error.kind === "notFound";
      const known = this.#followed.get(accountId, id)?.message;
      // That it failed was on a page; only why is not to be had.
      if (known !== undefined && isFinal(known)) this.#finish(account, [known]);
      if (!isGone) throw error;
      this.#followed.delete({ accountId, id });
      this.#update();
    }
  }

  #failed(accountId: string, error: unknown): void {
    const now = this.#clock.now();
    this.#pace.failed(error, now);
    if (this.#holds.failed(accountId, error, now)) this.#parts.onFailure?.(error);
  }

  #takePage(account: TrackedAccount, question: PageQuestion, found: MessagePage): void {
    const now = this.#clock.now();
    this.#holds.remaining(account.id, found.remaining, now);
    const { page } = question;
    const { finished, unfinished, moved } = readPage(question, found, this.#followed.of(account.id));
    for (const [followed, message] of unfinished) this.#wait(account, { ...followed, page }, message);
    for (const followed of moved) this.#followed.set(followed);
    // A lean list does not say why it failed. Of a single failure a person is told, so it is asked for.
    const silent = finished.filter(({ status, error }) => status === "failed" && error === undefined);
    const [alone] = silent.length === 1 && this.#pace.earliest(now) <= now ? silent : [];
    const followed = alone && this.#followed.get(account.id, alone.id);
    if (followed !== undefined)
      this.#followed.set({ ...followed, page: undefined, due: now, soonest: now, message: alone });
    this.#finish(
      account,
      finished.filter((message) => message !== alone),
    );
  }

  #takeOne(account: TrackedAccount, message: Message): void {
    const followed = this.#followed.get(account.id, message.id);
    if (followed === undefined) return;
    const known = mergeMessage(followed.message, message);
    if (isFinal(known)) this.#finish(account, [known]);
    else this.#wait(account, followed, known);
  }

  #wait(account: TrackedAccount, followed: FollowedMessage, message: Message): void {
    const look = nextLook(followed.sentAt, this.#clock.now());
    this.#followed.set({ ...followed, ...look, message });
    if (message.status !== followed.message?.status) this.#show(account, [message]);
  }

  /** Sees to what the list says already, by an event of the sandbox or a refresh. */
  #readList(): void {
    const { session, messages } = this.#parts;
    if (session.state.kind !== "signedIn") return;
    const { account } = session.state;
    const list = lastOf(messages.state)?.value;
    const followed = this.#followed.of(account.id);
    if (followed.size === 0 || list === undefined) return;
    const isEmpty = list.messages.length === 0 && list.next === undefined && messages.filter === undefined;
    // Somebody has cleared the sandbox. The list of another server may only lag behind the sends.
    if (isEmpty && messages.state.kind === "ready" && account.kind === "sandbox") this.#forget(account.id);
    const listed = [...followed.keys()].flatMap((id) => messages.find(id) ?? []);
    this.#finish(account, listed.filter(isFinal));
  }

  #finish(account: TrackedAccount, messages: readonly Message[]): void {
    if (messages.length === 0) return;
    for (const { id } of messages) this.#followed.delete({ accountId: account.id, id });
    this.#show(account, messages);
    this.#finished.fire({ account, messages });
    this.#update();
  }

  /** Into the list, but for what is another account's, or so far down that the list does not hold it. */
  #show(account: TrackedAccount, messages: readonly Message[]): void {
    const list = this.#parts.messages;
    if (!this.#isActive(account.id)) return;
    // Under a filter it may join; and a page that is fetched just now may be older.
    const canJoin = list.filter !== undefined || list.state.kind === "loading";
    const news = messages.filter((message) => {
      const listed = list.find(message.id);
      if (listed === undefined) return canJoin;
      return listed.status !== message.status || listed.error !== message.error;
    });
    if (news.length > 0) list.addAll(news);
  }

  #isActive(accountId: string): boolean {
    const { state } = this.#parts.session;
    return state.kind === "signedIn" && state.account.id === accountId;
  }

  #update(): void {
    this.#keeper.changed();
    this.#changed.fire();
  }

  #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }
}

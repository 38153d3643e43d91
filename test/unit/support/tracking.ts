import { ApiError } from "../../../src/api/errors.js";
import type { Message, MessagePage, PageCursor } from "../../../src/api/schemas.js";
import { Emitter } from "../../../src/core/emitter.js";
import type { Messages } from "../../../src/core/messages.js";
import type { SessionState } from "../../../src/core/session.js";
import { Tracker } from "../../../src/core/tracker.js";
import type { Reached } from "../../../src/core/tracking/parts.js";
import type { Finished } from "../../../src/core/tracking/reader.js";
import { ACCOUNT, messageOf } from "./entries.js";
import type { FakeClock } from "./fakeClock.js";
import { PlainMemory } from "./memorySecrets.js";

/** Messages on a page, as the sandbox has it. */
const PER_PAGE = 20;

/** A server in memory that notes when it was asked, and for what. */
export class MemoryServer {
  readonly requests: { readonly at: number; readonly what: string }[] = [];
  /** By id, the oldest first. */
  readonly messages = new Map<string, Message>();
  /** What the next requests end with instead of an answer. */
  readonly failures: Error[] = [];
  remaining: number | undefined;
  readonly #clock: FakeClock;
  #count = 0;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** Takes a message, as if it had just been sent. */
  send(changes: Partial<Message> = {}): Message {
    const message = messageOf(String(++this.#count), { createdAt: this.#clock.now(), ...changes });
    this.messages.set(message.id, message);
    return message;
  }

  set(id: string, changes: Partial<Message>): void {
    this.messages.set(id, { ...(this.messages.get(id) ?? messageOf(id)), ...changes });
  }

  get asked(): string[] {
    return this.requests.map(({ what }) => what);
  }

  readonly api = {
    list: (_filter: unknown, cursor?: PageCursor): Promise<MessagePage> => {
      const page = cursor !== undefined && "page" in cursor ? cursor.page : 1;
      this.#note(`page ${page}`);
      const newest = [...this.messages.values()].reverse();
      const end = page * PER_PAGE;
      return this.#answer(() => ({
        messages: newest.slice(end - PER_PAGE, end),
        next: end < newest.length ? { page: page + 1 } : undefined,
        perPage: PER_PAGE,
        total: newest.length,
        remaining: this.remaining,
      }));
    },
    message: (id: string): Promise<Message> => {
      this.#note(`message ${id}`);
      return this.#answer(() => {
        const message = this.messages.get(id);
        if (message === undefined) throw new ApiError("notFound", true, { status: 404 });
        return message;
      });
    },
  };

  #note(what: string): void {
    this.requests.push({ at: this.#clock.now(), what });
  }

  #answer<T>(give: () => T): Promise<T> {
    return Promise.resolve().then(() => {
      const failure = this.failures.shift();
      if (failure !== undefined) throw failure;
      return give();
    });
  }
}

/** One window's tracker, beside a list that holds nothing. */
export class TrackedWindow {
  readonly clock: FakeClock;
  readonly memory: PlainMemory;
  readonly tracker: Tracker;
  readonly finished: Finished[] = [];
  readonly failures: unknown[] = [];
  readonly sessionChanged = new Emitter<SessionState>();
  readonly #focusChanged = new Emitter<void>();
  /** `undefined` once it was signed out. */
  reached: Reached | undefined;
  #isFocused = true;

  constructor(server: Pick<MemoryServer, "api">, clock: FakeClock, memory = new PlainMemory()) {
    this.clock = clock;
    this.memory = memory;
    this.reached = { account: ACCOUNT, api: () => Promise.resolve(server.api) };
    const nothing = new Emitter<void>();
    const messages: Pick<Messages, "state" | "filter" | "find" | "addAll" | "onDidChange"> = {
      state: { kind: "idle" },
      filter: undefined,
      find: () => undefined,
      addAll: () => undefined,
      onDidChange: nothing.event,
    };
    this.tracker = new Tracker({
      session: {
        state: { kind: "signedOut" },
        onDidChange: this.sessionChanged.event,
        reach: () => Promise.resolve(this.reached),
      },
      messages,
      memory,
      isFocused: () => this.#isFocused,
      onDidChangeFocus: this.#focusChanged.event,
      clock,
      onFailure: (error) => this.failures.push(error),
    });
    this.tracker.onDidFinish((finished) => this.finished.push(finished));
  }

  set focused(focused: boolean) {
    this.#isFocused = focused;
    this.#focusChanged.fire();
  }

  follow(message: Message): void {
    this.tracker.follow(ACCOUNT, message);
  }

  /** The ids of those that came to an end, in their order. */
  get ended(): string[] {
    return this.finished.flatMap(({ messages }) => messages.map(({ id }) => id));
  }
}

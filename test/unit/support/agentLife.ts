import type { SmsApi } from "../../../src/api/client.js";
import { ApiError } from "../../../src/api/errors.js";
import type { CountryPrice, SendResult } from "../../../src/api/schemas.js";
import { AgentSender } from "../../../src/agent/agentSender.js";
import type { AgentOutcome } from "../../../src/agent/outcome.js";
import type { AgentAnswer } from "../../../src/agent/question.js";
import { Balance } from "../../../src/core/balance.js";
import type { FileStore } from "../../../src/core/fileStore.js";
import type { Journal } from "../../../src/core/journal/journal.js";
import type { Outbox } from "../../../src/core/outbox.js";
import { Prices } from "../../../src/core/prices.js";
import { Recovery } from "../../../src/core/recovery.js";
import type { OutgoingText } from "../../../src/core/sending.js";
import type { SignedIn } from "../../../src/core/session.js";
import { countSegments } from "../../../src/sms/segments.js";
import { DAY, type AgentWorld } from "./agentWorld.js";
import { ACCOUNT } from "./entries.js";
import { outboxOver } from "./journal.js";
import { ProcessFiles } from "./memoryFiles.js";

/** What the service does with a text. */
export type Fate = "accepted" | "refused" | "lostAccepted" | "lostUnaccepted";

/** What an agent wants to send, and what becomes of it. */
export interface Call {
  readonly to: string;
  readonly fate: Fate;
  readonly answer: AgentAnswer;
  readonly isLong: boolean;
  /** Tells texts apart. */
  readonly text: number;
}

const PRICES: readonly CountryPrice[] = [
  { code: "US", name: "United States", dialCode: "+1", price: 20_000 },
  { code: "GB", name: "United Kingdom", dialCode: "+44", price: 90_000 },
];

/** One life of a window: it has a session of its own, and ends when it is killed. */
export class AgentLife {
  readonly files: ProcessFiles;
  readonly #world: AgentWorld;
  readonly #sender: AgentSender;
  readonly #outbox: Outbox;
  readonly #journal: Journal;

  constructor(world: AgentWorld, files: FileStore, accountId: string, name: string) {
    this.#world = world;
    this.files = new ProcessFiles(files, (file, text) => {
      world.watch(this, file, text);
    });
    const state: SignedIn = {
      kind: "signedIn",
      account: { ...ACCOUNT, id: accountId, label: name, owner: { permissions: [] } },
      api: () => Promise.resolve(this.#api()),
    };
    const session = {
      state,
      onDidChange: () => ({ dispose: () => undefined }),
      reload: () => Promise.resolve(),
    };
    ({ outbox: this.#outbox, journal: this.#journal } = outboxOver(this.files));
    this.#sender = new AgentSender({
      session,
      outbox: this.#outbox,
      prices: new Prices(session),
      balance: new Balance(session),
      policy: () => world.policy,
      ask: ({ body }) => Promise.resolve(body.split(" ")[1] as AgentAnswer),
      activity: { add: () => Promise.resolve() },
    });
  }

  async call({ to, fate, answer, isLong, text }: Call): Promise<AgentOutcome> {
    const input = { to, text: `${fate} ${answer} ${text} ${isLong ? "x".repeat(200) : ""}` };
    await this.#sender.prepare(input);
    return this.#sender.send(input, { tool: "test" });
  }

  /** What every window does now and then: takes over what others left, gives up what is old, prunes. */
  async recover(): Promise<void> {
    const recovery = new Recovery({
      journal: () => Promise.resolve(this.#journal),
      records: () => this.#outbox.records(),
      reach: () => Promise.resolve(undefined),
      lifetime: () => 2 * DAY,
    });
    await Promise.race([recovery.refresh(), this.files.end]);
    recovery.dispose();
  }

  /** A person gives up one of the unknown outcomes. */
  async discard(which: number): Promise<void> {
    const work = async (): Promise<void> => {
      const entries = (await this.#journal.entries()).filter(({ state }) => state === "unknown");
      const entry = entries[which % entries.length];
      if (entry !== undefined) await this.#journal.settle(entry, { how: "discarded" });
    };
    await Promise.race([work(), this.files.end]);
  }

  /** A person clears an account. */
  async clear(accountId: string): Promise<void> {
    await Promise.race([this.#journal.clear(accountId), this.files.end]);
  }

  /** The service as this window reaches it. */
  #api(): SmsApi {
    const api = {
      list: () => Promise.resolve({ messages: [], next: undefined, perPage: undefined, total: undefined }),
      countries: () => Promise.resolve(PRICES),
      balance: () => Promise.resolve(1_000_000_000),
      send: (text: OutgoingText) => this.#request(text),
    };
    return api as unknown as SmsApi;
  }

  async #request({ to, body }: OutgoingText): Promise<SendResult> {
    // What is dead requests nothing any more.
    if (this.files.isDead) return new Promise(() => undefined);
    const fate = body.split(" ")[0] as Fate;
    const price = PRICES.find(({ dialCode }) => to.startsWith(dialCode))?.price ?? 0;
    const cost = price * countSegments(body).segments;
    if (fate === "accepted" || fate === "lostAccepted") this.#world.take(this, cost);
    await new Promise((resolve) => setImmediate(resolve));
    if (fate === "refused") throw new ApiError("validation", true);
    if (fate !== "accepted") throw new ApiError("connectionLost", false);
    return { message: { id: crypto.randomUUID(), price: cost, raw: {} }, balance: undefined };
  }
}

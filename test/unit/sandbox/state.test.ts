import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { Journal, type JournalRecord } from "../../../src/sandbox/journal.js";
import { SandboxState } from "../../../src/sandbox/state.js";
import { ORDINARY } from "./support.js";

/** A journal whose writes wait until the test lets them go on. */
class SlowJournal extends Journal {
  readonly appended: JournalRecord[] = [];
  #waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  #pending: Promise<void> = Promise.resolve();

  constructor() {
    super("/never/opened");
  }

  override append(record: JournalRecord): Promise<void> {
    this.appended.push(record);
    this.#pending = new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    return this.#pending;
  }

  override async idle(): Promise<void> {
    await this.#pending.catch(() => undefined);
  }

  letGo(error?: Error): void {
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      if (error === undefined) resolve();
      else reject(error);
    }
  }
}

describe("sandbox: state", () => {
  const draft = { to: ORDINARY, body: "Hello", senderId: null };
  const terms = { priceMicros: 10_000, startingMicros: 15_000, deliveryDelayMs: 0 };

  function newState(): { journal: SlowJournal; state: SandboxState; changes: string[] } {
    const journal = new SlowJournal();
    const changes: string[] = [];
    const state = new SandboxState({ journal, clock: Date.now, onChange: ({ kind }) => changes.push(kind) });
    return { journal, state, changes };
  }

  /** Long enough for timers that are due. */
  async function someTurns(): Promise<void> {
    for (let count = 0; count < 20; count++) await turn();
  }

  it("shows a message, and says that it is accepted, when it is written and not before", async () => {
    const { journal, state, changes } = newState();
    const accepting = state.accept(draft, terms);
    await someTurns();
    assert.deepEqual([state.get(1), state.spentMicros, changes], [undefined, 0, []]);
    journal.letGo();
    assert.equal((await accepting)?.id, 1);
    assert.deepEqual([state.get(1)?.body, state.spentMicros, changes[0]], ["Hello", 10_000, "created"]);
  });

  it("keeps nothing of a message that could not be written", async () => {
    const { journal, state, changes } = newState();
    const accepting = state.accept(draft, terms);
    journal.letGo(new Error("disk full"));
    await assert.rejects(accepting, /disk full/);
    assert.deepEqual([state.get(1), state.spentMicros, changes], [undefined, 0, []]);
    const again = state.accept(draft, terms);
    journal.letGo();
    assert.equal((await again)?.id, 2);
  });

  it("promises the same credits to one message only", async () => {
    const { journal, state } = newState();
    const accepting = state.accept(draft, terms);
    assert.equal(await state.accept(draft, terms), undefined);
    journal.letGo();
    await accepting;
    assert.equal(await state.accept(draft, terms), undefined);
  });

  it("waits for writing when it closes, and begins nothing more", async () => {
    const { journal, state, changes } = newState();
    const accepting = state.accept(draft, terms);
    let closed = false;
    const closing = state.close().then(() => {
      closed = true;
    });
    await someTurns();
    assert.equal(closed, false);
    journal.letGo();
    await Promise.all([accepting, closing]);
    // Timers of one length end in the order in which they began: a delivery due at once, if one had begun, comes
    // before this one.
    await new Promise((resolve) => setTimeout(resolve, terms.deliveryDelayMs));
    assert.deepEqual(
      journal.appended.map(({ type }) => type),
      ["created"],
    );
    assert.deepEqual(changes, ["created"]);
  });
});

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FileStore } from "../../../../src/core/fileStore.js";
import type { Reservation } from "../../../../src/core/journal/entry.js";
import { Journal } from "../../../../src/core/journal/journal.js";
import { ACCOUNT, entryOf } from "../../support/entries.js";
import { temporaryFiles, textsIn } from "../../support/journal.js";
import { useCleanup } from "../../support/waiting.js";

const RESERVED: Reservation = {
  id: "entry-1",
  state: "reserved",
  accountId: ACCOUNT.id,
  hash: "hash-1",
  at: 1_000_000,
};

describe("Journal", () => {
  const cleanup = useCleanup();
  let folder: string;
  let files: FileStore;
  let journal: Journal;
  let other: Journal;
  beforeEach(async () => {
    ({ folder, files } = await temporaryFiles(cleanup));
    journal = new Journal(files);
    other = new Journal(files);
  });

  it("shows entries to every window, oldest first, with all that they hold", async () => {
    const full = entryOf({
      id: "entry-0",
      requestedAt: 2_000_000,
      body: 'a "quoted"\nline\ud83d',
      baseline: undefined,
      clockOffset: undefined,
      nextLook: 3_000_000,
      reason: "timeout",
      origin: { run: "run-1", row: 7 },
    });
    await journal.write(full);
    await journal.write(entryOf());
    assert.deepEqual(await other.entries(), [entryOf(), JSON.parse(JSON.stringify(full))]);
    assert.deepEqual(await other.entry("entry-1"), entryOf());
    assert.equal(await other.entry("none"), undefined);
  });

  it("puts an entry in the place of its reservation, which is no entry", async () => {
    await journal.reserve(RESERVED);
    assert.deepEqual(await other.entries(), []);
    assert.equal(await other.entry("entry-1"), undefined);
    assert.deepEqual(await other.records(), [RESERVED]);
    await journal.write(entryOf());
    assert.deepEqual(await other.entries(), [entryOf()]);
    assert.equal((await other.records()).length, 1);
    await journal.remove("entry-1");
    assert.deepEqual(await other.entries(), []);
    assert.deepEqual(await other.records(), []);
  });

  it("keeps of a settled entry what later sends are compared with, and nothing else", async () => {
    const entry = entryOf({ body: "a very private text" });
    await journal.write(entry);
    await journal.settle(entry, { how: "sent", messageId: "7" });
    const left = await textsIn(folder);
    assert.ok(!left.includes("private") && !left.includes(entry.to.slice(1)));
    assert.deepEqual(await other.entries(), []);
    assert.equal(await other.entry(entry.id), undefined);
    assert.deepEqual(await other.settlement(entry.id), { how: "sent", messageId: "7" });
    const record = { id: entry.id, accountId: ACCOUNT.id, hash: "hash-1", at: 1_000_000 };
    const [settled, ...others] = await other.records();
    const expected = { ...record, state: "sent", messageId: "7", settledAt: undefined };
    assert.deepEqual({ ...settled, settledAt: undefined }, expected);
    assert.deepEqual(others, []);
  });

  it("knows no settlement of what is open or was never there", async () => {
    await journal.write(entryOf());
    assert.equal(await journal.settlement("entry-1"), undefined);
    assert.equal(await journal.settlement("none"), undefined);
  });

  it("lets what is settled outdo an entry that is written back", async () => {
    await journal.settle(entryOf(), { how: "discarded" });
    await other.write(entryOf());
    assert.equal(await journal.entry("entry-1"), undefined);
    assert.deepEqual(
      (await journal.records()).map(({ state }) => state),
      ["discarded"],
    );
    assert.deepEqual(await journal.entries(), []);
    assert.ok(!(await textsIn(folder)).includes("Hello"), "its text is left");
  });

  it("lets a message that is known outdo a giving up, and not the other way round", async () => {
    await journal.settle(entryOf(), { how: "discarded" });
    await other.settle(entryOf(), { how: "sent", messageId: "7" });
    await journal.settle(entryOf(), { how: "discarded" });
    assert.deepEqual(await journal.settlement("entry-1"), { how: "sent", messageId: "7" });
  });

  it("never loses sight of a send that is being settled", async () => {
    await journal.write(entryOf());
    // Settled by one window between the two folders that another one reads.
    let listed = 0;
    const list = files.list.bind(files);
    files.list = async (name) => {
      const names = await list(name);
      if (++listed === 1) await journal.settle(entryOf(), { how: "sent" });
      return names;
    };
    assert.deepEqual(
      (await other.records()).map(({ state }) => state),
      ["sent"],
    );
  });

  it("tells its own window of changes", async () => {
    let told = 0;
    journal.onDidChange(() => told++);
    await journal.write(entryOf());
    await journal.settle(entryOf(), { how: "sent" });
    await journal.remove("none");
    await journal.clear();
    assert.equal(told, 4);
  });

  describe("with a damaged file", () => {
    const name = "entry-1.json";
    let told: string[];
    beforeEach(async () => {
      await journal.write(entryOf());
      await journal.write(entryOf({ id: "entry-2" }));
      told = [];
      journal.onDidFindDamaged((file) => told.push(file));
      other.onDidFindDamaged((file) => told.push(file));
    });

    const whole = JSON.stringify(entryOf());
    for (const [what, text] of [
      ["cut in half", whole.slice(0, whole.length / 2)],
      ["empty", ""],
      ["without a field", JSON.stringify({ ...entryOf(), body: undefined })],
      ["of an unknown state", JSON.stringify({ ...entryOf(), state: "asleep" })],
      ["of another name", JSON.stringify(entryOf({ id: "entry-9" }))],
      ["with a list where an entry should be", "[]"],
    ] as const) {
      it(`keeps one aside that is ${what}, and tells of it once`, async () => {
        await writeFile(join(folder, "outbox", name), text);
        const [own, theirs] = await Promise.all([journal.entries(), other.entries()]);
        for (const entries of [own, theirs]) assert.deepEqual(entries, [entryOf({ id: "entry-2" })]);
        assert.deepEqual(told, [`outbox/damaged/${name}`]);
        assert.equal(await files.read(`outbox/damaged/${name}`), text);
        assert.equal(await journal.entry("entry-1"), undefined);
        assert.equal((await other.records()).length, 1);
        assert.equal(told.length, 1);
      });
    }

    it("keeps a damaged record of a settled send aside too, beside its damaged entry", async () => {
      await writeFile(join(folder, "outbox", name), "torn entry");
      await journal.entries();
      await journal.settle(entryOf(), { how: "sent" });
      await writeFile(join(folder, "outbox", "settled", name), "torn record");
      await journal.records();
      assert.equal(told.length, 2);
      const kept = await Promise.all(told.map((file) => files.read(file)));
      assert.deepEqual(kept, ["torn entry", "torn record"]);
    });
  });

  describe("prune", () => {
    it("removes what was settled, or reserved and left, before a time, and no entry", async () => {
      await journal.reserve({ ...RESERVED, id: "old-place", at: 999 });
      await journal.reserve({ ...RESERVED, id: "new-place", at: 1000 });
      await journal.settle(entryOf({ id: "settled", requestedAt: 999 }), { how: "sent" });
      await journal.write(entryOf({ id: "open", requestedAt: 1 }));
      await other.prune(1000);
      const left = async (): Promise<string[]> => (await journal.records()).map(({ id }) => id).toSorted();
      // It was tried long ago, and settled just now: whoever waits for that has not asked yet.
      assert.deepEqual(await left(), ["new-place", "open", "settled"]);
      await other.prune(Date.now() + 1);
      assert.deepEqual(await left(), ["open"]);
    });
  });

  describe("clear", () => {
    it("removes everything of one account and nothing of another", async () => {
      const theirs = { ...ACCOUNT, id: "account-2" };
      await journal.write(entryOf());
      await journal.write(entryOf({ id: "theirs", account: theirs }));
      await journal.settle(entryOf({ id: "settled" }), { how: "sent" });
      await journal.reserve({ ...RESERVED, id: "reserved" });
      await journal.clear(ACCOUNT.id);
      assert.deepEqual(
        (await other.records()).map(({ id }) => id),
        ["theirs"],
      );
    });

    it("removes every text, what was kept aside and what a crash left half written included", async () => {
      await journal.write(entryOf({ body: "first text" }));
      await journal.settle(entryOf({ id: "settled" }), { how: "sent" });
      await writeFile(join(folder, "outbox", "torn.json"), '{"body":"second text');
      await writeFile(join(folder, "outbox", "torn.json.0123.tmp"), '{"body":"third text');
      await journal.entries();
      await journal.claim("entry-1", 1, 2);
      await journal.clear();
      assert.ok(!(await textsIn(folder)).includes("text"));
      assert.deepEqual(await journal.records(), []);
      assert.deepEqual(await files.list("outbox/claims"), []);
    });

    it("leaves windows that are open able to compare their texts", async () => {
      const before = await journal.hash.hash("a", "+1", "text");
      await journal.clear();
      const fresh = new Journal(files);
      assert.equal(await fresh.hash.hash("a", "+1", "text"), before);
    });
  });
});

import assert from "node:assert/strict";
import type { FileStore } from "../../../../src/core/fileStore.js";
import { claimAll } from "../../../../src/core/journal/claims.js";
import { Journal } from "../../../../src/core/journal/journal.js";
import { entryOf } from "../../support/entries.js";
import { temporaryFiles } from "../../support/journal.js";
import { inProcesses } from "../../support/processes.js";
import { useCleanup } from "../../support/waiting.js";

describe("claims", () => {
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

  it("are for one window until they are let go of", async () => {
    const release = await journal.claim("a", 100, 200);
    assert.ok(release);
    assert.equal(await other.claim("a", 100, 300), undefined);
    assert.equal(await journal.claim("a", 199, 300), undefined);
    assert.ok(await other.claim("b", 100, 200));
    await release();
    assert.ok(await other.claim("a", 100, 300));
  });

  it("do not take an id for another that it begins", async () => {
    assert.ok(await journal.claim("a.1", 100, 200));
    assert.ok(await other.claim("a", 100, 200));
    assert.equal(await other.claim("a.1", 100, 200), undefined);
  });

  it("run out", async () => {
    assert.ok(await journal.claim("a", 100, 200));
    assert.ok(await other.claim("a", 200, 300));
    assert.equal(await journal.claim("a", 299, 400), undefined);
    assert.ok(await journal.claim("a", 300, 400));
    assert.equal((await files.list("outbox/claims")).length, 1);
  });

  it("that have run out free nobody else's when they are let go of", async () => {
    const release = await journal.claim("a", 100, 200);
    assert.ok(await other.claim("a", 200, 300));
    await release?.();
    assert.equal(await journal.claim("a", 299, 400), undefined);
  });

  it("that have run out free nobody else's, not even if all was let go of in between", async () => {
    const slow = await journal.claim("a", 100, 200);
    const quick = await other.claim("a", 200, 300);
    await quick?.();
    assert.ok(await other.claim("a", 200, 300));
    await slow?.();
    assert.equal(await journal.claim("a", 201, 400), undefined);
  });

  it("go to one of many at once, free or run out", async () => {
    for (const now of [100, 1000, 2000]) {
      const windows = Array.from({ length: 8 }, () => new Journal(files));
      const made = await Promise.all(windows.map((window) => window.claim("a", now, now + 500)));
      assert.equal(made.filter((release) => release !== undefined).length, 1);
    }
  });

  it("go to one of several processes at once", async () => {
    await journal.claim("a", 1, 2);
    const until = Date.now() + 60_000;
    const tasks = [1, 2, 3].map(() => ({ kind: "claim", folder, id: "a", until }) as const);
    assert.deepEqual((await inProcesses(tasks)).toSorted(), [false, false, true]);
    assert.equal(await journal.claim("a", Date.now(), until), undefined);
  });

  it("do not stay behind for ever", async () => {
    await journal.claim("a", 100, 200);
    await journal.claim("b", 100, 2000);
    await journal.prune(1000);
    assert.equal((await files.list("outbox/claims")).length, 1);
    assert.equal(await other.claim("b", 1999, 3000), undefined);
  });

  it("of several entries leave out what another window has, and what is unknown no more", async () => {
    const entries = ["free", "held", "settled", "changed", "sending"].map((id) => entryOf({ id }));
    for (const entry of entries) await journal.write(entry);
    await journal.settle(entryOf({ id: "settled" }), { how: "sent" });
    await journal.write(entryOf({ id: "changed", looks: 3 }));
    await journal.write(entryOf({ id: "sending", state: "underWay" }));
    await other.claim("held", Date.now(), Date.now() + 60_000);
    const claimed = await claimAll(journal, entries);
    assert.deepEqual(
      claimed.entries.map(({ id, looks }) => [id, looks]),
      [
        ["free", 0],
        ["changed", 3],
      ],
    );
    await claimed.release();
    const again = await claimAll(other, entries);
    assert.equal(again.entries.length, 2);
  });
});

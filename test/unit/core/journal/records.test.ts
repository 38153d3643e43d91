import assert from "node:assert/strict";
import type { FileStore } from "../../../../src/core/fileStore.js";
import { findDuplicate, type SendRecord } from "../../../../src/core/journal/records.js";
import { LOOK_PAUSES, nextLook } from "../../../../src/core/journal/schedule.js";
import { TextHash } from "../../../../src/core/journal/textHash.js";
import { temporaryFiles } from "../../support/journal.js";
import { GB_NUMBER, US_NUMBER } from "../../support/values.js";
import { useCleanup } from "../../support/waiting.js";

const NOW = 1_000_000;

function record(changes: Partial<SendRecord> = {}): SendRecord {
  return { id: "a", accountId: "account-1", hash: "h", at: NOW - 1000, state: "sent", ...changes };
}

describe("findDuplicate", () => {
  const options = { now: NOW, within: 300_000, except: [] };

  it("finds the newest of the same text, to the end of the time", () => {
    const old = record({ at: NOW - 299_999 });
    assert.deepEqual(findDuplicate([old], "h", options), { at: old.at, certain: true });
    assert.equal(findDuplicate([record({ at: NOW - 300_000 })], "h", options), undefined);
    assert.equal(findDuplicate([record()], "other", options), undefined);
    const newest = record({ at: NOW - 5 });
    assert.equal(findDuplicate([old, newest, record()], "h", options)?.at, newest.at);
  });

  it("finds one whose outcome is open however old it is, and one with a clock ahead of ours", () => {
    for (const state of ["unknown", "underWay"] as const)
      assert.deepEqual(findDuplicate([record({ at: 1, state })], "h", options), { at: 1, certain: false });
    for (const state of ["reserved", "discarded", "sent"] as const)
      assert.equal(findDuplicate([record({ at: 1, state })], "h", options), undefined);
    assert.ok(findDuplicate([record({ at: NOW + 60_000 })], "h", options));
  });

  it("is certain of what was sent alone", () => {
    for (const state of ["reserved", "underWay", "unknown", "discarded"] as const)
      assert.equal(findDuplicate([record({ state })], "h", options)?.certain, false);
  });

  it("does not count the send itself, nor the one that it replaces", () => {
    const records = [record({ id: "own", state: "reserved" }), record({ id: "old", state: "unknown" })];
    assert.equal(findDuplicate(records, "h", { ...options, except: ["own", "old"] }), undefined);
    assert.ok(findDuplicate(records, "h", { ...options, except: ["own"] }));
  });

  it("counts the one that it replaces if that is known to be sent by now", () => {
    const records = [record({ id: "old", state: "sent" })];
    assert.ok(findDuplicate(records, "h", { ...options, except: ["own", "old"] }));
  });
});

describe("nextLook", () => {
  it("looks after 5 s, 30 s, 2 min and 10 min, and then no more", () => {
    assert.deepEqual(LOOK_PAUSES, [5000, 30_000, 120_000, 600_000]);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((looks) => nextLook(NOW, looks)),
      [NOW + 5000, NOW + 30_000, NOW + 120_000, NOW + 600_000, undefined, undefined],
    );
    assert.equal(nextLook(NOW, 0, [7]), NOW + 7);
  });
});

describe("TextHash", () => {
  const cleanup = useCleanup();
  let files: FileStore;
  beforeEach(async () => {
    ({ files } = await temporaryFiles(cleanup));
  });

  it("is the same in every window, those that open at once included", async () => {
    const windows = Array.from({ length: 10 }, () => new TextHash(files));
    const hashes = await Promise.all(windows.map((window) => window.hash("account-1", US_NUMBER, "Hello")));
    assert.equal(new Set(hashes).size, 1);
    assert.match(hashes[0] ?? "", /^[0-9a-f]{64}$/);
    assert.equal(await new TextHash(files).hash("account-1", US_NUMBER, "Hello"), hashes[0]);
  });

  it("differs by account, number and text, wherever one ends and the next begins", async () => {
    const hash = new TextHash(files);
    const sends = [
      ["a", US_NUMBER, "Hello"],
      ["b", US_NUMBER, "Hello"],
      ["a", GB_NUMBER, "Hello"],
      ["a", US_NUMBER, "hello"],
      ["a", US_NUMBER, "Hello "],
      ["a", `${US_NUMBER}1`, ""],
      ["a", US_NUMBER, "1"],
      ["a", US_NUMBER, "\ud800"],
      ["a", US_NUMBER, "\ud801"],
      ["a", US_NUMBER, "\ufffd"],
    ] as const;
    const hashes = await Promise.all(sends.map(([account, to, body]) => hash.hash(account, to, body)));
    assert.equal(new Set(hashes).size, sends.length);
  });

  it("cannot be told without the key of this installation", async () => {
    const { files: elsewhere } = await temporaryFiles(cleanup);
    const [here, there] = await Promise.all(
      [files, elsewhere].map((store) => new TextHash(store).hash("account-1", US_NUMBER, "Hello")),
    );
    assert.notEqual(here, there);
  });

  it("gets a new key where the old one is damaged", async () => {
    await new TextHash(files).hash("a", "b", "c");
    const [name = ""] = await files.list(".");
    const key = await files.read(name);
    for (const damaged of ["", "0123", "g".repeat(64)]) {
      await files.writeAtomic(name, damaged);
      await new TextHash(files).hash("a", "b", "c");
      assert.match((await files.read(name)) ?? "", /^[0-9a-f]{64}$/);
      assert.notEqual(await files.read(name), key);
    }
  });

  it("rejects where the disk refuses, and works once it does not", async () => {
    const read = files.read.bind(files);
    files.read = () => Promise.reject(new Error("refused"));
    const hash = new TextHash(files);
    await assert.rejects(hash.hash("a", "b", "c"), /refused/);
    files.read = read;
    assert.equal((await hash.hash("a", "b", "c")).length, 64);
  });
});

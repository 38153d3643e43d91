import assert from "node:assert/strict";
import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isAborted } from "../../../src/api/abort.js";
import type { FileStore } from "../../../src/core/fileStore.js";
import { NodeFileStore } from "../../../src/platform/node.js";
import { temporaryFiles } from "../support/journal.js";
import { inProcesses } from "../support/processes.js";
import { useCleanup } from "../support/waiting.js";

describe("NodeFileStore", () => {
  const cleanup = useCleanup();
  let folder: string;
  let files: FileStore;
  beforeEach(async () => {
    ({ folder, files } = await temporaryFiles(cleanup));
  });

  it("reads what it wrote, anew in a store over the same folder", async () => {
    const text = "é😀\ud800\r\n\u0000";
    await files.writeAtomic("a/b.json", text);
    // An unpaired surrogate has no UTF-8: the journal writes JSON, which escapes it.
    assert.equal(await new NodeFileStore(folder).read("a/b.json"), text.replace("\ud800", "\ufffd"));
    await files.writeAtomic("a/b.json", "other");
    assert.equal(await files.read("a/b.json"), "other");
  });

  it("keeps files and folders from everybody else", async function () {
    if (process.platform === "win32") this.skip();
    const before = process.umask(0);
    try {
      await files.writeAtomic("outbox/settled/written", "1");
      await files.append("outbox/appended", "1");
      await files.create("outbox/created", "1");
    } finally {
      process.umask(before);
    }
    const mode = async (name: string): Promise<number> => (await stat(join(folder, name))).mode & 0o777;
    assert.equal(await mode("outbox"), 0o700);
    assert.equal(await mode("outbox/settled"), 0o700);
    for (const name of ["settled/written", "appended", "created"])
      assert.equal(await mode(`outbox/${name}`), 0o600, name);
  });

  it("stays private when it replaces a file that others could read", async function () {
    if (process.platform === "win32") this.skip();
    await files.writeAtomic("a", "1");
    await chmod(join(folder, "a"), 0o644);
    await files.writeAtomic("a", "2");
    assert.equal((await stat(join(folder, "a"))).mode & 0o777, 0o600);
  });

  it("knows nothing of files that are not there", async () => {
    assert.equal(await files.read("none/at/all"), undefined);
    assert.deepEqual(await files.list("none"), []);
    await files.remove("none/at/all");
    await assert.rejects(files.rename("none", "other"), { code: "ENOENT" });
  });

  it("lists files alone: no folders, and nothing half written", async () => {
    await files.writeAtomic("outbox/one.json", "1");
    await files.writeAtomic("outbox/settled/two.json", "2");
    await writeFile(join(folder, "outbox", "three.json.0123.tmp"), "half");
    assert.deepEqual(await files.list("outbox"), ["one.json"]);
    await files.remove("outbox/one.json");
    assert.deepEqual(await files.list("outbox"), []);
  });

  it("removes what was left half written, and nothing that is being written", async () => {
    for (const name of ["old.json.1.tmp", "new.json.2.tmp", "old.json"])
      await writeFile(join(folder, name), "text");
    const longAgo = new Date(Date.now() - 4_000_000);
    await utimes(join(folder, "old.json.1.tmp"), longAgo, longAgo);
    await utimes(join(folder, "old.json"), longAgo, longAgo);
    assert.deepEqual(await files.list("."), ["old.json"]);
    assert.deepEqual((await readdir(folder)).toSorted(), ["new.json.2.tmp", "old.json"]);
  });

  it("removes a folder with all that is in it", async () => {
    await files.writeAtomic("outbox/settled/one.json", "1");
    await files.writeAtomic("other", "1");
    await writeFile(join(folder, "outbox", "two.json.1.tmp"), "half");
    await files.removeAll("outbox");
    await files.removeAll("none");
    assert.deepEqual(await readdir(folder), ["other"]);
  });

  it("gives another name, in place of what had it", async () => {
    await files.writeAtomic("a", "1");
    await files.writeAtomic("aside/a", "old");
    await files.rename("a", "aside/a");
    assert.equal(await files.read("a"), undefined);
    assert.equal(await files.read("aside/a"), "1");
    await files.rename("aside/a", "new/folder/a");
    assert.equal(await files.read("new/folder/a"), "1");
  });

  it("adds to the end", async () => {
    await files.append("run/journal.jsonl", "one\n");
    await files.append("run/journal.jsonl", "two\n");
    await Promise.all(Array.from({ length: 20 }, () => files.append("run/journal.jsonl", "more\n")));
    assert.equal(await files.read("run/journal.jsonl"), `one\ntwo\n${"more\n".repeat(20)}`);
  });

  it("lets one of many make a file, whole from its first moment", async () => {
    const text = "x".repeat(2_000_000);
    const made = Array.from({ length: 10 }, (_, round) => `claims/${round}`);
    const done = new AbortController();
    const lengths = new Set<number | undefined>();
    const reading = (async () => {
      while (!isAborted(done.signal)) for (const name of made) lengths.add((await files.read(name))?.length);
    })();
    for (const name of made) {
      const answers = await Promise.all(Array.from({ length: 5 }, () => files.create(name, text)));
      assert.equal(answers.filter(Boolean).length, 1);
    }
    done.abort();
    await reading;
    assert.deepEqual([...lengths], [undefined, text.length]);
    assert.equal(await files.create("claims/1", "later"), false);
    assert.equal(await files.read("claims/1"), text);
    assert.equal((await readdir(join(folder, "claims"))).length, made.length);
  });

  it("lets one of several processes make a file", async () => {
    for (const round of ["1", "2"]) {
      const texts = ["a", "b", "c"];
      const made = await inProcesses(
        texts.map((text) => ({ kind: "create", folder, name: `claims/${round}`, text })),
      );
      assert.deepEqual(made.toSorted(), [false, false, true]);
      assert.equal(await files.read(`claims/${round}`), texts[made.indexOf(true)]);
    }
  });

  it("shows every reader the old text or the new", async () => {
    const texts = ["a", "b", "c"].map((letter) => letter.repeat(200_000));
    await files.writeAtomic("entry", texts[0] ?? "");
    const seen = new Set<string | undefined>();
    const done = new AbortController();
    const reading = Promise.all(
      [1, 2].map(async () => {
        while (!isAborted(done.signal)) seen.add(await files.read("entry"));
      }),
    );
    for (let round = 0; round < 30; round++)
      await Promise.all(texts.map((text) => files.writeAtomic("entry", text)));
    done.abort();
    await reading;
    assert.deepEqual(
      [...seen].filter((text) => text === undefined || !texts.includes(text)),
      [],
    );
    assert.ok(seen.size > 1);
    assert.deepEqual(await readdir(folder), ["entry"]);
  });

  describe("where the disk refuses", () => {
    beforeEach(async () => {
      // A file in place of the folder: that stops even root.
      await writeFile(join(folder, "outbox"), "not a folder");
    });

    for (const [what, call] of [
      ["writing", () => files.writeAtomic("outbox/a", "1")],
      ["making", () => files.create("outbox/a", "1")],
      ["adding", () => files.append("outbox/a", "1")],
      ["reading", () => files.read("outbox/a")],
      ["listing", () => files.list("outbox")],
      ["removing", () => files.remove("outbox/a")],
    ] as const) {
      it(`rejects ${what}`, async () => {
        await assert.rejects(call(), { code: /^(ENOTDIR|EEXIST)$/ });
        assert.equal(await readFile(join(folder, "outbox"), "utf8"), "not a folder");
      });
    }
  });

  it("leaves nothing behind of a text that could not be put in its place", async () => {
    await mkdir(join(folder, "entry"));
    await writeFile(join(folder, "entry", "in the way"), "");
    await assert.rejects(files.writeAtomic("entry", "secret"));
    assert.deepEqual(await readdir(folder), ["entry"]);
  });
});

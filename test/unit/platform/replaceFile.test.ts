import assert from "node:assert/strict";
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replaceFile } from "../../../src/platform/node.js";
import { useCleanup } from "../support/waiting.js";

describe("replaceFile", () => {
  const cleanup = useCleanup();
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "sms-for-ai-unit-"));
    cleanup(() => rm(folder, { recursive: true, force: true }));
    path = join(folder, "messages.csv");
  });

  it("puts what was written in its place when it is whole, and not before", async () => {
    await writeFile(path, "old");
    const file = await replaceFile(path);
    await file.write("é");
    await file.write("😀\n");
    assert.equal(await readFile(path, "utf8"), "old");
    await file.commit();
    assert.equal(await readFile(path, "utf8"), "é😀\n");
    assert.deepEqual(await readdir(folder), ["messages.csv"]);
  });

  for (const end of ["discard", "abandon"] as const) {
    it(`leaves everything as it was after ${end}`, async () => {
      await writeFile(path, "old");
      const file = await replaceFile(path);
      await file.write("new");
      assert.equal((await readdir(folder)).length, 2);
      await file[end]();
      assert.equal(await readFile(path, "utf8"), "old");
      assert.deepEqual(await readdir(folder), ["messages.csv"]);
      await assert.rejects(file.commit());
      await file.discard();
      assert.equal(await readFile(path, "utf8"), "old");
    });
  }

  it("keeps the mode of a file, and gives a new one the usual mode", async function () {
    if (process.platform === "win32") this.skip();
    const before = process.umask(0o027);
    try {
      await (await replaceFile(path)).commit();
      assert.equal((await stat(path)).mode & 0o777, 0o640);
      await chmod(path, 0o666);
      await (await replaceFile(path)).commit();
      assert.equal((await stat(path)).mode & 0o777, 0o666);
    } finally {
      process.umask(before);
    }
  });

  it("follows a link", async function () {
    if (process.platform === "win32") this.skip();
    await writeFile(path, "old");
    const link = join(folder, "link.csv");
    await symlink(path, link);
    const file = await replaceFile(link);
    await file.write("new");
    await file.commit();
    assert.equal(await readFile(path, "utf8"), "new");
    assert.equal(await readFile(link, "utf8"), "new");
  });

  it("refuses what it cannot replace, and leaves nothing behind", async function () {
    await assert.rejects(replaceFile(join(folder, "gone", "a.csv")), { code: "ENOENT" });
    await mkdir(path);
    await assert.rejects(replaceFile(path), { code: "EISDIR" });
    assert.deepEqual(await readdir(folder), ["messages.csv"]);
    if (process.platform !== "win32") await assert.rejects(replaceFile("/dev/null"), { code: "ENOTSUP" });
  });

  it("refuses a file that must not be written", async function () {
    // Nothing is forbidden to root.
    if (process.platform === "win32" || process.getuid?.() === 0) this.skip();
    await writeFile(path, "old", { mode: 0o444 });
    await assert.rejects(replaceFile(path), { code: "EACCES" });
  });

  it("takes a name of any length that the disk takes", async () => {
    const long = join(folder, `${"x".repeat(251)}.csv`);
    await (await replaceFile(long)).commit();
    assert.equal((await stat(long)).size, 0);
  });

  it("says that the folder went away meanwhile", async () => {
    const below = join(folder, "below");
    await mkdir(below);
    const file = await replaceFile(join(below, "a.csv"));
    await file.write("new");
    await rm(below, { recursive: true });
    await assert.rejects(file.commit(), { code: "ENOENT" });
    await file.discard();
  });

  it("removes what a crash left behind days ago, and nothing else", async () => {
    const left = (letter: string): string => `.sms-export-${crypto.randomUUID().replace(/^./, letter)}.tmp`;
    const [old, fresh, foreign] = [left("a"), left("b"), ".sms-export-x.tmp"];
    const past = new Date(Date.now() - 3 * 24 * 3_600_000);
    for (const name of [old, fresh, foreign]) await writeFile(join(folder, name), "");
    for (const name of [old, foreign]) await utimes(join(folder, name), past, past);
    await (await replaceFile(path)).commit();
    assert.deepEqual((await readdir(folder)).sort(), [foreign, fresh, "messages.csv"].sort());
  });
});

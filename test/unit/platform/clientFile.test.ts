import assert from "node:assert/strict";
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ClientFileChangedError,
  readClientFile,
  replaceClientFile,
} from "../../../src/platform/clientFile.js";
import { useCleanup } from "../support/waiting.js";

const NOBODY = 65_534;
const NOW = new Date("2026-11-22T10:20:30.456Z");

describe("a client's file", () => {
  const cleanup = useCleanup();
  const isWindows = process.platform === "win32";
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "sms-for-ai-unit-"));
    cleanup(() => rm(folder, { recursive: true, force: true }));
    path = join(folder, "mcp.json");
  });

  it("is replaced whole, and what was there is kept beside it", async () => {
    await writeFile(path, "\uFEFFold\r\n");
    const file = await readClientFile(path);
    assert.equal(file.text, "\uFEFFold\r\n");
    const backup = await replaceClientFile(file, "\uFEFFnew é\r\n", NOW);
    assert.equal(await readFile(path, "utf8"), "\uFEFFnew é\r\n");
    assert.equal(backup, `${file.path}.backup-20261122T102030Z`);
    assert.equal(await readFile(backup, "utf8"), "\uFEFFold\r\n");
    assert.equal((await readdir(folder)).length, 2);
  });

  it("is never kept in place of an older copy", async () => {
    await writeFile(path, "0");
    for (let turn = 0; turn < 3; turn++)
      await replaceClientFile(await readClientFile(path), String(turn + 1), NOW);
    const copies = (await readdir(folder)).filter((name) => name.includes("backup")).sort();
    assert.deepEqual(copies, [
      "mcp.json.backup-20261122T102030Z",
      "mcp.json.backup-20261122T102030Z-2",
      "mcp.json.backup-20261122T102030Z-3",
    ]);
    assert.deepEqual(await Promise.all(copies.map((name) => readFile(join(folder, name), "utf8"))), [
      "0",
      "1",
      "2",
    ]);
  });

  it("keeps its mode, and so does the copy; a new one is for its owner alone", async function () {
    if (isWindows) this.skip();
    const inner = join(folder, "a", "b", "mcp.json");
    assert.equal(await replaceClientFile(await readClientFile(inner), "{}", NOW), undefined);
    assert.equal((await stat(inner)).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, "a"))).mode & 0o777, 0o700);
    await writeFile(path, "old");
    await chmod(path, 0o640);
    const backup = await replaceClientFile(await readClientFile(path), "new", NOW);
    assert.equal((await stat(path)).mode & 0o777, 0o640);
    assert.equal((await stat(backup ?? "")).mode & 0o777, 0o640);
  });

  it("is written where links lead, also to what is not there yet", async function () {
    if (isWindows) this.skip();
    const real = join(folder, "dotfiles");
    await mkdir(real);
    await writeFile(join(real, "a.json"), "old");
    await symlink(join("dotfiles", "a.json"), path);
    await replaceClientFile(await readClientFile(path), "new", NOW);
    assert.equal(await readFile(join(real, "a.json"), "utf8"), "new");
    const dangling = join(folder, "link.json");
    await symlink(join("dotfiles", "b.json"), dangling);
    await replaceClientFile(await readClientFile(dangling), "made", NOW);
    assert.equal(await readFile(join(real, "b.json"), "utf8"), "made");
    await symlink("round.json", join(folder, "round.json"));
    await assert.rejects(readClientFile(join(folder, "round.json")), { code: "ELOOP" });
  });

  for (const [what, change] of [
    ["changed", () => writeFile(path, "theirs")],
    ["removed", () => rm(path)],
  ] as const) {
    it(`is left alone when it was ${what} meanwhile`, async () => {
      await writeFile(path, "old");
      const file = await readClientFile(path);
      await change();
      await assert.rejects(replaceClientFile(file, "ours", NOW), ClientFileChangedError);
      assert.deepEqual(await readdir(folder), what === "changed" ? ["mcp.json"] : []);
      if (what === "changed") assert.equal(await readFile(path, "utf8"), "theirs");
    });
  }

  it("is left alone when it came to be there meanwhile", async () => {
    const file = await readClientFile(path);
    assert.equal(file.text, undefined);
    await writeFile(path, "theirs");
    await assert.rejects(replaceClientFile(file, "ours", NOW), ClientFileChangedError);
    assert.equal(await readFile(path, "utf8"), "theirs");
    assert.deepEqual(await readdir(folder), ["mcp.json"]);
  });

  it("is as it was when the disk refuses", async function () {
    if (isWindows) this.skip();
    await writeFile(path, "old");
    if (process.getuid?.() === 0) {
      // Root may do all; somebody else may not.
      for (const place of [folder, path]) await chown(place, NOBODY, NOBODY);
      process.seteuid?.(NOBODY);
      cleanup(() => process.seteuid?.(0));
    }
    const file = await readClientFile(path);
    await chmod(folder, 0o500);
    await assert.rejects(replaceClientFile(file, "new", NOW), { code: "EACCES" });
    await chmod(folder, 0o700);
    assert.equal(await readFile(path, "utf8"), "old");
    assert.deepEqual(await readdir(folder), ["mcp.json"]);
  });

  it("is left alone if it is not to be written", async function () {
    if (isWindows || process.getuid?.() === 0) this.skip();
    await writeFile(path, "old");
    await chmod(path, 0o400);
    await assert.rejects(replaceClientFile(await readClientFile(path), "new", NOW), { code: "EACCES" });
    assert.deepEqual(await readdir(folder), ["mcp.json"]);
  });

  it("is not read if it is no UTF-8 text, or no file", async () => {
    await writeFile(path, Buffer.from("\uFEFF{}", "utf16le"));
    await assert.rejects(readClientFile(path), { code: "EILSEQ" });
    await assert.rejects(readClientFile(folder), { code: "EISDIR" });
    await assert.rejects(readClientFile(join(path, "below")), { code: "ENOTDIR" });
  });
});

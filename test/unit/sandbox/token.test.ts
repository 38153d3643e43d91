import assert from "node:assert/strict";
import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newToken, readOrCreateToken } from "../../../src/sandbox/token.js";
import { useCleanup } from "./support.js";

describe("sandbox: token", () => {
  const cleanup = useCleanup();

  it("has its form, and is another each time", () => {
    const tokens = Array.from({ length: 50 }, newToken);
    for (const token of tokens) assert.match(token, /^smsai_sandbox_[A-Za-z0-9_-]{32}$/);
    assert.equal(new Set(tokens).size, tokens.length);
  });

  it("stays the same, for this user alone", async () => {
    const dataDir = join(await cleanup.tempDir(), "new", "folder");
    const token = await readOrCreateToken(dataDir);
    assert.equal(await readOrCreateToken(dataDir), token);
    assert.equal((await readFile(join(dataDir, "token"), "utf8")).trim(), token);
    assert.deepEqual(await readdir(dataDir), ["token"]);
    if (process.platform === "win32") return;
    assert.equal((await stat(join(dataDir, "token"))).mode & 0o777, 0o600);
    assert.equal((await stat(dataDir)).mode & 0o777, 0o700);
  });

  it("closes a folder that was open to others", async function () {
    if (process.platform === "win32") this.skip();
    const dataDir = await cleanup.tempDir();
    await chmod(dataDir, 0o755);
    await readOrCreateToken(dataDir);
    assert.equal((await stat(dataDir)).mode & 0o777, 0o700);
  });

  it("is one for all who ask at the same time", async () => {
    for (let round = 0; round < 10; round++) {
      const dataDir = join(await cleanup.tempDir(), "data");
      const tokens = await Promise.all(Array.from({ length: 20 }, () => readOrCreateToken(dataDir)));
      assert.equal(new Set(tokens).size, 1);
      assert.deepEqual(await readdir(dataDir), ["token"]);
    }
  });

  it("is not replaced when the file holds something else, which is not quoted", async () => {
    const dataDir = await cleanup.tempDir();
    await writeFile(join(dataDir, "token"), "some other secret");
    await assert.rejects(readOrCreateToken(dataDir), (error: Error) => {
      assert.match(error.message, /No sandbox token/);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
    assert.equal(await readFile(join(dataDir, "token"), "utf8"), "some other secret");
  });
});

import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  findClient,
  folderAround,
  type Machine,
  type PlacedClient,
} from "../../../src/platform/clientPlaces.js";
import { useCleanup } from "../support/waiting.js";

describe("the places of clients", () => {
  const cleanup = useCleanup();
  let home: string;
  beforeEach(async () => {
    home = await realpath(await mkdtemp(join(tmpdir(), "sms-for-ai-unit-")));
    cleanup(() => rm(home, { recursive: true, force: true }));
  });

  const machine = (platform: NodeJS.Platform, env: Machine["env"] = {}): Machine => ({ platform, home, env });

  /** Where a client's file is, from the home folder, and whether it is installed. */
  async function place(client: PlacedClient, on: Machine): Promise<[path: string, isInstalled: boolean]> {
    const { path, isInstalled } = await findClient(client, on);
    return [path.slice(home.length + 1).replaceAll("\\", "/"), isInstalled];
  }

  it("are those of the clients' documentation", async () => {
    const config = "Claude/claude_desktop_config.json";
    for (const [on, path] of [
      [machine("darwin"), `Library/Application Support/${config}`],
      [machine("linux"), `.config/${config}`],
      [machine("linux", { XDG_CONFIG_HOME: join(home, "xdg") }), `xdg/${config}`],
      [machine("linux", { XDG_CONFIG_HOME: "" }), `.config/${config}`],
      [machine("win32"), `AppData/Roaming/${config}`],
      [machine("win32", { APPDATA: join(home, "roams") }), `roams/${config}`],
    ] as const) {
      assert.deepEqual(await place("claudeDesktop", on), [path, false]);
    }
    for (const platform of ["darwin", "linux", "win32"] as const) {
      assert.deepEqual(await place("cursor", machine(platform)), [".cursor/mcp.json", false]);
      assert.deepEqual(await place("windsurf", machine(platform)), [
        ".codeium/windsurf/mcp_config.json",
        false,
      ]);
      const [devin] = await place("devin", machine(platform, { XDG_CONFIG_HOME: join(home, "xdg") }));
      const parent = platform === "win32" ? "AppData/Roaming" : ".config";
      assert.equal(devin, `${parent}/devin/mcp_config.json`);
      assert.deepEqual(await place("claudeCode", machine(platform)), [".claude.json", false]);
      const moved = machine(platform, { CLAUDE_CONFIG_DIR: join(home, "moved") });
      assert.deepEqual(await place("claudeCode", moved), ["moved/.claude.json", false]);
    }
  });

  it("tell an installed client by its folder or its file", async () => {
    await mkdir(join(home, ".cursor"));
    assert.deepEqual(await place("cursor", machine("linux")), [".cursor/mcp.json", true]);
    await mkdir(join(home, ".claude"));
    assert.deepEqual(await place("claudeCode", machine("linux")), [".claude.json", true]);
    await rm(join(home, ".claude"), { recursive: true });
    await writeFile(join(home, ".claude.json"), "{}");
    assert.deepEqual(await place("claudeCode", machine("linux")), [".claude.json", true]);
  });

  it("are a package's own where Claude Desktop is one", async () => {
    const local = join(home, "AppData", "Local");
    const packaged = join(local, "Packages", "Claude_abc123", "LocalCache", "Roaming", "Claude");
    const usual = join(home, "AppData", "Roaming", "Claude");
    await mkdir(usual, { recursive: true });
    await mkdir(join(local, "Packages", "Other_abc123"), { recursive: true });
    assert.equal(
      (await findClient("claudeDesktop", machine("win32"))).path,
      join(usual, "claude_desktop_config.json"),
    );
    await mkdir(packaged, { recursive: true });
    assert.equal(
      (await findClient("claudeDesktop", machine("win32", { LOCALAPPDATA: local }))).path,
      join(packaged, "claude_desktop_config.json"),
    );
  });

  it("are found inside a folder by name and by where links lead", async () => {
    const workspace = join(home, "work");
    await mkdir(join(workspace, "dotfiles"), { recursive: true });
    const inside = (path: string): Promise<string | undefined> =>
      folderAround(path, [join(home, "x"), workspace]);
    assert.equal(await inside(join(workspace, ".cursor", "mcp.json")), workspace);
    assert.equal(await inside(join(home, ".cursor", "mcp.json")), undefined);
    assert.equal(await inside(join(home, "work2", "mcp.json")), undefined);
    assert.equal(await inside(join(workspace, "..cursor", "mcp.json")), workspace);
    if (process.platform === "win32") return;
    await symlink(join(workspace, "dotfiles"), join(home, ".cursor"));
    assert.equal(await inside(join(home, ".cursor", "mcp.json")), workspace);
    await symlink(workspace, join(home, "link"));
    assert.equal(await folderAround(join(workspace, "mcp.json"), [join(home, "link")]), join(home, "link"));
  });
});

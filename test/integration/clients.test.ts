import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { AccountKind } from "../../src/core/accounts.js";
import { addMcpToClient } from "../../src/ui/agent/clients/addToClient.js";
import { copyMcpConfiguration } from "../../src/ui/agent/clients/copyConfiguration.js";
import type { World } from "../../src/ui/agent/clients/world.js";
import type { OfferedStep } from "../../src/ui/notifier.js";
import type { Parts } from "../../src/ui/parts.js";
import { fakeParts } from "./support/parts.js";

/** A dialog as it was asked, with its words in one text. */
interface Asked {
  readonly text: string;
  readonly buttons: readonly string[];
}

describe("MCP for other clients", () => {
  const { showQuickPick, showWarningMessage } = vscode.window;
  let home: string;
  let token: string;
  let asked: Asked[];
  let said: string[];
  let steps: Map<string, OfferedStep>;
  let answers: (string | (() => string))[];
  let client: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "sms-for-ai-clients-"));
    token = `smsai_${randomBytes(12).toString("hex")}`;
    asked = [];
    said = [];
    answers = [];
    steps = new Map();
    Object.assign(vscode.window, {
      showQuickPick: (items: { label: string }[]) =>
        Promise.resolve(items.find(({ label }) => label === client)),
      showWarningMessage: (text: string, { detail }: vscode.MessageOptions, ...buttons: string[]) => {
        asked.push({ text: `${text}\n${detail ?? ""}`, buttons });
        const answer = answers.shift();
        return Promise.resolve(typeof answer === "function" ? answer() : answer);
      },
    });
  });
  afterEach(() => {
    Object.assign(vscode.window, { showQuickPick, showWarningMessage });
    rmSync(home, { recursive: true });
  });

  const parts = (kind: AccountKind = "live"): Parts =>
    fakeParts(kind, token, (text, offered) => {
      said.push(text);
      for (const step of offered) steps.set(step.title, step);
    });

  const world = (over: Partial<World> = {}): World => ({
    machine: { platform: "linux", home, env: {} },
    away: undefined,
    folders: [],
    openOwn: () => Promise.resolve({ path: join(home, "User", "mcp.json"), isDirty: false }),
    ...over,
  });

  /** A file in the home folder, with what it needs above it. */
  function put(path: string, text: string): string {
    const whole = join(home, path);
    mkdirSync(join(whole, ".."), { recursive: true });
    writeFileSync(whole, text);
    return whole;
  }

  async function add(to: string, over?: Partial<World>): Promise<void> {
    client = to;
    await addMcpToClient(parts(), world(over));
  }

  /** Every text in every file below the home folder. */
  function allText(): string {
    return readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
  }

  it("is added beside other servers, after one question, and what was there is kept", async () => {
    const old = '{\n  // mine\n  "mcpServers": { "github": {} }\n}\n';
    const path = put(".cursor/mcp.json", old);
    answers = ["Add"];
    await add("Cursor");
    assert.equal(asked.length, 1);
    assert.match(
      asked[0]?.text ?? "",
      /Add the MCP server of LIVE to Cursor\?[^]*No token is written[^]*costs money/,
    );
    const text = readFileSync(path, "utf8");
    assert.ok(text.includes("// mine") && text.includes('"github": {}'));
    assert.ok(
      text.includes("https://www.smsforai.com/api/mcp") && text.includes("Bearer ${env:SMSFORAI_TOKEN}"),
    );
    assert.match(
      said.join(),
      /^Added to the configuration of Cursor\. Set SMSFORAI_TOKEN .*kept in mcp\.json\.backup-/,
    );
    const [backup = ""] = readdirSync(join(home, ".cursor")).filter((name) => name.includes("backup"));
    assert.equal(readFileSync(join(home, ".cursor", backup), "utf8"), old);
    assert.ok(!allText().includes(token));
    await add("Cursor");
    assert.match(said.at(-1) ?? "", /is in the configuration of Cursor already/);
    assert.equal(asked.length, 1);
  });

  it("is not added without a yes", async () => {
    put(".cursor/mcp.json", "{}");
    for (const name of ["Cursor", "VS Code"]) await add(name);
    assert.equal(asked.length, 2);
    assert.equal(allText(), "{}");
    assert.deepEqual(said, []);
  });

  it("has the token in clear for Claude Desktop only after Write It", async () => {
    const path = put(".config/Claude/claude_desktop_config.json", "{}");
    answers = ["Write a Placeholder"];
    await add("Claude Desktop");
    assert.deepEqual(asked[0]?.buttons, ["Write a Placeholder", "Write It"]);
    assert.match(asked[0].text, /it will stand there in clear/);
    assert.ok(!allText().includes(token));
    assert.match(said.join(), /Put the token in the place of smsai_YourTokenHere, and restart/);
    answers = ["Write It"];
    await add("Claude Desktop");
    assert.match(asked.at(-1)?.text ?? "", /Replace the server “smsforai” of Claude Desktop/);
    assert.deepEqual(JSON.parse(readFileSync(path, "utf8")), {
      mcpServers: {
        smsforai: {
          url: "https://www.smsforai.com/api/mcp",
          headers: { Authorization: `Bearer ${token}` },
        },
      },
    });
  });

  it("replaces an entry of its name only after saying so, and names others that lead there", async () => {
    const url = "https://www.smsforai.com/api/mcp";
    const path = put(
      ".codeium/windsurf/mcp_config.json",
      JSON.stringify({ mcpServers: { smsforai: { command: "old" }, texts: { serverUrl: url } } }),
    );
    answers = ["Replace"];
    await add("Windsurf");
    assert.match(asked[0]?.text ?? "", /Replace the server “smsforai” of Windsurf/);
    assert.match(asked[0]?.text ?? "", /Already leads to the same server, and stays: texts/);
    const { mcpServers } = JSON.parse(readFileSync(path, "utf8")) as { mcpServers: Record<string, unknown> };
    assert.deepEqual(Object.keys(mcpServers), ["smsforai", "texts"]);
  });

  it("asks first where the client seems not to be installed, and may be copied instead", async () => {
    answers = ["Copy Instead"];
    await add("Claude Code");
    assert.match(asked[0]?.text ?? "", /Claude Code seems not to be installed here/);
    assert.match(await vscode.env.clipboard.readText(), /"type": "http"[^]*\$\{SMSFORAI_TOKEN\}/);
    answers = ["Write Anyway", "Add"];
    await add("Claude Code");
    assert.ok(readFileSync(join(home, ".claude.json"), "utf8").includes("smsforai"));
  });

  it("leaves a damaged file alone, says where, and opens it there", async () => {
    const path = put(".claude.json", '{\n  "projects": {},\n  "mcpServers": oops\n}');
    await add("Claude Code");
    assert.match(
      said.join(),
      /^\.claude\.json was left alone: it cannot be read as JSON at line 3, column 17\.$/,
    );
    await steps.get("Open File")?.run();
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, path);
    assert.deepEqual([editor.selection.active.line, editor.selection.active.character], [2, 16]);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    put(".claude.json", '{"mcpServers": []}');
    await add("Claude Code");
    assert.match(said.at(-1) ?? "", /“mcpServers” at line 1, column 16 is not an object/);
    assert.deepEqual([asked, readdirSync(home)], [[], [".claude.json"]]);
  });

  it("overwrites nothing that came while the question stood open", async () => {
    const path = put(".claude.json", "{}");
    answers = [
      () => {
        writeFileSync(path, '{"numStartups":2}');
        return "Add";
      },
      "Add",
    ];
    await add("Claude Code");
    assert.match(said.join(), /was changed by somebody else meanwhile\. Nothing was written\.$/);
    assert.equal(allText(), '{"numStartups":2}');
    await steps.get("Retry")?.run();
    assert.match(readFileSync(path, "utf8"), /^\{"numStartups":2, "mcpServers"/);
  });

  it("is never written into an open folder, wherever links lead", async () => {
    const folder = join(home, "project");
    put("project/cursor/mcp.json", "{}");
    symlinkSync(join(folder, "cursor"), join(home, ".cursor"));
    await add("Cursor", { folders: [folder] });
    await add("VS Code", { folders: [join(home, "User")] });
    assert.equal(said.length, 2);
    for (const text of said) assert.match(text, /Nothing is written into a workspace/);
    assert.deepEqual(asked, []);
    assert.equal(readFileSync(join(folder, "cursor", "mcp.json"), "utf8"), "{}");
    assert.ok(!existsSync(join(home, "User")));
    await steps.get("Copy Instead")?.run();
    assert.match(await vscode.env.clipboard.readText(), /"servers"/);
  });

  it("tells why a file cannot be written", async () => {
    mkdirSync(join(home, ".cursor", "mcp.json"), { recursive: true });
    await add("Cursor");
    assert.match(
      said.join(),
      /^Nothing was added to Cursor: mcp\.json cannot be read and written\. It is a folder\.$/,
    );
  });

  it("is written into VS Code's own file with a question for the token", async () => {
    const path = put("User/mcp.json", '{\n\t"servers": {}\n}');
    answers = ["Add"];
    await add("VS Code");
    const text = readFileSync(path, "utf8");
    assert.ok(text.includes('"password": true') && text.includes("${input:smsforai-token-www.smsforai.com}"));
    await add("VS Code", { openOwn: () => Promise.resolve({ path, isDirty: true }) });
    assert.match(said.at(-1) ?? "", /has changes that are not saved/);
    await add("VS Code", { openOwn: () => Promise.resolve(undefined) });
    assert.match(said.at(-1) ?? "", /does not open its MCP configuration/);
    assert.equal(readFileSync(path, "utf8"), text);
  });

  it("is only copied where the files of clients are out of reach", async () => {
    put(".cursor/mcp.json", "{}");
    for (const away of ["remote", "web"] as const) await add("Cursor", { away });
    assert.match(said[0] ?? "", /runs on the remote machine/);
    assert.match(said[1] ?? "", /machine of your browser/);
    assert.equal(allText(), "{}");
    await steps.get("Copy MCP Configuration…")?.run();
    assert.match(await vscode.env.clipboard.readText(), /\$\{env:SMSFORAI_TOKEN\}/);
  });

  it("is copied with a token only after Copy with Token", async () => {
    for (const name of ["Claude Code", "Cursor", "Windsurf", "VS Code"]) {
      client = name;
      await copyMcpConfiguration(parts());
      const text = await vscode.env.clipboard.readText();
      assert.ok(text.includes("https://www.smsforai.com/api/mcp") && !text.includes(token), name);
    }
    assert.deepEqual(asked, []);
    client = "Claude Desktop";
    await copyMcpConfiguration(parts());
    assert.ok(
      (await vscode.env.clipboard.readText()).includes("${input:"),
      "nothing was copied without an answer",
    );
    for (const [answer, holds] of [
      ["Copy with Placeholder", false],
      ["Copy with Token", true],
    ] as const) {
      answers = [answer];
      await copyMcpConfiguration(parts());
      assert.equal((await vscode.env.clipboard.readText()).includes(token), holds, answer);
    }
    await steps.get("Empty Clipboard")?.run();
    assert.equal(await vscode.env.clipboard.readText(), "");
    await vscode.env.clipboard.writeText("other");
    await steps.get("Empty Clipboard")?.run();
    assert.equal(await vscode.env.clipboard.readText(), "other");
    assert.ok(!said.join().includes(token));
    assert.ok(!existsSync(join(home, ".config")));
  });

  it("gives out the sandbox's token, and no other account's, to be put into the variable", async () => {
    client = "Cursor";
    await copyMcpConfiguration(parts());
    assert.deepEqual([...steps.keys()], ["OK"]);
    await copyMcpConfiguration(parts("sandbox"));
    assert.match(said.at(-1) ?? "", /only while the sandbox runs/);
    await steps.get("Copy Sandbox Token")?.run();
    assert.equal(await vscode.env.clipboard.readText(), token);
  });
});

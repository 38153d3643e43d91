import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { useClientsStage, type ClientsStage } from "./support/clientsStage.js";

describe("MCP for other clients", () => {
  let stage: ClientsStage;
  let home: ClientsStage["home"];
  let token: ClientsStage["token"];
  let asked: ClientsStage["asked"];
  let said: ClientsStage["said"];
  let steps: ClientsStage["steps"];
  useClientsStage((given) => {
    stage = given;
    ({ home, token, asked, said, steps } = given);
  });

  it("is added beside other servers, after one question, and what was there is kept", async () => {
    const old = '{\n  // mine\n  "mcpServers": { "github": {} }\n}\n';
    const path = stage.put(".cursor/mcp.json", old);
    stage.answers = ["Add"];
    await stage.add("Cursor");
    assert.equal(asked.length, 1);
    assert.match(
      asked[0]?.text ?? "",
      /Add the MCP server of LIVE to Cursor\?\nAccount: LIVE – A \(real messages, real money\)[^]*No token is written[^]*sends it to www\.smsforai\.com\.[^]*costs money/,
    );
    const text = readFileSync(path, "utf8");
    assert.ok(text.includes("// mine") && text.includes('"github": {}'));
    assert.ok(
      text.includes("https://www.smsforai.com/api/mcp") && text.includes("Bearer ${env:SMSFORAI_TOKEN}"),
    );
    assert.match(
      said.join(),
      /^Added to the configuration of Cursor\. Set SMSFORAI_TOKEN to the token of LIVE .*kept in mcp\.json\.backup-/,
    );
    const [backup = ""] = readdirSync(join(home, ".cursor")).filter((name) => name.includes("backup"));
    assert.equal(readFileSync(join(home, ".cursor", backup), "utf8"), old);
    assert.ok(!stage.allText().includes(token));
    await stage.add("Cursor");
    assert.match(said.at(-1) ?? "", /is in the configuration of Cursor already/);
    assert.equal(asked.length, 1);
  });

  it("is not added without a yes", async () => {
    stage.put(".cursor/mcp.json", "{}");
    for (const name of ["Cursor", "VS Code"]) await stage.add(name);
    assert.equal(asked.length, 2);
    assert.equal(stage.allText(), "{}");
    assert.deepEqual(said, []);
  });

  it("has the token in clear for Claude Desktop only after Write It", async () => {
    const path = stage.put(".config/Claude/claude_desktop_config.json", "{}");
    stage.answers = ["Write a Placeholder"];
    await stage.add("Claude Desktop");
    assert.deepEqual(asked[0]?.buttons, ["Write a Placeholder", "Write It"]);
    assert.match(asked[0].text, /it will stand there in clear/);
    assert.ok(!stage.allText().includes(token));
    assert.match(said.join(), /Put the token in the place of smsai_YourTokenHere, and restart/);
    stage.answers = ["Write It"];
    await stage.add("Claude Desktop");
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
    const path = stage.put(
      ".codeium/windsurf/mcp_config.json",
      JSON.stringify({ mcpServers: { smsforai: { command: "old" }, texts: { serverUrl: url } } }),
    );
    stage.answers = ["Replace"];
    await stage.add("Windsurf");
    assert.match(asked[0]?.text ?? "", /Replace the server “smsforai” of Windsurf/);
    assert.match(asked[0]?.text ?? "", /Already leads to the same server, and stays: texts/);
    const { mcpServers } = JSON.parse(readFileSync(path, "utf8")) as { mcpServers: Record<string, unknown> };
    assert.deepEqual(Object.keys(mcpServers), ["smsforai", "texts"]);
  });

  it("tells what is in doubt about a client before anything is written", async () => {
    stage.put(".claude.json", "{}");
    stage.put(".codeium/windsurf/mcp_config.json", "{}");
    stage.put(".config/Claude/claude_desktop_config.json", "{}");
    for (const [name, doubt] of [
      ["Claude Code", /older versions do not read it/],
      ["Windsurf", /choose Devin Desktop for that one/],
      ["Claude Desktop", /skip a server that has only an address/],
    ] as const) {
      await stage.add(name);
      assert.match(asked.at(-1)?.text ?? "", doubt);
      if (name !== "Claude Desktop") await stage.copy(name);
      if (name !== "Claude Desktop") assert.match(said.at(-1) ?? "", doubt);
    }
  });

  it("says in the one question that the client seems not to be installed, and may be copied instead", async () => {
    stage.answers = ["Copy Instead"];
    await stage.add("Claude Code");
    assert.match(asked[0]?.text ?? "", /Claude Code seems not to be installed here/);
    assert.deepEqual(asked[0]?.buttons, ["Add", "Copy Instead"]);
    assert.match(await vscode.env.clipboard.readText(), /"type": "http"[^]*\$\{SMSFORAI_TOKEN\}/);
    assert.ok(!existsSync(join(home, ".claude.json")));
    await stage.add("Claude Desktop");
    assert.deepEqual(asked[1]?.buttons, ["Write a Placeholder", "Write It", "Copy Instead"]);
    stage.answers = ["Add"];
    await stage.add("Claude Code");
    assert.ok(readFileSync(join(home, ".claude.json"), "utf8").includes("smsforai"));
    assert.equal(asked.length, 3);
  });

  it("leaves a damaged file alone, says where, and opens it there", async () => {
    const path = stage.put(".claude.json", '{\n  "projects": {},\n  "mcpServers": oops\n}');
    await stage.add("Claude Code");
    assert.match(
      said.join(),
      /^\.claude\.json was left alone: it cannot be read as JSON at line 3, column 17\.$/,
    );
    await steps.get("Open File")?.run();
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, path);
    assert.deepEqual([editor.selection.active.line, editor.selection.active.character], [2, 16]);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    stage.put(".claude.json", '{"mcpServers": []}');
    await stage.add("Claude Code");
    assert.match(said.at(-1) ?? "", /“mcpServers” at line 1, column 16 is not an object/);
    assert.deepEqual([asked, readdirSync(home)], [[], [".claude.json"]]);
  });

  it("keeps what the client wrote while the question stood open", async () => {
    const path = stage.put(".claude.json", "{}");
    stage.answers = [
      () => {
        writeFileSync(path, '{"numStartups":2}');
        return "Add";
      },
    ];
    await stage.add("Claude Code");
    assert.equal(asked.length, 1);
    assert.match(readFileSync(path, "utf8"), /^\{"numStartups":2, "mcpServers"/);
    const [backup = ""] = readdirSync(home).filter((name) => name.includes("backup"));
    assert.equal(readFileSync(join(home, backup), "utf8"), '{"numStartups":2}');
  });

  it("writes nothing when what was asked is no longer so", async () => {
    const entry = (command: string): string => JSON.stringify({ mcpServers: { smsforai: { command } } });
    const path = stage.put(".cursor/mcp.json", "{}");
    const meanwhile = (text: string, answer: string) => (): string => {
      writeFileSync(path, text);
      return answer;
    };
    for (const [text, answer] of [
      [entry("theirs"), "Add"],
      [entry("newer"), "Replace"],
      ["{", "Replace"],
    ] as const) {
      stage.answers = [meanwhile(text, answer)];
      await stage.add("Cursor");
      assert.match(said.at(-1) ?? "", /was changed by somebody else meanwhile\. Nothing was written\.$/);
      assert.equal(stage.allText(), text);
    }
    writeFileSync(path, entry("newer"));
    stage.answers = ["Replace"];
    await steps.get("Retry")?.run();
    assert.match(readFileSync(path, "utf8"), /SMSFORAI_TOKEN/);
  });

  it("is never written into an open folder, wherever links lead", async () => {
    const folder = join(home, "project");
    stage.put("project/cursor/mcp.json", "{}");
    symlinkSync(join(folder, "cursor"), join(home, ".cursor"));
    await stage.add("Cursor", { folders: [folder] });
    await stage.add("VS Code", { folders: [join(home, "User")] });
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
    await stage.add("Cursor");
    assert.match(
      said.join(),
      /^Nothing was added to Cursor: mcp\.json cannot be read and written\. It is a folder\.$/,
    );
  });

  it("is written into VS Code's own file with a question for the token", async () => {
    const path = stage.put("User/mcp.json", '{\n\t"servers": {}\n}');
    stage.answers = ["Add"];
    await stage.add("VS Code");
    const text = readFileSync(path, "utf8");
    assert.ok(text.includes('"password": true') && text.includes("${input:smsforai-token-www.smsforai.com}"));
    await stage.add("VS Code", { openOwn: () => Promise.resolve({ path, isDirty: true }) });
    assert.match(said.at(-1) ?? "", /has changes that are not saved/);
    await stage.add("VS Code", { openOwn: () => Promise.resolve(undefined) });
    assert.match(said.at(-1) ?? "", /does not open its MCP configuration/);
    assert.equal(readFileSync(path, "utf8"), text);
  });

  it("is only copied where the files of clients are out of reach", async () => {
    stage.put(".cursor/mcp.json", "{}");
    for (const away of ["remote", "web"] as const) await stage.add("Cursor", { away });
    assert.match(said[0] ?? "", /runs on the remote machine/);
    assert.match(said[1] ?? "", /machine of your browser/);
    assert.equal(stage.allText(), "{}");
    await steps.get("Copy MCP Configuration…")?.run();
    assert.match(await vscode.env.clipboard.readText(), /\$\{env:SMSFORAI_TOKEN\}/);
  });
});

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { SandboxMovedError } from "../../src/core/session.js";
import { useClientsStage, type ClientsStage } from "./support/clientsStage.js";

describe("the token for another client", () => {
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

  it("is copied with a token only after Copy with Token", async () => {
    for (const name of ["Claude Code", "Cursor", "Devin Desktop", "Windsurf", "VS Code"]) {
      await stage.copy(name);
      const text = await vscode.env.clipboard.readText();
      assert.ok(text.includes("https://www.smsforai.com/api/mcp") && !text.includes(token), name);
    }
    assert.deepEqual(asked, []);
    await stage.copy("Claude Desktop");
    assert.ok(
      (await vscode.env.clipboard.readText()).includes("${input:"),
      "nothing was copied without an answer",
    );
    for (const [answer, holds] of [
      ["Copy with Placeholder", false],
      ["Copy with Token", true],
    ] as const) {
      stage.answers = [answer];
      await stage.copy("Claude Desktop");
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

  it("holds the sandbox's token beside the sandbox's address alone", async () => {
    const path = stage.put(".config/Claude/claude_desktop_config.json", "{}");
    const all = stage.parts("sandbox");
    const move = (answer: string) => (): string => {
      Object.assign(all.sandbox, { baseUrl: () => "http://127.0.0.1:2/api/v1" });
      return answer;
    };
    await vscode.env.clipboard.writeText("before");
    stage.answers = [move("Write It")];
    await assert.rejects(stage.add("Claude Desktop", {}, all), SandboxMovedError);
    assert.equal(readFileSync(path, "utf8"), "{}");
    Object.assign(all.sandbox, { baseUrl: () => "http://127.0.0.1:1/api/v1" });
    stage.answers = [move("Copy with Token")];
    await assert.rejects(stage.copy("Claude Desktop", all), SandboxMovedError);
    assert.equal(await vscode.env.clipboard.readText(), "before");
    stage.answers = ["Write It"];
    await stage.add("Claude Desktop", {}, all);
    assert.ok(readFileSync(path, "utf8").includes("http://127.0.0.1:2/api/mcp"));
  });

  it("gives out the sandbox's token, and no other account's, to be put into the variable", async () => {
    await stage.copy("Cursor");
    assert.deepEqual([...steps.keys()], ["OK"]);
    await stage.copy("Cursor", stage.parts("sandbox"));
    assert.match(said.at(-1) ?? "", /only while the sandbox runs/);
    await steps.get("Copy Sandbox Token")?.run();
    assert.equal(await vscode.env.clipboard.readText(), token);
  });
});

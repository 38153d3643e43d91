import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root } from "../../host/paths.js";

interface Manifest {
  readonly contributes: {
    readonly chatSkills: readonly { readonly path: string }[];
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly languageModelTools?: readonly { readonly name: string; readonly toolReferenceName: string }[];
  };
}

const { contributes } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
const words = JSON.parse(readFileSync(join(root, "package.nls.json"), "utf8")) as Record<string, string>;
const path = contributes.chatSkills[0]?.path ?? "";
const text = readFileSync(join(root, path), "utf8");
const [, front = "", body = ""] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
const fields = new Map(front.split("\n").map((line) => [line.split(": ")[0], line.replace(/^[^:]*: /, "")]));

/** The tools as the project's design names them. */
const TOOLS = new Map([
  ["smsForAi_sendSms", "smsSend"],
  ["smsForAi_estimateSms", "smsEstimate"],
  ["smsForAi_listMessages", "smsList"],
  ["smsForAi_messageStatus", "smsStatus"],
  ["smsForAi_balance", "smsBalance"],
  ["smsForAi_countryPrice", "smsPrice"],
]);

describe("the skill for agents", () => {
  it("is contributed by its path alone: name and description stand in the file", () => {
    assert.deepEqual(contributes.chatSkills, [{ path: "./skills/sms-for-ai/SKILL.md" }]);
  });

  it("has the front matter without which VS Code 1.110 leaves it out", () => {
    assert.deepEqual([...fields.keys()], ["name", "description"]);
    const name = fields.get("name") ?? "";
    assert.equal(name, basename(dirname(path)));
    assert.match(name, /^[a-z0-9-]{1,64}$/);
    const description = JSON.parse(fields.get("description") ?? "") as string;
    assert.ok(description.length > 100 && description.length <= 1024, String(description.length));
    // VS Code takes what looks like a tag out.
    assert.doesNotMatch(description, /<[^>]+>/);
    // In quotes, so that YAML reads it as JSON does.
    assert.doesNotMatch(description, /[\\"\n]/);
  });

  it("names every tool, and none that there is not", () => {
    const names = new Set([...text.matchAll(/\bsmsForAi_\w+/g)].map(([name]) => name));
    assert.deepEqual([...names].sort(), [...TOOLS.keys()].sort());
    const references = new Set([...text.matchAll(/#(sms\w+)/g)].map(([, name]) => name ?? ""));
    assert.deepEqual([...references].sort(), [...TOOLS.values()].sort());
    for (const [name, reference] of TOOLS)
      assert.match(body, new RegExp(`\`${name}\` \\| \`#${reference}\``));
  });

  it("has the names that package.json contributes", () => {
    const contributed = contributes.languageModelTools ?? [];
    for (const { name, toolReferenceName } of contributed)
      assert.equal(TOOLS.get(name), toolReferenceName, name);
    assert.ok(contributed.length === 0 || contributed.length === TOOLS.size);
  });

  it("names commands by their titles", () => {
    const named = [...body.matchAll(/\*SMS for AI: ([^*]+)\*/g)].map(([, title]) => title ?? "");
    assert.ok(named.length > 0);
    const titles = contributes.commands.map(({ title }) => words[title.replaceAll("%", "")]);
    for (const title of named) assert.ok(titles.includes(title), title);
  });

  it("goes into the package", () => {
    const packed = readFileSync(join(root, ".vscodeignore"), "utf8").split("\n");
    assert.ok(packed.includes("!skills/**"));
  });
});

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { COMMAND_IDS } from "../../../src/ui/commandIds.js";
import { root } from "../../host/paths.js";

interface Setting {
  readonly scope?: string;
  readonly default: unknown;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
  };
}

const manifestText = readFileSync(join(root, "package.json"), "utf8");
const manifest = JSON.parse(manifestText) as Manifest;
const words = JSON.parse(readFileSync(join(root, "package.nls.json"), "utf8")) as Record<string, string>;
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, text: readFileSync(join(root, "src", file), "utf8") }));

describe("package.json", () => {
  it("contributes exactly the commands that the code has", () => {
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(contributed.toSorted(), [...COMMAND_IDS].sort());
  });

  it("names no unknown command in a menu", () => {
    const known = new Set<string>(COMMAND_IDS);
    for (const items of Object.values(manifest.contributes.menus)) {
      for (const { command } of items) assert.ok(known.has(command), command);
    }
  });

  it("hides commands that need a row from the palette, unless a message's details are in front", () => {
    const rowCommands = manifest.contributes.menus["view/item/context"]?.map(({ command }) => command) ?? [];
    const hidden =
      manifest.contributes.menus.commandPalette?.filter(
        ({ when }) => when === "false" || when === "resourceScheme == smsforai-message",
      ) ?? [];
    for (const command of rowCommands)
      assert.ok(
        hidden.some((item) => item.command === command),
        command,
      );
  });

  it("lets no workspace change a setting", () => {
    for (const [key, { scope }] of Object.entries(manifest.contributes.configuration.properties)) {
      assert.equal(scope, "application", key);
    }
  });

  it("has every setting that the code reads, and no other", () => {
    const settings = sources.find(({ file }) => file === join("ui", "settings.ts"))?.text ?? "";
    const read = [...settings.matchAll(/#(?:get|number|limit)\("([^"]+)"/g)].map(
      ([, key]) => `smsForAi.${key ?? ""}`,
    );
    const contributed = Object.keys(manifest.contributes.configuration.properties);
    assert.deepEqual(contributed.toSorted(), read.sort());
  });

  it("gives each setting the default that the code falls back to", () => {
    const settings = sources.find(({ file }) => file === join("ui", "settings.ts"))?.text ?? "";
    const fallbacks = [...settings.matchAll(/#(?:get|number|limit)\("([^"]+)", ([^,)]+)/g)];
    assert.ok(fallbacks.length > 0);
    for (const [, key = "", fallback = ""] of fallbacks) {
      const property = manifest.contributes.configuration.properties[`smsForAi.${key}`];
      assert.equal(JSON.stringify(property?.default), fallback.replaceAll("_", ""), key);
    }
  });

  it("has all words for people in package.nls.json", () => {
    const forPeople = /(title|name|label|contents|description|descriptions|errorMessage)$/i;
    const strays: string[] = [];
    const look = (value: unknown, key: string): void => {
      if (typeof value === "string") {
        if (forPeople.test(key) && !/^%.+%$/.test(value) && value !== "SMS for AI") strays.push(value);
      } else if (Array.isArray(value)) {
        for (const item of value) look(item, key);
      } else if (typeof value === "object" && value !== null) {
        for (const [inner, child] of Object.entries(value)) {
          // What a model reads is English in every language of VS Code, so it stands where it is: the description
          // for models, the schema of the input, the names that both go by.
          if (!/^(modelDescription|inputSchema|toolReferenceName)$/.test(inner)) look(child, inner);
        }
      }
    };
    const { languageModelTools, grammars, ...others } = manifest.contributes as Record<string, unknown>;
    assert.ok(grammars);
    look(others, "");
    for (const { name, ...tool } of languageModelTools as { name: string }[]) look(tool, name);
    assert.deepEqual(strays, []);
  });

  it("has words for every placeholder, and no words that nobody uses", () => {
    const used = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? "");
    assert.deepEqual([...new Set(used)].sort(), Object.keys(words).sort());
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

describe("words for people", () => {
  it("are called for in a way that the export of strings finds", () => {
    for (const { file, text } of sources) assert.doesNotMatch(text, /\{ t \}|(?<![\w.])t\("/, file);
  });

  it("stand in ui/ and go through l10n", () => {
    // A sentence in double quotes that does not follow `t(`: capital, space, and a full stop or three words.
    const sentence = /(?<!\bt\(\s*)"[A-Z][a-z]+(?: [^"\s]+){2,}"/g;
    const strays = sources
      // What a model reads (src/agent) is plain English in every language of VS Code.
      .filter(({ file }) => !file.startsWith("sandbox") && !file.startsWith("agent"))
      .flatMap(({ file, text }) =>
        [...withoutComments(text).matchAll(sentence)].map(([found]) => `${file}: ${found}`),
      );
    assert.deepEqual(strays, []);
  });
});

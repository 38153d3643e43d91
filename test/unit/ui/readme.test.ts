import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MAGIC_RECIPIENTS } from "../../../src/sandbox/magic.js";
import { root } from "../../host/paths.js";

const readme = readFileSync(join(root, "README.md"), "utf8");

describe("README", () => {
  it("lists exactly the sandbox's special numbers", () => {
    const listed = [...readme.matchAll(/^\| `(\+\d+)` \|/gm)].map(([, number]) => number);
    assert.deepEqual(listed.sort(), MAGIC_RECIPIENTS.map(({ number }) => number).sort());
  });

  it("lists every setting with its default", () => {
    const { contributes } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      contributes: { configuration: { properties: Record<string, { default: unknown }> } };
    };
    const listed = [...readme.matchAll(/^\| `(smsForAi\.[^`]+)` \| (\S+) \|/gm)].map(([, key, value]) => [
      key,
      value,
    ]);
    const properties = Object.entries(contributes.configuration.properties);
    assert.deepEqual(
      listed,
      properties.map(([key, property]) => [key, String(property.default) || "none"]),
    );
  });

  it("shows pictures that are there", () => {
    const pictures = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path]) => path ?? "");
    assert.ok(pictures.length > 0);
    for (const path of pictures) assert.ok(existsSync(join(root, path)), path);
  });

  it("is short of links that lead out of the package", () => {
    assert.doesNotMatch(readme, /\]\(https?:/);
  });

  it("gives the line that CI runs", () => {
    const ci = readFileSync(join(root, ".ci", "run"), "utf8");
    const line = /Pass the tests:\n\n```sh\n(.+)\n```/.exec(readme)?.[1];
    assert.ok(line !== undefined && ci.includes(line));
  });
});

import assert from "node:assert/strict";
import { configurationFor, type ClientId } from "../../../../src/agent/clients/form.js";
import { mergeConfiguration, type Merge } from "../../../../src/agent/clients/merge.js";

const URL = "https://example.test/api/mcp";

function merged(file: string, client: ClientId = "cursor"): Extract<Merge, { kind: "merged" }> {
  const merge = mergeConfiguration(file, configurationFor(client, { url: URL }));
  assert.equal(merge.kind, "merged");
  return merge;
}

function unusable(file: string, client: ClientId = "cursor"): unknown[] {
  const merge = mergeConfiguration(file, configurationFor(client, { url: URL }));
  assert.equal(merge.kind, "unusable");
  return [merge.problem, merge.key, merge.line, merge.column];
}

const ENTRY = `"smsforai": {
      "url": "${URL}",
      "headers": {
        "Authorization": "Bearer \${env:SMSFORAI_TOKEN}"
      }
    }`;

describe("a server put into a file", () => {
  it("stands behind the others, in the file's own layout, with comments where they were", () => {
    const { text, replaces, sameServer } = merged(`// mine
{
  "theme": "dark", // at night
  "mcpServers": {
    "github": { "command": "gh" } // work
    // more to come
  }
}
`);
    assert.equal(
      text,
      `// mine
{
  "theme": "dark", // at night
  "mcpServers": {
    "github": { "command": "gh" }, // work
    ${ENTRY}
    // more to come
  }
}
`,
    );
    assert.deepEqual([replaces, sameServer], [false, []]);
  });

  it("keeps tabs, line ends, a byte order mark and a trailing comma", () => {
    const { text } = merged('\uFEFF{\r\n\t"mcpServers": {\r\n\t\t"a": {},\r\n\t},\r\n}\r\n');
    const lines = [
      "\uFEFF{",
      '\t"mcpServers": {',
      '\t\t"a": {},',
      '\t\t"smsforai": {',
      `\t\t\t"url": "${URL}",`,
      '\t\t\t"headers": {',
      '\t\t\t\t"Authorization": "Bearer ${env:SMSFORAI_TOKEN}"',
      "\t\t\t}",
      "\t\t}",
      "\t},",
      "}",
      "",
    ];
    assert.equal(text, lines.join("\r\n"));
  });

  it("stays on the line of a file that has one line", () => {
    const { text } = merged('{"a":1,"mcpServers":{"b":{}}}');
    assert.equal(
      text,
      `{"a":1,"mcpServers":{"b":{}, "smsforai": {"url":"${URL}","headers":{"Authorization":"Bearer \${env:SMSFORAI_TOKEN}"}}}}`,
    );
  });

  it("makes a file out of nothing, and out of nothing but comments", () => {
    assert.equal(merged("").text, `{\n  "mcpServers": {\n    ${ENTRY}\n  }\n}\n`);
    assert.equal(merged(" \n").text, merged("").text);
    assert.equal(merged("// mine\n").text, `// mine\n${merged("").text}`);
    assert.equal(merged("{}").text, merged("").text.trimEnd());
  });

  it("replaces an entry of its name, and says so", () => {
    const { text, replaces } = merged('{"mcpServers":{"smsforai":{"command":"old"},"b":{}}}');
    assert.equal(replaces, true);
    assert.deepEqual(Object.keys((JSON.parse(text) as { mcpServers: object }).mcpServers), ["smsforai", "b"]);
    assert.ok(!text.includes("old"));
  });

  it("does not mind the order of an entry's members", () => {
    const file = `{"mcpServers":{"smsforai":{"headers":{"Authorization":"Bearer \${env:SMSFORAI_TOKEN}"},"url":"${URL}"}}}`;
    assert.equal(mergeConfiguration(file, configurationFor("cursor", { url: URL })).kind, "unchanged");
  });

  it("finds others that lead to the same server, also through a program", () => {
    const file = JSON.stringify({
      mcpServers: {
        sms: { serverUrl: `${URL}/` },
        bridge: { command: "npx", args: ["mcp-remote", URL] },
        other: { url: "https://other.test" },
      },
    });
    assert.deepEqual(merged(file).sameServer, ["sms", "bridge"]);
  });

  it("adds VS Code's question once, and mends one that would show the token", () => {
    const { text } = merged('{\n\t"inputs": [{ "id": "x" }],\n\t"servers": {}\n}', "vscode");
    const { inputs } = JSON.parse(text) as { inputs: { id: string; password?: boolean }[] };
    assert.deepEqual(
      inputs.map(({ id, password }) => [id, password]),
      [
        ["x", undefined],
        ["smsforai-token-example.test", true],
      ],
    );
    const shown = text.replace('"password":true', '"password":false');
    assert.notEqual(shown, text);
    assert.deepEqual(JSON.parse(merged(shown, "vscode").text), JSON.parse(text));
  });

  it("leaves alone what it cannot read, and says where", () => {
    assert.deepEqual(unusable('{\n  "mcpServers": {\n    "a": }\n}'), ["syntax", "", 3, 10]);
    assert.deepEqual(unusable('\uFEFF{\r\n "a" 1}'), ["syntax", "", 2, 6]);
    assert.deepEqual(unusable('{"a":1} x'), ["syntax", "", 1, 9]);
    assert.deepEqual(unusable("["), ["syntax", "", 1, 2]);
    assert.deepEqual(unusable("[".repeat(200_000)).slice(0, 2), ["syntax", ""]);
    assert.deepEqual(unusable("[]"), ["notAnObject", "", 1, 1]);
    assert.deepEqual(unusable('{\n  "mcpServers": []\n}'), ["notAnObject", "mcpServers", 2, 17]);
    assert.deepEqual(unusable('{"mcpServers": null}'), ["notAnObject", "mcpServers", 1, 16]);
    assert.deepEqual(unusable('{"servers": "x"}', "vscode"), ["notAnObject", "servers", 1, 13]);
    assert.deepEqual(unusable('{"inputs": {}}', "vscode"), ["notAList", "inputs", 1, 12]);
    assert.deepEqual(unusable('{"mcpServers": {},\n "mcpServers": {}}'), ["twice", "mcpServers", 2, 2]);
  });

  it("is not confused by what every object inherits", () => {
    const { text } = merged('{"__proto__": {"mcpServers": 1}, "constructor": {}}');
    assert.ok(
      text.startsWith('{"__proto__": {"mcpServers": 1}, "constructor": {}, "mcpServers": {"smsforai"'),
    );
  });
});

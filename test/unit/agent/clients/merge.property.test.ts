import assert from "node:assert/strict";
import fc from "fast-check";
import { parse, type ParseError } from "jsonc-parser";
import { CLIENT_IDS, configurationFor, SERVER_NAME } from "../../../../src/agent/clients/form.js";
import { mergeConfiguration } from "../../../../src/agent/clients/merge.js";

const URL = "https://example.test/api/mcp";

/** How a text is written: each choice is taken where one has to be made. */
type Choose = (count: number) => number;

/** Words that would end a string or a comment if they were not escaped, and keys that objects inherit. */
const KEYS = fc.oneof(
  fc.constantFrom(
    "mcpServers",
    "servers",
    "inputs",
    SERVER_NAME,

    "toString",
    "a // b",
    '"',
    "/*",
  ),
  fc.string({ maxLength: 6 }).filter((key) => key !== "__proto__"),
);

const JSON_VALUES = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, 0, -1.5e300, "", "x // no comment", "é😀\u2028"),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("object"),
  ),
  object: fc.dictionary(KEYS, tie("value"), { maxKeys: 4 }),
}));

const SERVERS = fc.dictionary(
  fc.oneof(fc.constantFrom("github", SERVER_NAME, "toString"), fc.string({ maxLength: 8 })),
  fc.oneof(fc.record({ url: fc.constantFrom(URL, `${URL}/`, "https://other.test") }), JSON_VALUES.object),
  { maxKeys: 3 },
);

const OURS: readonly string[] = ["mcpServers", "servers", "inputs"];

/** What a client's file may hold: servers, if any, among other keys. */
const FILES = fc
  .tuple(
    JSON_VALUES.object,
    fc.option(SERVERS, { nil: undefined }),
    fc.option(fc.array(JSON_VALUES.value, { maxLength: 2 }), { nil: undefined }),
    fc.constantFrom("mcpServers" as const, "servers" as const),
  )
  .map(([rest, servers, inputs, key]) => ({
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => !OURS.includes(name))),
    ...(servers === undefined ? {} : { [key]: servers }),
    ...(inputs === undefined ? {} : { inputs }),
  }));

/** Writes a value as JSON with comments, in as many ways as there are. */
function written(value: unknown, choose: Choose, eol: string): string {
  let comments = 0;
  const gap = (): string => {
    switch (choose(8)) {
      case 0:
        return ` // comment ${++comments} "{[${eol}`;
      case 1:
        return `/* comment ${++comments}, ${eol} } */`;
      case 2:
        return eol;
      case 3:
        return `${eol}${choose(2) === 0 ? "\t" : "    "}`;
      case 4:
        return " ";
      default:
        return "";
    }
  };
  const list = (open: string, parts: string[], close: string): string => {
    const last = parts.length > 0 && choose(4) === 0 ? `,${gap()}` : "";
    return open + gap() + parts.join(`,${gap()}`) + last + gap() + close;
  };
  const text = (part: unknown): string => {
    if (Array.isArray(part))
      return list(
        "[",
        part.map((item) => text(item) + gap()),
        "]",
      );
    if (typeof part !== "object" || part === null) return JSON.stringify(part);
    const members = Object.entries(part).map(
      ([key, item]) => `${JSON.stringify(key)}${gap()}:${gap()}${text(item)}${gap()}`,
    );
    return list("{", members, "}");
  };
  return gap() + text(value) + gap();
}

const TEXTS = fc
  .tuple(
    FILES,
    fc.array(fc.nat(), { minLength: 1, maxLength: 40 }),
    fc.constantFrom("\n", "\r\n"),
    fc.boolean(),
  )
  .map(([value, choices, eol, bom]) => {
    let turn = 0;
    const choose: Choose = (count) => (choices[turn++ % choices.length] ?? 0) % count;
    return { value, text: (bom ? "\uFEFF" : "") + written(value, choose, eol) };
  });

function read(text: string): Record<string, unknown> {
  const errors: ParseError[] = [];
  const value = parse(text.replace(/^\uFEFF/, ""), errors, { allowTrailingComma: true }) as Record<
    string,
    unknown
  >;
  assert.deepEqual(errors, [], text);
  return value;
}

/** Whether one text is left when characters are taken out of the other. */
function isWithin(less: string, more: string): boolean {
  let at = 0;
  for (const unit of more.split("")) if (unit === less[at]) at++;
  return at === less.length;
}

describe("a server put into any file", () => {
  const clients = fc.constantFrom(...CLIENT_IDS);

  it("adds the entry, and leaves every other value and character as it was", () => {
    fc.assert(
      fc.property(TEXTS, clients, ({ text, value }, client) => {
        const wanted = configurationFor(client, { url: URL });
        const merge = mergeConfiguration(text, wanted);
        const before = read(text);
        assert.deepEqual(before, JSON.parse(JSON.stringify(value)));
        assert.equal(merge.kind, "merged");
        const after = read(merge.text);
        const servers = (before[wanted.serversKey] ?? {}) as Record<string, unknown>;
        const inputs = (before.inputs ?? []) as unknown[];
        assert.deepEqual(after, {
          ...before,
          [wanted.serversKey]: { ...servers, [SERVER_NAME]: wanted.entry },
          ...(wanted.input === undefined ? {} : { inputs: [...inputs, wanted.input] }),
        });
        // Only white space in front of the end of an empty object may go.
        // An entry that is replaced goes with all that was in it.
        if (Object.hasOwn(servers, SERVER_NAME)) return;
        assert.ok(isWithin(text.replace(/\s+/g, ""), merge.text));
        assert.equal(merge.text.startsWith("\uFEFF"), text.startsWith("\uFEFF"));
        for (const comment of text.match(/(?:\/\/|\/\*) comment \d+/g) ?? [])
          assert.ok(merge.text.includes(comment), comment);
      }),
      { numRuns: 1500 },
    );
  });

  it("is there to stay: once more changes nothing", () => {
    fc.assert(
      fc.property(TEXTS, clients, ({ text }, client) => {
        const wanted = configurationFor(client, { url: URL });
        const merge = mergeConfiguration(text, wanted);
        assert.equal(merge.kind, "merged");
        const again = mergeConfiguration(merge.text, wanted);
        assert.equal(again.kind, "unchanged");
        assert.deepEqual(again.sameServer, merge.sameServer);
      }),
      { numRuns: 500 },
    );
  });

  it("never throws, whatever the text", () => {
    const pieces = fc.array(
      fc.constantFrom(
        "{",
        "}",
        "[",
        "]",
        '"mcpServers"',
        '"smsforai"',
        ":",
        ",",
        "1",
        "//",
        "/*",
        "*/",
        "\n",
        "\r",
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          pieces.map((parts) => parts.join("")),
        ),
        clients,
        (text, client) => {
          const wanted = configurationFor(client, { url: URL });
          const merge = mergeConfiguration(text, wanted);
          if (merge.kind === "merged") assert.ok(read(merge.text)[wanted.serversKey]);
        },
      ),
      { numRuns: 1500 },
    );
  });
});

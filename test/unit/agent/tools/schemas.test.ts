import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import fc from "fast-check";
import { parseSendInput } from "../../../../src/agent/input.js";
import { INPUTS, readInput } from "../../../../src/agent/tools/inputs.js";
import { SEND_TOOL, TOOL_NAMES, type ToolName } from "../../../../src/agent/tools/names.js";
import { root } from "../../../host/paths.js";

interface Schema {
  readonly type: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

interface Tool {
  readonly name: string;
  readonly toolReferenceName: string;
  readonly canBeReferencedInPrompt: boolean;
  readonly displayName: string;
  readonly userDescription: string;
  readonly modelDescription: string;
  readonly inputSchema: Schema;
}

const { contributes } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  contributes: { languageModelTools: readonly Tool[] };
};
const tools = contributes.languageModelTools;

/** Whether the code takes an input: what the model's side is held against. */
function takes(name: ToolName, input: unknown): boolean {
  return name === SEND_TOOL ? parseSendInput(input).ok : INPUTS[name].safeParse(input).success;
}

function validatorOf(name: string): ValidateFunction {
  const tool = tools.find((known) => known.name === name);
  assert.ok(tool);
  return new Ajv({ strict: true, allErrors: true }).compile(tool.inputSchema);
}

/** Inputs that nearly fit: some keys of the tool's, some not, with values of all types. */
function inputsFor(name: ToolName): fc.Arbitrary<unknown> {
  const keys = Object.keys(tools.find((tool) => tool.name === name)?.inputSchema.properties ?? {});
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.string() },
    fc.constantFrom("sent", "delivered", "failed", "Sent"),
    fc.integer(),
    fc.double(),
    fc.jsonValue(),
  );
  const fitting = fc.record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] });
  const strange = fc.dictionary(fc.constantFrom(...keys, "too", "constructor"), value, { maxKeys: 4 });
  // Through JSON, as it comes from a model: __proto__ as a key of its own, no undefined.
  return fc
    .oneof({ weight: 6, arbitrary: fitting }, strange, fc.jsonValue())
    .map((input): unknown => JSON.parse(JSON.stringify(input)));
}

describe("the tools in package.json", () => {
  it("are those that the code has", () => {
    assert.deepEqual(
      tools.map(({ name }) => name),
      [...TOOL_NAMES],
    );
    assert.deepEqual(
      Object.keys(INPUTS),
      TOOL_NAMES.filter((name) => name !== SEND_TOOL),
    );
  });

  it("can be named in a prompt, and say for people and models what they do", () => {
    const references = tools.map(({ toolReferenceName }) => toolReferenceName);
    assert.equal(new Set(references).size, tools.length);
    for (const tool of tools) {
      assert.match(tool.toolReferenceName, /^sms[A-Z][a-z]+$/);
      assert.equal(tool.canBeReferencedInPrompt, true);
      assert.match(tool.displayName, /^%.+%$/);
      assert.match(tool.userDescription, /^%.+%$/);
      assert.ok(tool.modelDescription.length > 40 && tool.modelDescription.length < 1024, tool.name);
    }
  });

  for (const name of TOOL_NAMES) {
    it(`${name} has a schema that the validator takes, in strict mode`, () => {
      const tool = tools.find((known) => known.name === name);
      const ajv = new Ajv({ strict: true });
      assert.ok(ajv.validateSchema(tool?.inputSchema ?? {}), ajv.errorsText());
      validatorOf(name);
    });

    it(`${name} has a schema of the keywords that every model's provider takes`, () => {
      const schema = tools.find((known) => known.name === name)?.inputSchema;
      assert.ok(schema);
      assert.equal(schema.type, "object");
      assert.equal(schema.additionalProperties, false);
      for (const [key, property] of Object.entries(schema.properties ?? {})) {
        assert.ok(property.description, key);
        const keywords = Object.keys(property).filter(
          (word) => !["type", "description", "enum"].includes(word),
        );
        assert.deepEqual(keywords, [], key);
      }
    });

    it(`${name} has a schema that takes what the code takes, and nothing else`, () => {
      const validate = validatorOf(name);
      let taken = 0;
      fc.assert(
        fc.property(inputsFor(name), (input) => {
          const fits = validate(input);
          if (fits) taken++;
          assert.equal(takes(name, input), fits, JSON.stringify(input));
        }),
        { numRuns: 1000 },
      );
      assert.ok(taken > 10, `${taken} of them fit`);
    });
  }
});

describe("what is wrong with an input", () => {
  const faults = (input: unknown): readonly string[] => {
    const read = readInput(INPUTS.smsForAi_listMessages, input);
    return read.ok ? [] : read.faults;
  };

  it("is told by key and type, without the value", () => {
    assert.deepEqual(faults({ status: "secret", limit: "ten", recipient: 12025550142 }), [
      '"status" must be one of "sent", "delivered", "failed"',
      '"recipient" must be of type string',
      '"limit" must be of type number',
    ]);
    assert.deepEqual(faults({ limit: 1.5 }), ['"limit" must be a whole number']);
    assert.deepEqual(faults({ to: "x" }), ['unknown: "to"']);
    assert.deepEqual(faults("hello"), ["the input must be of type object"]);
    assert.deepEqual(faults(undefined), ["the input must be of type object"]);
  });

  it("is told for a few keys only, and cut", () => {
    const keys = Array.from({ length: 500 }, (_, index) => [`${"k".repeat(500)}${index}`, 1]);
    assert.ok(faults(Object.fromEntries(keys)).join().length < 1000);
  });
});

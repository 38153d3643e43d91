import assert from "node:assert/strict";
import fc from "fast-check";
import {
  fillTemplate,
  placeholderMistakes,
  placeholderName,
  placeholderPlaces,
  placeholders,
} from "../../../src/sms/template.js";

const name = fc
  .stringMatching(/^[A-Za-zäßøŁ中文й0-9_.-][A-Za-zäßøŁ中文й0-9_. -]{0,8}$/)
  .map((text) => text.trim().normalize("NFC"));

describe("placeholders", () => {
  for (const [what, text, names] of [
    ["none", "No braces at all", []],
    ["each name once, in order", "{{b}} {{a}} {{b}}", ["b", "a"]],
    ["names without the blanks around them", "{{ first name }}", ["first name"]],
    ["names of any script", "{{prénom}} {{имя}} {{नाम}} {{姓名}}", ["prénom", "имя", "नाम", "姓名"]],
    ["digits, underscore, hyphen, dot", "{{2nd_user-name.x}}", ["2nd_user-name.x"]],
    ["names that objects inherit", "{{__proto__}} {{constructor}}", ["__proto__", "constructor"]],
    ["the innermost of three braces", "{{{a}}}", ["a"]],
    ["one composed and decomposed", "{{\u00e9}} {{e\u0301}}", ["\u00e9"]],
    ["nothing in empty braces", "{{}} {{  }}", []],
    ["nothing across lines", "{{a\nb}}", []],
    ["nothing with other characters", "{{a,b}} {{a{b}} {{$x}}", []],
    ["nothing that is not closed", "{{a} {{b", []],
  ] as const) {
    it(`finds ${what}`, () => {
      assert.deepEqual(placeholders(text), names);
    });
  }

  it("tells where they are", () => {
    const text = "a {{x}} b {{ y }}";
    assert.deepEqual(
      placeholderPlaces(text).map((place) => [place.name, text.slice(place.start, place.end)]),
      [
        ["x", "{{x}}"],
        ["y", "{{ y }}"],
      ],
    );
  });

  it("tells of what begins like one and is none", () => {
    const text = "{{}} {{a,b}} {{ok}} {{ } {{{c} {d}} {{ {{e}}";
    assert.deepEqual(
      placeholderMistakes(text).map(({ start, end }) => text.slice(start, end)),
      ["{{}}", "{{a,b}}", "{{", "{{", "{{"],
    );
  });

  it("makes a name of a column's title", () => {
    assert.equal(placeholderName("  First name "), "First name");
    assert.equal(placeholderName("e\u0301"), "\u00e9");
    for (const none of ["", " ", "a,b", "{a}", "a\nb"]) assert.equal(placeholderName(none), undefined);
  });
});

describe("fillTemplate", () => {
  it("fills in every place of a name", () => {
    assert.deepEqual(fillTemplate("{{a}}, {{ a }} and {{b}}.", { a: "1", b: "2" }), {
      text: "1, 1 and 2.",
      missing: [],
    });
  });

  it("leaves what has no value, and names it once", () => {
    assert.deepEqual(fillTemplate("{{a}} {{b}} {{a}}", { b: "" }), { text: "{{a}}  {{a}}", missing: ["a"] });
  });

  it("does not expand a value", () => {
    const { text } = fillTemplate("{{a}} {{b}}", { a: "{{b}} $& $1", b: "{{a}}" });
    assert.equal(text, "{{b}} $& $1 {{a}}");
  });

  it("joins no braces of a value with those of the text", () => {
    assert.equal(fillTemplate("{{{a}}}", { a: "{b}" }).text, "{{b}}");
  });

  it("finds only what the values themselves have", () => {
    assert.deepEqual(fillTemplate("{{constructor}} {{__proto__}}", {}).missing, ["constructor", "__proto__"]);
    const values = Object.fromEntries([["__proto__", "x"]]);
    assert.deepEqual(fillTemplate("{{__proto__}}", values), { text: "x", missing: [] });
  });

  it("gives back the parts and the values, whatever they are", () => {
    const piece = fc.tuple(
      fc.string({ unit: "binary" }).map((text) => text.replace(/[{}]/g, "")),
      name,
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const values = Object.fromEntries(pieces.map(([, key, value]) => [key, value]));
        const template = pieces.map(([text, key]) => `${text}{{ ${key} }}`).join("");
        assert.deepEqual(placeholders(template), [...new Set(pieces.map(([, key]) => key))]);
        assert.deepEqual(fillTemplate(template, values), {
          text: pieces.map(([text, key]) => text + (values[key] ?? "")).join(""),
          missing: [],
        });
      }),
    );
  });

  it("leaves a text alone for which there are no values, whatever it is", () => {
    const braces = fc.array(fc.constantFrom("{", "}", "{{", "}}", "a", " ", "\n", "\ud83d", "\0"));
    fc.assert(
      fc.property(braces, (parts) => {
        const text = parts.join("");
        assert.equal(fillTemplate(text, {}).text, text);
        const places = [...placeholderPlaces(text), ...placeholderMistakes(text)];
        assert.equal(places.length, text.match(/\{\{(?!\{)/g)?.length ?? 0);
      }),
    );
  });

  it("takes ten megabytes in its stride", () => {
    for (const unit of ["{", "{{", "{{a", "{{a}", "{{ ", "{{,", "}}", "a"]) {
      const text = unit.repeat(10_000_000 / unit.length);
      const begun = performance.now();
      fillTemplate(text, { a: "b" });
      assert.ok(performance.now() - begun < 10_000, unit);
    }
    const long = `{{${"a".repeat(10_000_000)}`;
    assert.deepEqual(placeholders(long), []);
    assert.equal(placeholders(`${long}}}`).length, 1);
  }).timeout(60_000);
});

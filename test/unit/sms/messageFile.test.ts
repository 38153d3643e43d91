import assert from "node:assert/strict";
import fc from "fast-check";
import { formatMessageFile, parseMessageFile } from "../../../src/sms/messageFile.js";

/** What a file says, without the places. */
function read(text: string): Record<string, unknown> {
  const { to, from, body, headerLines, problems } = parseMessageFile(text);
  return {
    ...(to && { to: to.text }),
    ...(from && { from: from.text }),
    body: body.text,
    headerLines,
    ...(problems.length > 0 && { problems: problems.map(({ kind, name, line }) => [kind, name, line]) }),
  };
}

describe("parseMessageFile", () => {
  for (const [what, text, said] of [
    [
      "both headers",
      "To: +12025550100\nFrom: MyShop\n\nHi\nthere",
      { to: "+12025550100", from: "MyShop", body: "Hi\nthere", headerLines: 2 },
    ],
    [
      "any order and case, and blanks",
      " from :  My Shop \t\nTO:+1 202\n \nHi",
      { to: "+1 202", from: "My Shop", body: "Hi", headerLines: 2 },
    ],
    ["empty headers", "To: \nFrom:\n\n", { to: "", from: "", body: "", headerLines: 2 }],
    ["one header", "To: x\n\nHi", { to: "x", body: "Hi", headerLines: 1 }],
    ["a header alone", "To: x", { to: "x", body: "", headerLines: 1 }],
    [
      "Windows line breaks",
      "To: x\r\nFrom: y\r\n\r\na\r\nb\r\n",
      { to: "x", from: "y", body: "a\nb", headerLines: 2 },
    ],
    ["old line breaks", "To: x\r\ra\rb", { to: "x", body: "a\nb", headerLines: 1 }],
    ["a byte order mark", "\ufeffTo: x\n\nHi", { to: "x", body: "Hi", headerLines: 1 }],
    ["no header", "Hi there", { body: "Hi there", headerLines: 0 }],
    [
      "a text that begins like a header",
      "Note: back at eight\n\nBye",
      { body: "Note: back at eight\n\nBye", headerLines: 0 },
    ],
    ["an empty line and a text like a header", "\nTo: nobody", { body: "To: nobody", headerLines: 0 }],
    ["empty lines inside the text", "To: x\n\n\na\n\nb\n\n", { to: "x", body: "\na\n\nb", headerLines: 1 }],
    ["nothing", "", { body: "", headerLines: 0 }],
    [
      "an unknown header",
      "Subject: s\nTo: x\n\nHi",
      { to: "x", body: "Hi", headerLines: 2, problems: [["unknown", "Subject", 0]] },
    ],
    [
      "a second header of one name",
      "To: x\nto: y\n\nHi",
      { to: "x", body: "Hi", headerLines: 2, problems: [["duplicate", "to", 1]] },
    ],
    [
      "a text right below the header",
      "To: x\nHi: no\nHi there",
      {
        to: "x",
        body: "Hi there",
        headerLines: 2,
        problems: [
          ["unknown", "Hi", 1],
          ["noEmptyLine", "", 2],
        ],
      },
    ],
  ] as const) {
    it(`reads ${what}`, () => {
      assert.deepEqual(read(text), said);
    });
  }

  it("tells where all parts are", () => {
    const text = "\ufeffTo:  +1 202 \r\nFrom:\r\nX: y\r\n\r\nHi\r\nthere\r\n";
    const { to, from, body, problems } = parseMessageFile(text);
    const cut = (part: { start: number; end: number } | undefined): string =>
      text.slice(part?.start, part?.end);
    assert.equal(cut(to), "+1 202");
    assert.equal(from?.start, text.indexOf("From:") + 5);
    assert.equal(from.end, from.start);
    assert.equal(cut(body), "Hi\r\nthere");
    assert.deepEqual(problems.map(cut), ["X: y"]);
  });

  it("puts an empty value behind the blank that was typed", () => {
    assert.equal(parseMessageFile("To: \n\n").to?.start, 4);
  });

  it("gives back what was written, whatever it is", () => {
    const line = fc.string({ unit: "binary" }).map((text) => text.replace(/[\r\n]/g, "").trim());
    const body = fc
      .array(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.constantFrom("\n", "To: x", "\n\n", "\0", "\ud83d", "\u202e"),
        ),
      )
      .map((parts) => parts.join("").replace(/\r\n?/g, "\n").replace(/\n+$/, ""));
    fc.assert(
      fc.property(line, line, body, fc.constantFrom("\n", "\r\n", "\r"), (to, from, text, lineBreak) => {
        const file = formatMessageFile({ to, from, body: text }).replaceAll("\n", lineBreak);
        assert.deepEqual(read(file), { to, from, body: text, headerLines: 2 });
      }),
    );
  });

  it("takes anything, and every place is in it", () => {
    const parts = fc.array(
      fc.constantFrom(
        "To",
        "From",
        "X",
        ":",
        " ",
        "\n",
        "\r\n",
        "\r",
        "\ufeff",
        "\0",
        "a",
        "\ud83d",
        "\u200f",
      ),
    );
    fc.assert(
      fc.property(parts, (pieces) => {
        const text = pieces.join("");
        const { to, from, body, problems } = parseMessageFile(text);
        for (const part of [to, from, body]) {
          if (part === undefined) continue;
          assert.ok(part.start <= part.end && part.end <= text.length);
          assert.equal(text.slice(part.start, part.end).replace(/\r\n?/g, "\n"), part.text);
        }
        for (const { start, end } of problems) assert.ok(start <= end && end <= body.end);
      }),
    );
  });

  it("keeps line breaks out of the header it writes", () => {
    assert.equal(
      formatMessageFile({ to: "a\nFrom: b", from: " c ", body: "d" }),
      "To: a From: b\nFrom: c\n\nd",
    );
  });

  it("takes ten megabytes in its stride", () => {
    for (const unit of ["a", " ", "\n", "To:", "To: \n", "\r"]) {
      const begun = performance.now();
      parseMessageFile(unit.repeat(10_000_000 / unit.length));
      parseMessageFile(`To: ${unit.repeat(10_000_000 / unit.length)}x`);
      assert.ok(performance.now() - begun < 10_000, unit);
    }
  }).timeout(60_000);
});

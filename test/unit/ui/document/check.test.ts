import assert from "node:assert/strict";
import fc from "fast-check";
import { parseMessageFile } from "../../../../src/sms/messageFile.js";
import { loadPhoneNumbers, type PhoneNumbers } from "../../../../src/sms/phoneNumber.js";
import { checkMessageFile, recipientOf } from "../../../../src/ui/document/check.js";

describe("checkMessageFile", () => {
  let numbers: PhoneNumbers;

  before(async () => {
    numbers = await loadPhoneNumbers();
  });

  /** Each finding as its kind, what more it says, and the text that it is about. */
  function findings(text: string): string[][] {
    return checkMessageFile(parseMessageFile(text), numbers).map((finding) => {
      const more =
        finding.kind === "header" || finding.kind === "number"
          ? typeof finding.problem === "string"
            ? finding.problem
            : finding.problem.kind
          : finding.kind === "tooLong"
            ? String(finding.over)
            : "";
      return [finding.kind, more, text.slice(finding.start, finding.end)];
    });
  }

  const over = `${"a".repeat(1599)}😀{{name}}`;

  for (const [what, text, expected] of [
    ["nothing in a good one", "To: +1 202 555 0100\nFrom: MyShop\n\nHi {{name}}", []],
    ["nothing in an empty one", "To: \nFrom: \n\n", []],
    ["nothing without a header", "Hi", []],
    ["a number without its country", "To: 202 555 0100\n\nHi", [["number", "noCountry", "202 555 0100"]]],
    ["letters in the number", "To: +1 202 CALL\n\nHi", [["number", "letters", "+1 202 CALL"]]],
    ["a placeholder in place of a number as none", "To: {{phone}}\n\nHi", []],
    [
      "several numbers",
      "To: +12025550100, +12025550101\n\nHi",
      [["severalNumbers", "", "+12025550100, +12025550101"]],
    ],
    [
      "several numbers, one of them wrong",
      "To: +12025550100; 7700900123\n\nHi",
      [["severalNumbers", "", "+12025550100; 7700900123"]],
    ],
    [
      "several numbers with nothing between",
      "To: +12025550100 +447700900123\n\nHi",
      [["severalNumbers", "", "+12025550100 +447700900123"]],
    ],
    ["an unknown header", "To: +12025550100\nSubject: x\n\nHi", [["header", "unknown", "Subject: x"]]],
    ["a second To", "To: +12025550100\nTo: x\n\nHi", [["header", "duplicate", "To: x"]]],
    ["a text right below the header", "To: +12025550100\nHi", [["header", "noEmptyLine", "Hi"]]],
    ["braces that are no placeholder", "Hi {{a,b}}", [["placeholder", "", "{{a,b}}"]]],
    ["nothing at the limit", over, []],
    ["what is over the limit, placeholders not counted", `${over}xy`, [["tooLong", "2", "xy"]]],
    [
      "the first character over the limit, in front of a placeholder",
      `${"a".repeat(1600)}x{{n}}`,
      [["tooLong", "1", "x{{n}}"]],
    ],
  ] as const) {
    it(`finds ${what}`, () => {
      assert.deepEqual(findings(text), expected);
    });
  }

  it("takes anything, and every place is in it", () => {
    const piece = fc.oneof(
      fc.constantFrom("To: ", "From: ", "+1202555", "\n", ",", "{{", "}}", "\u200f", "\0", "\ud83d", "😀"),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = `To: ${pieces.join("")}`;
        for (const { start, end } of checkMessageFile(parseMessageFile(text), numbers)) {
          assert.ok(start <= end && end <= text.length);
        }
      }),
    );
  });

  it("asks later for a recipient that is not given", () => {
    const kind = (text: string): string => recipientOf(parseMessageFile(text), numbers).kind;
    assert.deepEqual(
      ["Hi", "To:\n\nHi", "To: {{n}}\n\nHi", "To: +12025550100\n\nHi", "To: 12\n\nHi"].map(kind),
      ["open", "open", "open", "number", "wrong"],
    );
  });
});

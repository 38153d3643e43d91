import assert from "node:assert/strict";
import type { CountryPrice } from "../../../../src/api/schemas.js";
import type { Column } from "../../../../src/core/bulk/columns.js";
import { makePlan, withoutRows, type Plan } from "../../../../src/core/bulk/plan.js";
import type { Recipient } from "../../../../src/core/bulk/recipients.js";
import { loadPhoneNumbers, type PhoneNumbers } from "../../../../src/sms/phoneNumber.js";
import { AU_NUMBER, GB_NUMBER, US_NUMBER } from "../../support/values.js";

const PRICES: readonly CountryPrice[] = [
  { code: "US", name: "United States", dialCode: "+1", price: 7900 },
  { code: "GB", name: "United Kingdom", dialCode: "+44", price: 40_000 },
  { code: "GG", name: "Guernsey", dialCode: "+44", price: 50_000 },
];

const COLUMNS: readonly Column[] = ["phone", "Name", "due date"].map((name, index) => ({
  index,
  name,
  sample: "",
}));

describe("a plan", () => {
  let numbers: PhoneNumbers;
  before(async () => {
    numbers = await loadPhoneNumbers();
  });

  function recipients(...rows: readonly (readonly string[])[]): Recipient[] {
    return rows.map((cells, index) => {
      const parsed = numbers.parse(cells[0] ?? "");
      return parsed.ok
        ? { row: index + 2, number: parsed.number, cells }
        : assert.fail(`${cells[0] ?? ""}: ${parsed.problem}`);
    });
  }
  const plan = (template: string, rows: readonly Recipient[], prices = PRICES): Promise<Plan> =>
    makePlan({ recipients: rows, columns: COLUMNS, template, prices });

  it("fills each text in, and adds up what they come to", async () => {
    const rows = recipients(
      [US_NUMBER, "Ada", "1 May"],
      ["+12025550124", "Bo".repeat(100), "2 May"],
      [GB_NUMBER, "Çem", "3 May"],
      [AU_NUMBER, "Di", "4 May"],
    );
    const made = await plan("Hi {{name}}, due {{due date}}.", rows);
    assert.deepEqual(
      made.texts.map(({ body, segments, cost, unsure }) => [body.length, segments, cost, unsure]),
      [
        [18, 1, 7900, false],
        [215, 2, 15_800, false],
        [18, 1, 50_000, true],
        [17, 1, undefined, false],
      ],
    );
    assert.equal(made.texts[0]?.body, "Hi Ada, due 1 May.");
    const { segments, cost, unpriced, unsure, segmentRange } = made;
    assert.deepEqual(
      { segments, cost, unpriced, unsure, segmentRange },
      { segments: 5, cost: 73_700, unpriced: 1, unsure: 1, segmentRange: [1, 2] },
    );
    assert.deepEqual(made.countries, [
      { country: "US", texts: 2, segments: 3, cost: 23_700, unpriced: 0 },
      { country: undefined, texts: 1, segments: 1, cost: 50_000, unpriced: 0 },
      { country: "AU", texts: 1, segments: 1, cost: 0, unpriced: 1 },
    ]);
  });

  it("tells of placeholders without a column and of blank values", async () => {
    const rows = recipients([US_NUMBER, "Ada", "x"], ["+12025550124", " ", ""], ["+12025550125"]);
    const made = await plan("{{Name}} {{due date}} {{town}}", rows);
    assert.deepEqual(made.withoutColumn, ["town"]);
    assert.deepEqual(made.blankValues, [
      { row: 3, names: ["Name", "due date"] },
      { row: 4, names: ["Name", "due date"] },
    ]);
  });

  it("keeps out what cannot be sent", async () => {
    const rows = recipients(
      [US_NUMBER, "a".repeat(1601)],
      ["+12025550124", " "],
      ["+12025550125", "a\0b"],
      ["+12025550126", "a\ud800"],
      ["+12025550127", "\u200fשלום"],
      ["+12025550128", "one\r\ntwo"],
    );
    const made = await plan("{{Name}}", rows);
    assert.deepEqual(
      made.unsendable.map(({ row, problem }) => [row, problem]),
      [
        [2, "textTooLong"],
        [3, "emptyText"],
        [4, "brokenText"],
        [5, "brokenText"],
      ],
    );
    assert.deepEqual(
      made.texts.map(({ body }) => body),
      ["\u200fשלום", "one\ntwo"],
    );
  });

  it("fills in the first column of a name, the exact case first", async () => {
    const columns = ["phone", "name", "Name", "name"].map((name, index) => ({ index, name, sample: "" }));
    const [recipient] = recipients([US_NUMBER, "a", "b", "c"]);
    assert.ok(recipient);
    const made = await makePlan({
      recipients: [recipient],
      columns,
      template: "{{Name}}{{name}}{{NAME}}",
      prices: undefined,
    });
    assert.equal(made.texts[0]?.body, "baa");
    assert.equal(made.unpriced, 1);
  });

  it("leaves rows out on request", async () => {
    const made = await plan("Hi", recipients([US_NUMBER], [GB_NUMBER]));
    const left = withoutRows(made, new Set([3]));
    assert.deepEqual([left.texts.length, left.cost, left.unsure, left.countries.length], [1, 7900, 0, 1]);
  });
});

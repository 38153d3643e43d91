import assert from "node:assert/strict";
import fc from "fast-check";
import { layoutOf } from "../../../../src/core/bulk/columns.js";
import { readRecipients, type Recipients } from "../../../../src/core/bulk/recipients.js";
import { readTable } from "../../../../src/core/bulk/table.js";
import { loadPhoneNumbers, type PhoneNumbers } from "../../../../src/sms/phoneNumber.js";
import { GB_NUMBER, US_NUMBER } from "../../support/values.js";

describe("recipients", () => {
  let numbers: PhoneNumbers;
  before(async () => {
    numbers = await loadPhoneNumbers();
  });

  async function read(lines: readonly string[], country?: string): Promise<Recipients> {
    const table = readTable(["phone;name", ...lines].join("\n"));
    if (!table.ok) assert.fail(table.problem);
    return readRecipients(layoutOf(table.table).rows, { column: 0, numbers, country });
  }

  it("are valid, invalid with the reason, or duplicates of the first", async () => {
    const { valid, invalid, duplicates } = await read([
      `${US_NUMBER};Ada`,
      `+1 (202) 555-0123;Ada again`,
      `+1 202 555 0124 ext. 12;Bo`,
      `+1 202 555 CALL;Cy`,
      `;Di`,
      `+1 202;Ed`,
      `\u202a+44 7700 900123\u202c;Flo`,
      `+1\u0000202 555 0125;Gus`,
      `+1202555012\ud800;Hal`,
      `${"9".repeat(5000)};Ida`,
    ]);
    assert.deepEqual(
      valid.map(({ row, number, cells }) => [row, number.e164, cells[1]]),
      [
        [2, US_NUMBER, "Ada"],
        [8, GB_NUMBER, "Flo"],
      ],
    );
    assert.deepEqual(
      invalid.map(({ row, problem }) => [row, problem]),
      [
        [4, "extension"],
        [5, "letters"],
        [6, "empty"],
        [7, "tooShort"],
        [9, "letters"],
        [10, "letters"],
        [11, "tooLong"],
      ],
    );
    assert.deepEqual(
      duplicates.map(({ row, firstRow }) => [row, firstRow]),
      [[3, 2]],
    );
    assert.ok((invalid.at(-1)?.text.length ?? 0) <= 100);
  });

  it("want a country for the national form, and take it for those alone", async () => {
    const lines = ["(202) 555-0123;Ada", "1-202-555-0124;Bo", "+44 7700 900123;Cy", "12;Di"];
    const without = await read(lines);
    assert.deepEqual(
      without.invalid.map(({ problem }) => problem),
      ["noCountry", "noCountry", "noCountry"],
    );
    const { valid, invalid } = await read(lines, "US");
    assert.deepEqual(
      valid.map(({ number }) => number.e164),
      ["+12025550123", "+12025550124", GB_NUMBER],
    );
    assert.deepEqual(
      invalid.map(({ problem }) => problem),
      ["tooShort"],
    );
    assert.deepEqual(
      (await read(["07700 900123;Ada"], "GB")).valid.map(({ number }) => number.e164),
      [GB_NUMBER],
    );
    assert.equal((await read(["0491 570 006;Ada"], "AU")).valid[0]?.number.e164, "+61491570006");
  });

  it("are in one list each, whatever the rows hold", async () => {
    const unit = fc.constantFrom(...Array.from("+1202555019x# -()\u200f\ud800\0é٣"));
    const lines = fc.array(fc.string({ unit, minLength: 1, maxLength: 16 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(lines, async (texts) => {
        const rows = texts.map((text, index) => ({ row: index + 1, cells: [text] }));
        const found = await readRecipients(rows, { column: 0, numbers, country: "US" });
        const all = [...found.valid, ...found.invalid, ...found.duplicates].map(({ row }) => row);
        assert.deepEqual(
          all.toSorted((a, b) => a - b),
          rows.map(({ row }) => row),
        );
        for (const { number } of found.valid) assert.match(number.e164, /^\+[1-9]\d{1,14}$/);
        assert.equal(new Set(found.valid.map(({ number }) => number.e164)).size, found.valid.length);
      }),
    );
  });

  it("let the window live while 10,000 are read", async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ({
      row: index + 1,
      cells: [`+1 ${200 + (index % 700)} 555 01${String(index % 100).padStart(2, "0")}`],
    }));
    const turns: number[] = [];
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      turns.push(now - last);
      last = now;
    }, 1);
    const { valid, duplicates } = await readRecipients(rows, { column: 0, numbers });
    clearInterval(timer);
    assert.equal(valid.length + duplicates.length, 10_000);
    assert.ok(turns.length > 5, "nothing else had a turn");
  });

  it("stop when nobody waits for them", async () => {
    const rows = Array.from({ length: 200_000 }, (_, row) => ({ row, cells: ["+1 202 555 0123"] }));
    const abort = new AbortController();
    const reading = readRecipients(rows, { column: 0, numbers, signal: abort.signal });
    abort.abort();
    await assert.rejects(reading);
  });
});

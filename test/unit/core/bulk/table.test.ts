import assert from "node:assert/strict";
import fc from "fast-check";
import { layoutOf, type Layout } from "../../../../src/core/bulk/columns.js";
import { MAX_LENGTH, MAX_LINE, MAX_ROWS, readTable, type Table } from "../../../../src/core/bulk/table.js";
import { AU_NUMBER, GB_NUMBER, US_NUMBER } from "../../support/values.js";

function table(source: string): Table {
  const read = readTable(source);
  return read.ok ? read.table : assert.fail(read.problem);
}

const layout = (source: string): Layout => layoutOf(table(source));

/** How long something may take that must not hold up a window, in ms; the machine may be busy. */
const SOON = 2500;

describe("a table", () => {
  const expected = [
    ["name", "phone"],
    ["Ada", US_NUMBER],
    ["Bo, the second", GB_NUMBER],
  ];
  for (const [what, source] of [
    ["commas and quotes", `name,phone\nAda,${US_NUMBER}\n"Bo, the second",${GB_NUMBER}\n`],
    ["semicolons", `name;phone\nAda;${US_NUMBER}\nBo, the second;${GB_NUMBER}`],
    ["tabs", `name\tphone\nAda\t${US_NUMBER}\nBo, the second\t${GB_NUMBER}\n`],
    ["CRLF", `name;phone\r\nAda;${US_NUMBER}\r\nBo, the second;${GB_NUMBER}\r\n`],
    ["CRLF and quotes at the ends", `name;phone\r\nAda;"${US_NUMBER}"\r\nBo, the second;"${GB_NUMBER}"\r\n`],
    ["CR alone", `name;phone\rAda;${US_NUMBER}\rBo, the second;${GB_NUMBER}\r`],
    ["a byte order mark", `\ufeffname;phone\nAda;${US_NUMBER}\nBo, the second;${GB_NUMBER}\n`],
    [
      "a byte order mark before quotes",
      `\ufeff"name";"phone"\nAda;${US_NUMBER}\nBo, the second;${GB_NUMBER}`,
    ],
    ["a line for spreadsheets", `sep=;\r\nname;phone\r\nAda;${US_NUMBER}\r\nBo, the second;${GB_NUMBER}`],
    ["marks of spreadsheets", `name;phone\nAda;'${US_NUMBER}\nBo, the second;'${GB_NUMBER}`],
    ["mixed line ends", `name;phone\r\nAda;${US_NUMBER}\nBo, the second;${GB_NUMBER}\r\n`],
  ] as const) {
    it(`is read with ${what}`, () => {
      assert.deepEqual(
        table(source).rows.map(({ cells }) => cells),
        expected,
      );
    });
  }

  it("keeps line breaks in quotes, and counts rows as a spreadsheet does", () => {
    const { rows } = table(`phone,text\n\n${US_NUMBER},"two\nlines"\n , \n${GB_NUMBER},one`);
    assert.deepEqual(rows, [
      { row: 1, cells: ["phone", "text"] },
      { row: 3, cells: [US_NUMBER, "two\nlines"] },
      { row: 5, cells: [GB_NUMBER, "one"] },
    ]);
  });

  for (const [what, source, problem, row] of [
    ["nothing", "", "empty", undefined],
    ["blanks", " \n\t\n;;\n", "empty", undefined],
    ["a quote that does not end", `a,b\n"x,${US_NUMBER}\ny,${GB_NUMBER}`, "badQuotes", 2],
    ["a line of 10 MB", `a\n${"b".repeat(10 * 1024 * 1024)}`, "lineTooLong", 2],
    ["a line of 10 MB of quotes", '"'.repeat(10 * 1024 * 1024), "lineTooLong", 1],
    ["10 MB of line ends", "\n".repeat(10 * 1024 * 1024), "tooManyRows", MAX_ROWS + 1],
    ["too much", "a\n".repeat(MAX_LENGTH / 2 + 1), "tooLarge", undefined],
  ] as const) {
    it(`is not found in ${what}, and this is said soon`, () => {
      const began = performance.now();
      assert.deepEqual(readTable(source), { ok: false, problem, row });
      assert.ok(performance.now() - began < SOON);
    });
  }

  it("is read soon where lines are as long as they may be and full of quotes", () => {
    for (const unit of ['"', '"a', '","', '"a" ', '""', "a;", '"\n', '"a,\n"b']) {
      const began = performance.now();
      readTable(
        unit
          .repeat(MAX_LINE / unit.length)
          .concat("\n")
          .repeat(5),
      );
      assert.ok(performance.now() - began < SOON, unit);
    }
  });

  it("or a clear word is what anything gives", () => {
    const unit = fc.constantFrom(...Array.from("+12025550123\"'=,;\t\r\n\0 \u200f\ud800é"));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (source) => {
        const read = readTable(source);
        if (!read.ok) return;
        const { columns, rows, numberColumn } = layoutOf(read.table);
        assert.ok(rows.length > 0);
        assert.ok(numberColumn === undefined || numberColumn < columns.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the layout of a table", () => {
  const names = ({ columns }: Layout): unknown => columns.map(({ name }) => name);

  it("has the header and the column with the numbers", () => {
    const found = layout(`id,name,Mobile number\n10000001,Ada,${US_NUMBER}\n10000002,Bo,${GB_NUMBER}`);
    assert.equal(found.hasHeader, true);
    assert.deepEqual(names(found), ["id", "name", "Mobile number"]);
    assert.equal(found.numberColumn, 2);
    assert.deepEqual(
      found.rows.map(({ row }) => row),
      [2, 3],
    );
    assert.equal(found.columns[1]?.sample, "Ada");
  });

  it("goes by the content where words mislead or are missing", () => {
    assert.equal(layout(`phone,contact\nhome,${US_NUMBER}\nwork,${GB_NUMBER}`).numberColumn, 1);
    const bare = layout(`Ada,${US_NUMBER}\nBo,${GB_NUMBER}`);
    assert.equal(bare.hasHeader, false);
    assert.equal(bare.numberColumn, 1);
    assert.equal(bare.rows.length, 2);
  });

  it("takes words in other languages, and a header in any case", () => {
    for (const word of ["Téléphone", "Móvil", "Handy-Nr.", "NUMBER", "E.164", "to"]) {
      assert.equal(layout(`who,${word}\nAda,${US_NUMBER}`).numberColumn, 1, word);
    }
  });

  it("takes a header whose rows are all wrong", () => {
    const found = layout("phone,name\nunknown,Ada\nnone,Bo");
    assert.equal(found.hasHeader, true);
    assert.equal(found.numberColumn, 0);
  });

  it("takes lines of numbers as they are", () => {
    const found = layout(`${US_NUMBER}\n${GB_NUMBER}\n${AU_NUMBER}`);
    assert.equal(found.hasHeader, false);
    assert.equal(found.numberColumn, 0);
    assert.equal(found.rows.length, 3);
    assert.equal(layout(US_NUMBER).rows.length, 1);
  });

  it("leaves it to a person where no column looks like numbers", () => {
    assert.equal(layout("name,city\nAda,London\nBo,Oslo").numberColumn, undefined);
  });
});

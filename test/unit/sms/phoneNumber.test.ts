import assert from "node:assert/strict";
import fc from "fast-check";
import {
  isReserved,
  loadPhoneNumbers,
  type PhoneNumber,
  type PhoneNumbers,
} from "../../../src/sms/phoneNumber.js";

/** A number for fiction of an area code, which need not exist. */
const american = (areaCode: string): string => `+1${areaCode}5550150`;

describe("phone numbers", () => {
  let numbers: PhoneNumbers;
  before(async () => {
    numbers = await loadPhoneNumbers();
  });
  const parsed = (text: string): PhoneNumber => {
    const result = numbers.parse(text);
    return result.ok ? result.number : assert.fail(`${text}: ${result.problem}`);
  };

  for (const typed of [
    "+12025550123",
    "+1 202 555 0123",
    "+1 (202) 555-0123",
    "+1.202.555.0123",
    "+1-202-555-0123",
    "+1\u2011202\u2013555\u00a00123",
    "  +1 202 555 0123\n",
    "\u202a+1 202 555 0123\u202c",
    "+1/202/555/0123",
    "001 202 555 0123",
    "tel:+1-202-555-0123",
    "+12025550123",
  ]) {
    it(`reads ${JSON.stringify(typed)}`, () => {
      assert.deepEqual(parsed(typed), {
        e164: "+12025550123",
        formatted: "+1 202 555 0123",
        country: "US",
        doubtful: false,
      });
    });
  }

  it("knows no country of a number reserved for fiction in the UK", () => {
    assert.deepEqual(parsed("+44 7700 900123"), {
      e164: "+447700900123",
      formatted: "+44 7700 900123",
      country: undefined,
      doubtful: false,
    });
  });

  it("knows the country of an Australian number", () => {
    const { e164, country, doubtful } = parsed("+61 491 570 156");
    assert.deepEqual({ e164, country, doubtful }, { e164: "+61491570156", country: "AU", doubtful: false });
  });

  it("doubts a number that the numbering plan does not have, and takes it", () => {
    // North American area codes do not begin with 1.
    const { e164, doubtful } = parsed(american("123"));
    assert.deepEqual({ e164, doubtful }, { e164: american("123"), doubtful: true });
  });

  for (const [typed, problem] of [
    ["", "empty"],
    ["   ", "empty"],
    [" -() ", "empty"],
    ["202 555 0123", "noCountry"],
    ["07700 900123", "noCountry"],
    ["0491 570 006", "noCountry"],
    ["011 1 202 555 0123", "noCountry"],
    ["00 0", "noCountry"],
    ["+1 202 555 0123 x5", "extension"],
    ["+1 202 555 0123 ext. 5", "extension"],
    ["tel:+12025550123;ext=5", "extension"],
    ["+1 202 555 CALL", "letters"],
    ["call me", "letters"],
    ["+1 202 555 0123, +1 202 555 0124", "letters"],
    ["*100#", "letters"],
    ["+", "tooShort"],
    ["+1", "tooShort"],
    ["+1 202", "tooShort"],
    ["+1 202 555 012", "tooShort"],
    ["+1 202 555 01234", "tooLong"],
    ["+1 202 555 0123 0123", "tooLong"],
    ["+44 7700 900123 0000 0000", "tooLong"],
    ["+0 202 555 0123", "impossible"],
    ["++1 202 555 0123", "impossible"],
    ["+1 202 +555 0123", "impossible"],
    ["+44 (0)7700 900123", "impossible"],
    ["+999 202 555 0123", "impossible"],
  ] as const) {
    it(`finds ${JSON.stringify(typed)} ${problem}`, () => {
      assert.deepEqual(numbers.parse(typed), { ok: false, problem });
    });
  }

  it("gives E.164 or a problem, whatever is typed", () => {
    const typed = fc.string({ unit: fc.constantFrom(...Array.from("+0123456789 -()x.")), maxLength: 24 });
    fc.assert(
      fc.property(fc.oneof(typed, fc.string()), (text) => {
        const result = numbers.parse(text);
        if (result.ok) assert.match(result.number.e164, /^\+[1-9]\d{1,14}$/);
      }),
    );
  });

  it("tells the country of a number as reading the whole of it does", () => {
    const codes = [
      "1202555",
      "1416555",
      "1787555",
      "44770090",
      "4479",
      "4915",
      "7701",
      "7912",
      "61491",
      "390",
      "999",
    ];
    const typed = fc
      .tuple(
        fc.constantFrom(...codes),
        fc.string({ unit: fc.constantFrom(...Array.from("0123456789")), maxLength: 9 }),
      )
      .map(([code, rest]) => `+${code}${rest}`);
    fc.assert(
      fc.property(typed, (text) => {
        const result = numbers.parse(text);
        if (result.ok) assert.equal(numbers.countryOf(text), result.number.country, text);
      }),
      { numRuns: 1000 },
    );
    assert.equal(numbers.countryOf("+12025550100"), "US");
    assert.equal(numbers.countryOf("+61491570006"), "AU");
    for (const text of [
      "+447700900123",
      "",
      "+",
      "12025550100",
      "+1 202 555 0100",
      "+1202555010x",
      "+0123456789",
    ])
      assert.equal(numbers.countryOf(text), undefined, text);
  });

  it("formats what is being typed, and tells where it points to", () => {
    assert.equal(numbers.formatPartial("+1202555"), "+1 202 555");
    assert.equal(numbers.formatPartial("0044 7700 9"), "+44 7700 9");
    assert.equal(numbers.formatPartial(""), "");
    assert.equal(numbers.countryOfPartial("+1 202 555 0123"), "US");
    assert.equal(numbers.countryOfPartial("+1 202 555 01"), undefined);
    assert.equal(numbers.countryOfPartial("+81"), "JP");
    assert.equal(numbers.countryOfPartial("+"), undefined);
    assert.equal(numbers.countryOfPartial("202"), undefined);
  });
});

describe("isReserved", () => {
  it("knows the numbers that nobody has", () => {
    for (const number of [
      "+12025550100",
      "+12025550199",
      american("999"),
      "+447700900000",
      "+447700900999",
      "+61491570006",
      "+61491570156",
    ]) {
      assert.equal(isReserved(number), true, number);
    }
  });

  it("knows no others", () => {
    for (const number of [
      ...["0099", "0200", "1100"].map((last) => `+1202555${last}`),
      american("102"),
      "+120255501000",
      "12025550100",
      ...["899999", "901000"].map((last) => `+447700${last}`),
      "+4477009000000",
      ...["005", "007", "155", "157"].map((last) => `+61491570${last}`),
      "",
    ]) {
      assert.equal(isReserved(number), false, number);
    }
  });
});

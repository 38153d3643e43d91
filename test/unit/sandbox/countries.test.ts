import assert from "node:assert/strict";
import { getCountries } from "libphonenumber-js/min";
import { Countries, isE164 } from "../../../src/sandbox/countries.js";

describe("sandbox: countries and prices", () => {
  const countries = new Countries();

  it("has every country of libphonenumber, by name", () => {
    assert.deepEqual(countries.all.map(({ code }) => code).sort(), [...getCountries()].sort());
    const names = countries.all.map(({ name }) => name);
    assert.deepEqual(
      names,
      [...names].sort((a, b) => a.localeCompare(b, "en")),
    );
    for (const { name, dialCode } of countries.all) {
      assert.ok(name.length > 2, name);
      assert.match(dialCode, /^\+[1-9]\d{0,2}$/);
    }
  });

  it("has plausible prices, with six decimals somewhere, the same every time", () => {
    for (const { priceMicros } of countries.all) {
      assert.ok(Number.isInteger(priceMicros) && priceMicros >= 4000 && priceMicros <= 200_000);
    }
    assert.ok(countries.all.some(({ priceMicros }) => priceMicros % 10 !== 0));
    assert.deepEqual(new Countries().all, countries.all);
  });

  const owners: readonly [string, string | undefined][] = [
    ["+12025550123", "US"],
    ["+447700900123", "GB"],
    ["+61491570006", "AU"],
    ["+61491570156", "AU"],
    ["+10000000000", "US"],
    ["+70000000000", "RU"],
    ["+80000000000", undefined],
    ["+99900000000", undefined],
  ];
  for (const [number, code] of owners) {
    it(`finds ${code ?? "no country"} for ${number}`, () => {
      assert.equal(countries.ofNumber(number)?.code, code);
    });
  }

  it("knows the form of E.164", () => {
    assert.ok(isE164("+1202555"));
    assert.ok(isE164("+123456789012345"));
    assert.ok(!isE164("+1234567890123456"));
    assert.ok(!isE164("+012345678"));
    assert.ok(!isE164("+120255"));
  });
});

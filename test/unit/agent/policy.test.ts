import assert from "node:assert/strict";
import examples from "libphonenumber-js/examples.mobile.json" with { type: "json" };
import { getExampleNumber, type CountryCode } from "libphonenumber-js";
import { forbidden, isPaid, limitsOf } from "../../../src/agent/policy.js";
import { isPlaceholder } from "../../../src/agent/placeholders.js";
import { badEntries, isAllowed } from "../../../src/agent/recipients.js";
import { isReserved, loadPhoneNumbers } from "../../../src/sms/phoneNumber.js";
import { POLICY } from "../support/agents.js";
import { AU_NUMBER, GB_NUMBER, US_NUMBER } from "../support/values.js";

const GB = { e164: GB_NUMBER, country: "GB" };
const US = { e164: US_NUMBER, country: "US" };

describe("the allowed recipients of agents", () => {
  for (const [what, entry, number, allowed] of [
    ["a number", GB_NUMBER, GB, true],
    ["a number as people write it", " +44 (7700) 900-123 ", GB, true],
    ["a number behind the international prefix", "0044 7700 900123", GB, true],
    ["another number", "+447700900124", GB, false],
    ["a number that begins alike", "+4477009001", GB, false],
    ["a country", "gb", GB, true],
    ["another country", "US", GB, false],
    ["a pattern", "+44 7700*", GB, true],
    ["a pattern for one digit", "+44770090012?", GB, true],
    ["a pattern for two digits", "+44770090012??", GB, false],
    ["a pattern with stars everywhere", "+4*7*0*3*", GB, true],
    ["a pattern that ends too soon", "+44*9", GB, false],
    ["a pattern of another country", "+1202*", GB, false],
    ["a pattern of the number's country", "+1202*", US, true],
    ["everybody", "*", GB, false],
    ["everybody with a plus", "+*", GB, false],
    ["a number without its country", "07700 900123", GB, false],
    ["a name", "Alice", GB, false],
    ["nothing", "", GB, false],
    ["what is no text", 44, GB, false],
    ["a regular expression", "+44.*|.*", GB, false],
  ] as const) {
    it(`${allowed ? "are" : "are not"} ${what}`, () => {
      assert.equal(isAllowed(number, [entry]), allowed);
      assert.equal(isAllowed(number, ["+61491570006", entry]), allowed);
    });
  }

  it("allow nobody by a country where the number's is not known", () => {
    assert.equal(isAllowed({ e164: US_NUMBER, country: undefined }, ["US", "CA"]), false);
  });

  it("have what allows nothing named", async () => {
    const numbers = await loadPhoneNumbers();
    const bad = ["*", "+*", "Alice", "", "07700 900123", "UK", "EN", "+12", "+0123456789", 5, null];
    const good = ["+44 7700 900123", "GB", "de", "+1202*", "+44770090012?"];
    assert.deepEqual(
      badEntries([...bad, ...good], (code) => numbers.knowsCountry(code)),
      [...bad.slice(0, -2).map(String), "5", "null"],
    );
  });

  it("are matched in little time", () => {
    const pattern = `+${"1*".repeat(20)}2`;
    const begin = performance.now();
    assert.equal(isAllowed({ e164: "+111111111111111", country: undefined }, [pattern]), false);
    assert.ok(performance.now() - begin < 100);
  });
});

// Made-up numbers are put together as the tests run: one or the other might be somebody's.

/** Digits that go up one by one; 0 comes behind 9. */
function counting(from: number, length: number): string {
  return Array.from({ length }, (_, index) => (from + index) % 10).join("");
}

/** Digits that go down from 9. */
function countingDown(length: number): string {
  return Array.from({ length }, (_, index) => 9 - index).join("");
}

describe("placeholder numbers", () => {
  const reads = loadPhoneNumbers();
  const of = async (e164: string): Promise<boolean> => {
    const parsed = (await reads).parse(e164);
    return isPlaceholder(parsed.ok ? parsed.number : { e164, formatted: e164, doubtful: true });
  };

  const madeUp: Readonly<Record<string, string>> = {
    "reserved in North America": US_NUMBER,
    "reserved in the United Kingdom": GB_NUMBER,
    "reserved in Australia": AU_NUMBER,
    "all fives": `+1${"5".repeat(10)}`,
    "555 as area": `+1555${counting(1, 7)}`,
    "555 as exchange": `+1415555${"2".repeat(4)}`,
    "counting from the country's 1": `+${counting(1, 10)}`,
    "counting, one digit longer": `+${counting(1, 11)}`,
    "counting behind the country's 1": `+1${counting(1, 10)}`,
    "zeros behind the country's 1": `+1${"0".repeat(10)}`,
    "an area and zeros": `+1202${"0".repeat(7)}`,
    "counting behind 49": `+49${counting(1, 10)}`,
    "counting behind 49, shorter": `+49${counting(1, 9)}`,
    "counting down behind 1": `+1${countingDown(10)}`,
    "counting down behind 91": `+91${countingDown(10)}`,
    "nines behind 91": `+91${"9".repeat(10)}`,
    "zeros behind 447": `+447${"0".repeat(9)}`,
    "nines alone": `+${"9".repeat(12)}`,
  };
  for (const [name, number] of Object.entries(madeUp)) {
    it(`are such as ${name}`, async () => {
      assert.equal(await of(number), true);
    });
  }

  it("are none of those that countries give as examples, but for the reserved ones", async () => {
    const countries = Object.keys(examples) as CountryCode[];
    assert.ok(countries.length > 200);
    const refused: string[] = [];
    for (const country of countries) {
      const number = getExampleNumber(country, examples)?.number;
      if (number !== undefined && !isReserved(number) && (await of(number))) refused.push(country);
    }
    assert.deepEqual(refused, []);
  });
});

describe("the policy of agents", () => {
  const now = new Date(2026, 10, 23, 12, 0).getTime();
  const number = { e164: GB_NUMBER, formatted: "+44 7700 900123", doubtful: false };
  const considered = { kind: "other", number, segments: 3 } as const;

  it("rules nothing out that is as it should be", () => {
    assert.equal(forbidden(POLICY, considered, now), undefined);
  });

  it("refuses placeholder numbers where they cost money for nothing", () => {
    assert.deepEqual(forbidden(POLICY, { ...considered, kind: "live" }, now), { code: "placeholderNumber" });
  });

  it("refuses what has too many segments", () => {
    const long = { ...considered, segments: 4 };
    assert.deepEqual(forbidden(POLICY, long, now), { code: "segments", limit: 3, actual: 4 });
    assert.equal(forbidden({ ...POLICY, maxSegments: NaN }, considered, now)?.code, "segments");
  });

  it("refuses in quiet hours, and where they cannot be understood", () => {
    const until = new Date(2026, 10, 23, 13, 0).getTime();
    const quiet = { ...POLICY, quietHours: "11:00-13:00" };
    assert.deepEqual(forbidden(quiet, considered, now), { code: "quietHours", until });
    assert.deepEqual(forbidden({ ...POLICY, quietHours: "at night" }, considered, now), {
      code: "badQuietHours",
    });
  });

  it("forbids nothing in the sandbox", () => {
    const strict = { ...POLICY, maxSegments: 0, quietHours: "00:00-24:00" };
    assert.equal(forbidden(strict, { ...considered, kind: "sandbox" }, now), undefined);
    assert.deepEqual(
      ["live", "other", "sandbox"].map((kind) => isPaid(kind as "live")),
      [true, true, false],
    );
  });

  it("hands its caps on to the journal", () => {
    assert.deepEqual(limitsOf(POLICY), { perSession: 5, perDay: 20, costPerDay: 1_000_000 });
  });
});

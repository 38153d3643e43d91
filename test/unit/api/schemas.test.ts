import assert from "node:assert/strict";
import fc from "fast-check";
import {
  parseCountries,
  parseMessage,
  parseProfile,
  parseSendResult,
  parseServiceStatus,
} from "../../../src/api/schemas.js";
import { US_NUMBER } from "../support/values.js";

/** What is no JSON object at all. */
const NO_OBJECTS = [undefined, null, 0, 1, "", "text", true, [], [null], ["id"]];

describe("parseMessage", () => {
  const full = {
    id: 42,
    status: "delivered",
    to: US_NUMBER,
    body: "Hello",
    sender_id: "MyApp",
    price_usd: "0.010000",
    created_at: "2026-03-01T12:00:00Z",
    updated_at: "2026-03-01 12:00:01",
    delivered_at: 1_772_366_402,
    error: "none",
    nvia_message_id: "abc123",
  };

  it("reads everything, and keeps what it does not know", () => {
    const created = Date.parse("2026-03-01T12:00:00Z");
    assert.deepEqual(parseMessage(full), {
      id: "42",
      status: "delivered",
      to: US_NUMBER,
      body: "Hello",
      senderId: "MyApp",
      price: 10_000,
      createdAt: created,
      updatedAt: created + 1000,
      deliveredAt: created + 2000,
      error: "none",
      raw: full,
    });
  });

  it("takes any envelope", () => {
    for (const envelope of [
      { sms: full },
      { data: full },
      { sms: full, balance: 1 },
      { data: full, links: {} },
    ]) {
      assert.deepEqual(parseMessage(envelope), parseMessage(full));
    }
  });

  it("takes a bare message that has fields named like envelopes", () => {
    const message = { id: 7, sms: { segments: 1 }, data: { note: "x" } };
    assert.equal(parseMessage(message)?.id, "7");
    assert.deepEqual(parseMessage(message)?.raw, message);
    assert.equal(parseMessage({ id: 7, data: [] })?.id, "7");
    assert.equal(parseMessage({ id: 7, sms: null })?.id, "7");
  });

  it("takes ids as numbers and as strings, and nothing without one", () => {
    assert.equal(parseMessage({ id: 42 })?.id, "42");
    assert.equal(parseMessage({ id: "42" })?.id, "42");
    assert.equal(parseMessage({ id: "01J-x_9" })?.id, "01J-x_9");
    assert.equal(parseMessage({ id: 0 })?.id, "0");
    for (const id of ["", null, undefined, true, {}, [1], NaN]) assert.equal(parseMessage({ id }), undefined);
    assert.equal(parseMessage({ status: "sent" }), undefined);
    for (const value of NO_OBJECTS) assert.equal(parseMessage(value), undefined);
  });

  it("lives without any field, and passes over those of another kind", () => {
    const fields = Object.keys(full).filter((key) => !["id", "nvia_message_id"].includes(key));
    const bare = { ...parseMessage({ id: 1 }), raw: undefined };
    assert.deepEqual(
      Object.values(bare).filter((value) => value !== undefined),
      ["1"],
    );
    for (const wrong of [null, {}, [], true]) {
      const broken = Object.fromEntries(fields.map((field) => [field, wrong]));
      assert.deepEqual({ ...parseMessage({ ...broken, id: 1 }), raw: undefined }, bare);
      for (const field of fields) {
        const rest = { ...parseMessage({ ...full, [field]: wrong }) };
        assert.equal(Object.values(rest).filter((value) => value === undefined).length, 1, field);
      }
    }
  });

  it("takes a status that is not documented as text", () => {
    assert.equal(parseMessage({ id: 1, status: "queued" })?.status, "queued");
  });

  it("reads dates, and makes none up", () => {
    const at = (created_at: unknown): number | undefined => parseMessage({ id: 1, created_at })?.createdAt;
    const noon = Date.parse("2026-03-01T12:00:00Z");
    for (const date of [
      "2026-03-01T12:00:00Z",
      "2026-03-01T12:00:00.000000Z",
      "2026-03-01T13:00:00+01:00",
      "2026-03-01 12:00:00",
      "2026-03-01 12:00",
      "2026-03-01T12:00:00.000",
      noon,
      noon / 1000,
    ]) {
      assert.equal(at(date), noon, String(date));
    }
    assert.equal(at("2026-03-01"), Date.parse("2026-03-01T00:00:00Z"));
    for (const date of [
      "",
      "never",
      "5",
      "-1",
      "yesterday 5",
      "2026-13-01 12:00:00",
      "2026-03-01 25:00:00",
    ]) {
      assert.equal(at(date), undefined, date);
    }
    for (const date of [NaN, Infinity, 1e300, -1e300, null, true, {}, []]) assert.equal(at(date), undefined);
  });

  it("gives times that a Date can hold, whatever comes", () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.string(), fc.jsonValue()), (created_at) => {
        const at = parseMessage({ id: 1, created_at })?.createdAt;
        assert.ok(at === undefined || !Number.isNaN(new Date(at).getTime()));
      }),
    );
  });

  it("never throws, whatever comes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const parse of [
          parseMessage,
          parseSendResult,
          parseProfile,
          parseServiceStatus,
          parseCountries,
        ]) {
          parse(value);
        }
      }),
    );
  });
});

describe("parseSendResult", () => {
  it("finds the balance beside the message", () => {
    assert.equal(parseSendResult({ sms: { id: 1 }, balance: "9.990000" })?.balance, 9_990_000);
    assert.equal(parseSendResult({ id: 1, balance: 9.99 })?.balance, 9_990_000);
  });

  it("lives without it", () => {
    for (const balance of [undefined, null, "?", {}]) {
      const result = parseSendResult({ sms: { id: 1 }, balance });
      assert.equal(result?.message.id, "1");
      assert.equal(result.balance, undefined);
    }
    assert.equal(parseSendResult({ balance: 5 }), undefined);
  });
});

describe("parseServiceStatus", () => {
  it("reads the root", () => {
    assert.deepEqual(parseServiceStatus({ api: "SMS for AI", version: "1.0", status: "ok", more: 1 }), {
      api: "SMS for AI",
      version: "1.0",
      status: "ok",
    });
    assert.equal(parseServiceStatus({ api: "x", version: 1.5 })?.version, "1.5");
  });

  it("passes over fields of another kind, and knows what is no such API", () => {
    for (const version of [null, {}, [], true]) {
      assert.equal(parseServiceStatus({ status: "ok", version })?.version, undefined);
    }
    for (const value of [...NO_OBJECTS, {}, { version: "1" }, { api: 1, status: null }]) {
      assert.equal(parseServiceStatus(value), undefined);
    }
  });
});

describe("parseProfile", () => {
  const token = { id: 1, name: "My Agent", permissions: ["sms:send"] };
  const user = { name: "Alice", email: "alice@example.com", credits: "12.345678" };

  it("reads /me", () => {
    assert.deepEqual(parseProfile({ token, user }), {
      tokenName: "My Agent",
      permissions: ["sms:send"],
      userName: "Alice",
      email: "alice@example.com",
      credits: 12_345_678,
    });
  });

  it("lives without fields", () => {
    for (const nothing of [undefined, null, 7, {}]) {
      assert.deepEqual(
        parseProfile({
          token: { name: nothing, permissions: nothing },
          user: { name: nothing, email: nothing, credits: nothing === 7 ? "?" : nothing },
        }),
        { tokenName: undefined, permissions: [], userName: undefined, email: undefined, credits: undefined },
      );
    }
  });

  it("knows what is no profile", () => {
    for (const value of [...NO_OBJECTS, {}, { token }, { user }, { token: [], user: "Alice" }]) {
      assert.equal(parseProfile(value), undefined);
    }
  });
});

describe("parseCountries", () => {
  const us = { country_code: "US", country_name: "United States", dial_code: "+1", price_usd: 0.01 };

  it("reads the list", () => {
    assert.deepEqual(parseCountries([us]), [
      { code: "US", name: "United States", dialCode: "+1", price: 10_000 },
    ]);
    assert.deepEqual(parseCountries([]), []);
  });

  it("takes codes in any writing", () => {
    for (const [dial_code, dialCode] of [
      ["1", "+1"],
      [1, "+1"],
      ["+1 684", "+1684"],
      ["1-684", "+1684"],
      ["00", "+00"],
    ] as const) {
      assert.equal(parseCountries([{ ...us, dial_code }])?.[0]?.dialCode, dialCode);
    }
    assert.equal(parseCountries([{ ...us, country_code: "us" }])?.[0]?.code, "US");
    assert.equal(parseCountries([{ ...us, country_name: null }])?.[0]?.name, "US");
  });

  it("leaves out rows that make no sense", () => {
    const odd = [
      null,
      [],
      "US",
      { ...us, price_usd: null },
      { ...us, price_usd: "?" },
      { ...us, country_code: "USA" },
      { ...us, country_code: undefined },
      { ...us, dial_code: "" },
      { ...us, dial_code: "n/a" },
      { ...us, dial_code: null },
    ];
    assert.equal(parseCountries([...odd, us])?.length, 1);
    assert.equal(parseCountries(odd), undefined);
  });

  it("knows what is no list", () => {
    for (const value of [undefined, null, {}, "", { data: [us] }])
      assert.equal(parseCountries(value), undefined);
  });
});

import assert from "node:assert/strict";
import { refusalDetails, retryAt } from "../../../src/api/refusal.js";

const NOW = Date.parse("2026-03-01T12:00:00Z");

describe("retryAt", () => {
  const table: readonly (readonly [header: string | null, seconds: number | undefined])[] = [
    [null, undefined],
    ["", undefined],
    ["0", 0],
    ["30", 30],
    [" 30 ", 30],
    ["86400", 86_400],
    ["Sun, 01 Mar 2026 12:00:45 GMT", 45],
    ["Sunday, 01-Mar-26 12:00:45 GMT", 45],
    ["Sun, 01 Mar 2026 11:00:00 GMT", 0],
    ["-5", undefined],
    ["1.5", undefined],
    ["1e3", undefined],
    ["soon", undefined],
    ["in 5 minutes", undefined],
    ["99999999999999", undefined],
    ["Sun, 99 Mar 2026 12:00:45 GMT", undefined],
  ];
  for (const [header, seconds] of table) {
    it(`reads ${JSON.stringify(header)}`, () => {
      assert.equal(retryAt(header, NOW), seconds === undefined ? undefined : NOW + seconds * 1000);
    });
  }
});

describe("refusalDetails", () => {
  const read = (body: string): ReturnType<typeof refusalDetails> => refusalDetails(new Headers(), body);
  const nothing = { reason: undefined, fieldErrors: undefined, retryAt: undefined };

  it("reads the provider's form", () => {
    const body = {
      message: "The to field is wrong.",
      errors: { to: ["Not E.164."], body: ["Too long.", "Bad."] },
    };
    assert.deepEqual(read(JSON.stringify(body)), {
      reason: body.message,
      fieldErrors: body.errors,
      retryAt: undefined,
    });
  });

  it("reads errors that are one text, and an `error` in place of a `message`", () => {
    const { reason, fieldErrors } = read('{"error":"No.","errors":{"to":"Not E.164."}}');
    assert.equal(reason, "No.");
    assert.deepEqual(fieldErrors, { to: ["Not E.164."] });
  });

  for (const body of [
    "",
    " ",
    "<!doctype html><title>500</title>",
    '{"message":',
    "null",
    "[]",
    "42",
    '"text"',
    "{}",
    '{"message":null,"errors":null}',
    '{"message":{"text":"x"},"errors":[]}',
    '{"message":7,"errors":{"to":null}}',
    '{"message":"  "}',
  ]) {
    it(`finds nothing in ${JSON.stringify(body)}`, () => {
      assert.deepEqual(read(body), nothing);
    });
  }

  it("keeps one part when the other is of another kind", () => {
    assert.equal(read('{"message":"No.","errors":7}').reason, "No.");
    assert.deepEqual(read('{"message":7,"errors":{"to":["x"]}}').fieldErrors, { to: ["x"] });
  });

  it("clips what is too long", () => {
    const long = "x".repeat(5000);
    const { reason, fieldErrors } = read(JSON.stringify({ message: long, errors: { to: [long] } }));
    assert.equal(reason, `${"x".repeat(500)}…`);
    assert.deepEqual(fieldErrors, { to: [`${"x".repeat(500)}…`] });
  });

  it("reads Retry-After beside a body that says nothing", () => {
    const { retryAt: at } = refusalDetails(new Headers({ "Retry-After": "60" }), "<html>");
    assert.ok(at !== undefined && Math.abs(at - Date.now() - 60_000) < 5000);
  });
});

import assert from "node:assert/strict";
import type { Refusal } from "../../src/agent/refusal.js";
import type { ApiErrorKind } from "../../src/api/errors.js";
import { reasonText } from "../../src/ui/agent/activity/reasonText.js";

/** Whatever the audit trail may keep; the compiler misses a code that is new. */
const CODES: Record<Exclude<Refusal["code"], "limit"> | ApiErrorKind | "journal", true> = {
  invalidInput: true,
  notSignedIn: true,
  badNumber: true,
  emptyText: true,
  textTooLong: true,
  badSenderId: true,
  placeholderNumber: true,
  segments: true,
  quietHours: true,
  badQuietHours: true,
  priceUnknown: true,
  duplicate: true,
  journalUnreadable: true,
  declined: true,
  declinedTooOften: true,
  tooManyQuestions: true,
  cannotAsk: true,
  accountChanged: true,
  cancelled: true,
  unauthorized: true,
  insufficientCredits: true,
  forbidden: true,
  notFound: true,
  validation: true,
  rateLimited: true,
  rejected: true,
  server: true,
  redirected: true,
  offline: true,
  connectionLost: true,
  timeout: true,
  notUnderstood: true,
  invalidToken: true,
  noToken: true,
  journal: true,
};

describe("the reasons among what agents did", () => {
  it("are words for every code", () => {
    const codes = [...Object.keys(CODES), "limit.session", "limit.day", "limit.cost", "badNumber.letters"];
    for (const code of codes) {
      const words = reasonText(code);
      assert.match(words, /^[a-z][\w ,-]+$/, code);
      if (!["cancelled"].includes(code)) assert.notEqual(words, code);
    }
  });

  it("are shown as they are where they are not known, on one line", () => {
    assert.equal(reasonText("limit.moon"), "limit.moon");
    assert.equal(reasonText("new\nline"), "new line");
  });
});

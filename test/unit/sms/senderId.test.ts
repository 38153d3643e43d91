import assert from "node:assert/strict";
import { senderIdProblem, senderIdRisk } from "../../../src/sms/senderId.js";

describe("senderIdProblem", () => {
  for (const [senderId, problem] of [
    ["", undefined],
    ["MyApp", undefined],
    ["A", undefined],
    ["My App 24", undefined],
    ["ABCDEFGHIJK", undefined],
    ["1234567890a", undefined],
    ["ABCDEFGHIJKL", "tooLong"],
    ["12345", "noLetter"],
    ["12 34", "noLetter"],
    [" ", "noLetter"],
    ["My-App", "badCharacter"],
    ["My_App", "badCharacter"],
    ["Café", "badCharacter"],
    ["My\tApp", "badCharacter"],
    ["MyApp\n", "badCharacter"],
    ["+12025550123", "badCharacter"],
    ["😀", "badCharacter"],
  ] as const) {
    it(`finds ${problem ?? "nothing"} in ${JSON.stringify(senderId)}`, () => {
      assert.equal(senderIdProblem(senderId), problem);
    });
  }
});

describe("senderIdRisk", () => {
  it("knows countries that carry none", () => {
    for (const country of ["US", "CA", "PR"]) assert.equal(senderIdRisk(country), "notCarried");
  });

  it("knows countries that want them registered", () => {
    for (const country of ["IN", "SG", "SA", "AU"]) assert.equal(senderIdRisk(country), "registration");
  });

  it("says nothing of others", () => {
    for (const country of ["DE", "SE", "us", "", undefined]) assert.equal(senderIdRisk(country), undefined);
  });
});

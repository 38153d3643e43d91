import assert from "node:assert/strict";
import { dropsSenderId, senderIdProblem } from "../../../src/sms/senderId.js";

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

describe("dropsSenderId", () => {
  it("knows the countries that carry none", () => {
    for (const country of ["US", "CA", "PR"]) assert.equal(dropsSenderId(country), true);
    for (const country of ["GB", "AU", "us", undefined]) assert.equal(dropsSenderId(country), false);
  });
});

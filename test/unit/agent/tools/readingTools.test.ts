import assert from "node:assert/strict";
import { readingTools } from "../../../../src/agent/tools/readingTools.js";
import { SharedReads } from "../../../../src/agent/tools/reads.js";
import { loadPhoneNumbers } from "../../../../src/sms/phoneNumber.js";

describe("a reading tool", () => {
  const { signal } = new AbortController();
  let failures: unknown[];
  const broken = new Error("broken");
  const toolsOf = (): ReturnType<typeof readingTools> => {
    failures = [];
    return readingTools({
      signedIn: () => Promise.reject(broken),
      reads: new SharedReads(),
      numbers: loadPhoneNumbers,
      showContent: () => false,
      preview: () => Promise.resolve({}),
      onFailure: (error) => failures.push(error),
    });
  };

  it("has what went wrong in the log, where it tells a model no more than that", async () => {
    const result = await toolsOf().smsForAi_balance({}, signal);
    assert.equal(result.error, "failed");
    assert.doesNotMatch(JSON.stringify(result), /broken/);
    assert.deepEqual(failures, [broken]);
  });

  it("asks for no id that leads elsewhere, and logs nothing of what a model can mend", async () => {
    for (const id of ["", ".", " .. ", "a".repeat(101)]) {
      const result = await toolsOf().smsForAi_messageStatus({ id }, signal);
      assert.equal(result.error, "badId", id);
      assert.deepEqual(failures, []);
    }
  });
});

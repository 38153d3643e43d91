import assert from "node:assert/strict";
import type { Refusal } from "../../../../src/agent/refusal.js";
import { refusalResult } from "../../../../src/agent/tools/refusalWords.js";

describe("the words of a limit for a model", () => {
  const refusals = (limit: number): [string, Refusal][] => [
    ["smsForAi.agent.maxSegments", { code: "segments", limit, actual: 4 }],
    ["smsForAi.agent.maxMessagesPerSession", { code: "limit", of: "session", limit, used: 0 }],
    ["smsForAi.agent.maxMessagesPerDay", { code: "limit", of: "day", limit, used: 0 }],
    ["smsForAi.agent.maxCostPerDay", { code: "limit", of: "cost", limit, used: 0, cost: 7900 }],
  ];

  it("tell what to do, and which setting a person can change", () => {
    for (const [setting, refusal] of refusals(3)) {
      const { next } = refusalResult(refusal);
      assert.ok(next.endsWith(` The person can change "${setting}".`), next);
      assert.doesNotMatch(next, /nothing/);
    }
  });

  it("do not say that something was used up where nothing is allowed", () => {
    for (const [setting, refusal] of refusals(0)) {
      assert.equal(
        refusalResult(refusal).next,
        `Agents may send nothing: the setting "${setting}" is 0 or no number. Tell the person; do not retry.`,
      );
    }
  });
});

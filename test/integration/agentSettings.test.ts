import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Policy } from "../../src/agent/policy.js";
import { Settings } from "../../src/ui/settings.js";

describe("the settings of agents", () => {
  const GLOBAL = vscode.ConfigurationTarget.Global;
  const set = async (key: string, value: unknown): Promise<void> => {
    await vscode.workspace.getConfiguration("smsForAi.agent").update(key, value, GLOBAL);
  };
  const policy = (): Policy => {
    const settings = new Settings();
    try {
      return settings.agentPolicy;
    } finally {
      settings.dispose();
    }
  };

  for (const [key, inForce, standard] of [
    ["maxMessagesPerSession", 2, 5],
    ["maxMessagesPerDay", 2, 20],
    ["maxCostPerDay", 2_500_000, 1_000_000],
    ["maxSegments", 2, 3],
  ] as const) {
    it(`allow nothing by a ${key} that is no number, and no more than its range`, async () => {
      assert.equal(policy()[key], standard);
      try {
        for (const [value, expected] of [
          [2.5, inForce],
          ["2", 0],
          [null, 0],
          [{}, 0],
          [-1, 0],
        ] as const) {
          await set(key, value);
          assert.equal(policy()[key], expected, JSON.stringify(value));
        }
        await set(key, 1e12);
        assert.ok(policy()[key] <= 1_000_000_000);
      } finally {
        await set(key, undefined);
      }
    });
  }

  it("take what is no list, no hours and no clear no for the narrower one", async () => {
    const recipients = { allowedRecipients: { DE: true }, quietHours: 22, dryRun: "false" };
    try {
      for (const [key, value] of Object.entries(recipients)) await set(key, value);
      const { allowedRecipients, quietHours, dryRun } = policy();
      assert.deepEqual([allowedRecipients, quietHours, dryRun], [['{"DE":true}'], "22", true]);
    } finally {
      for (const key of Object.keys(recipients)) await set(key, undefined);
    }
  });
});

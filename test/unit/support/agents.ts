import type { Policy } from "../../../src/agent/policy.js";

/** The policy of the settings' defaults. */
export const POLICY: Policy = {
  allowedRecipients: [],
  maxMessagesPerSession: 5,
  maxMessagesPerDay: 20,
  maxCostPerDay: 1_000_000,
  maxSegments: 3,
  quietHours: "",
  dryRun: false,
};

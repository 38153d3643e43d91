import * as z from "zod/mini";
import type { ActivityRecord } from "./activity.js";

const activityRecord = z.object({
  time: z.number(),
  tool: z.string(),
  session: z.string(),
  account: z.optional(
    z.object({ id: z.string(), kind: z.enum(["live", "sandbox", "other"]), label: z.string() }),
  ),
  to: z.optional(z.string()),
  country: z.optional(z.string()),
  segments: z.optional(z.number()),
  cost: z.optional(z.number()),
  outcome: z.enum(["sent", "unknown", "notSent", "dryRun", "refused"]),
  reason: z.optional(z.string()),
  messageId: z.optional(z.string()),
});

/** What a line of the audit trail says, or `undefined` if it is damaged. */
export function parseActivity(line: string): ActivityRecord | undefined {
  try {
    return activityRecord.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

import type { MicroUsd } from "../api/schemas.js";

/** What a person allows agents, as the settings say it. Nothing of it applies to the sandbox but `dryRun`. */
export interface Policy {
  /** Numbers in E.164, ISO 3166-1 alpha-2 countries, patterns with `*` and `?`; one that is none allows nothing. */
  readonly allowedRecipients: readonly string[];
  /** A session is one life of a window's extension host. */
  readonly maxMessagesPerSession: number;
  /** In any 24 hours, over all windows and paid accounts, like the cost. */
  readonly maxMessagesPerDay: number;
  readonly maxCostPerDay: MicroUsd;
  readonly maxSegments: number;
  /** `22:00-07:00`, by this machine's clock; empty for none. */
  readonly quietHours: string;
  /** Everything but the reservation and the request. */
  readonly dryRun: boolean;
}

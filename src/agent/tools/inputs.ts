import * as z from "zod/mini";
import { STATUS_FILTERS } from "../../api/statusFilter.js";
import type { ReadingToolName } from "./names.js";

const text = z.string();
const whole = z.number().check(z.refine((value) => Number.isInteger(value)));

/**
 * What each reading tool takes, as the JSON schemas in package.json say it (a test holds the two together). VS Code
 * passes on whatever a model makes up, so it is read here. Types and keys only: lengths and forms are answered with
 * words that a model can act on, and the schemas keep to the few keywords that every model's provider takes.
 */
export const INPUTS = {
  smsForAi_estimateSms: z.strictObject({ text, to: z.optional(text), senderId: z.optional(text) }),
  smsForAi_listMessages: z.strictObject({
    status: z.optional(z.enum(STATUS_FILTERS)),
    recipient: z.optional(text),
    limit: z.optional(whole),
    page: z.optional(whole),
  }),
  smsForAi_messageStatus: z.strictObject({ id: text }),
  smsForAi_balance: z.strictObject({}),
  smsForAi_countryPrice: z.strictObject({ country: text }),
} as const satisfies Readonly<Record<ReadingToolName, z.ZodMiniType>>;

/** The input of a reading tool. */
export type ToolInput<Name extends ReadingToolName> = z.infer<(typeof INPUTS)[Name]>;

/** An input, or what is wrong with it: a line for each fault, for a model. */
export type ReadInput<T> =
  { readonly ok: true; readonly input: T } | { readonly ok: false; readonly faults: readonly string[] };

/** Reads what a model gave to a tool. */
export function readInput<T>(schema: z.ZodMiniType<T>, given: unknown): ReadInput<T> {
  const parsed = schema.safeParse(given);
  return parsed.success
    ? { ok: true, input: parsed.data }
    : { ok: false, faults: parsed.error.issues.slice(0, MAX_FAULTS).map(faultText) };
}

/** Inputs can be wrong in any number of places; a model needs the first few. */
const MAX_FAULTS = 8;

/** Keys are ours or the model's own; values are not repeated. */
function faultText(issue: z.core.$ZodIssue): string {
  const key = issue.path.map(String).join(".").slice(0, 60);
  const where = key === "" ? "the input" : `"${key}"`;
  switch (issue.code) {
    case "unrecognized_keys":
      return `unknown: ${issue.keys
        .slice(0, MAX_FAULTS)
        .map((unknown) => JSON.stringify(unknown.slice(0, 60)))
        .join(", ")}`;
    case "invalid_type":
      return `${where} must be of type ${issue.expected}`;
    case "invalid_value":
      return `${where} must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    default:
      return `${where} must be a whole number`;
  }
}

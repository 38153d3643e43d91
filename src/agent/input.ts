import * as z from "zod/mini";
import type { Refusal } from "./refusal.js";

/** What an agent says when it wants to send. */
export interface AgentSendInput {
  /** International: no country is assumed. */
  readonly to: string;
  readonly text: string;
  readonly senderId?: string | undefined;
}

const sendInput = z.strictObject({
  to: z.string(),
  text: z.string(),
  senderId: z.optional(z.string()),
});

/** Longer names of fields than these are cut where they are told: they are the agent's words. */
const MAX_FIELD = 40;

/** An input that can be worked with, or why it cannot. */
export type InputResult =
  { readonly ok: true; readonly input: AgentSendInput } | { readonly ok: false; readonly refusal: Refusal };

/** Reads an agent's input, which nobody else has checked: VS Code does not enforce a tool's schema. */
export function parseSendInput(value: unknown): InputResult {
  const parsed = sendInput.safeParse(value);
  if (parsed.success) return { ok: true, input: parsed.data };
  const [issue] = parsed.error.issues;
  if (issue?.code === "unrecognized_keys")
    return refuse((issue.keys[0] ?? "").slice(0, MAX_FIELD), "unknownField");
  const field = issue?.path[0];
  if (field === undefined) return refuse(undefined, "wrongType");
  const name = String(field);
  const isMissing = (value as Readonly<Record<string, unknown>>)[name] === undefined;
  return refuse(name, isMissing ? "missing" : "wrongType");
}

function refuse(
  field: string | undefined,
  problem: "missing" | "wrongType" | "unknownField",
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code: "invalidInput", field, problem } };
}

import type * as z from "zod/mini";
import { balance } from "./balance.js";
import { countryPrice } from "./countryPrice.js";
import { estimate, type Preview } from "./estimate.js";
import { failureOf, UNEXPECTED, type Failure } from "./failure.js";
import { INPUTS, readInput } from "./inputs.js";
import { listMessages } from "./listMessages.js";
import { messageStatus } from "./messageStatus.js";
import type { ReadingToolName } from "./names.js";
import type { ReadingParts } from "./readingParts.js";

/** What a model reads of a tool's work: a JSON object. */
export type ToolResult = Readonly<Record<string, unknown>>;

/** A reading tool: gets whatever the model gave. Failures are results. */
export type ReadingTool = (given: unknown, signal: AbortSignal) => Promise<ToolResult | Failure>;

/** The tools that only read; each answers failures in words that a model can act on, and never throws. */
export function readingTools(
  parts: ReadingParts & { readonly preview: Preview },
): Readonly<Record<ReadingToolName, ReadingTool>> {
  return {
    smsForAi_estimateSms: tool(parts, INPUTS.smsForAi_estimateSms, (input, signal) =>
      estimate(parts, input, signal),
    ),
    smsForAi_listMessages: tool(parts, INPUTS.smsForAi_listMessages, (input, signal) =>
      listMessages(parts, input, signal),
    ),
    smsForAi_messageStatus: tool(parts, INPUTS.smsForAi_messageStatus, (input, signal) =>
      messageStatus(parts, input, signal),
    ),
    smsForAi_balance: tool(parts, INPUTS.smsForAi_balance, (_, signal) => balance(parts, signal)),
    smsForAi_countryPrice: tool(parts, INPUTS.smsForAi_countryPrice, (input, signal) =>
      countryPrice(parts, input, signal),
    ),
  };
}

function tool<T>(
  { onFailure }: ReadingParts,
  schema: z.ZodMiniType<T>,
  work: (input: T, signal: AbortSignal) => Promise<ToolResult>,
): ReadingTool {
  return async (given, signal) => {
    const read = readInput(schema, given);
    if (!read.ok) return invalidInput(read.faults);
    try {
      return await work(read.input, signal);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.error === UNEXPECTED) onFailure?.(error);
      return failure;
    }
  };
}

/** What a model gave does not fit the tool's schema. */
function invalidInput(faults: readonly string[]): Failure & { readonly faults: readonly string[] } {
  return { error: "invalidInput", faults, next: "Call the tool again with input that fits its schema." };
}

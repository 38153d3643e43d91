import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import type { Refusal } from "../refusal.js";

/** What a tool answers: JSON after the tool's output schema, and a sentence on what the JSON does not say. */
export interface ToolAnswer {
  readonly json: Readonly<Record<string, unknown>>;
  readonly sentence?: string;
}

/** The JSON also stands in the text, for clients that pass on no other (the specification asks for it). */
export function toolResult({ json, sentence }: ToolAnswer): CallToolResult {
  const text = JSON.stringify(json);
  return {
    structuredContent: { ...json },
    content: [
      ...(sentence === undefined ? [] : [{ type: "text" as const, text: sentence }]),
      { type: "text", text },
    ],
  };
}

/**
 * A refusal in the server's words: status, message, the reasons of each field, and what to do next.
 * @param mayHaveSent whether the tool sends, so that a failure leaves in doubt what it did
 */
export function refusalResult(refusal: Refusal, mayHaveSent: boolean): CallToolResult {
  const { status, message, errors, headers } = refusal;
  const seconds = headers["Retry-After"];
  const lines = [
    `Error ${status}: ${message}`,
    ...Object.entries(errors ?? {}).map(([field, reasons]) => `${field}: ${reasons.join(" ")}`),
    ...(seconds === undefined ? [] : [`Try again in ${seconds} seconds.`]),
    ...(mayHaveSent && status >= 500
      ? ["A message may have been accepted all the same: look at list_sms before you send it again."]
      : []),
  ];
  return { content: [{ type: "text", text: lines.join("\n") }], isError: true };
}

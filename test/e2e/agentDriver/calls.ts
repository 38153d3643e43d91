/** Where the driver finds what to call, and where it writes what came back: files in the workspace. */
export const CALLS_FILE = "agent-calls.json";
export const RESULTS_FILE = "agent-results.json";

/** A call of a tool. */
export interface ToolCall {
  readonly name: string;
  readonly input: unknown;
}

/** What came back of a call. */
export type ToolOutcome = { readonly texts: readonly string[] } | { readonly threw: string };

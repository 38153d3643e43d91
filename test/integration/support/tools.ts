import assert from "node:assert/strict";
import * as vscode from "vscode";

/** What a model would read: the JSON that a tool answers with. */
export type Answer = Readonly<Record<string, unknown>>;

/** Calls a tool as an agent does, without a chat. */
export async function callTool(name: string, input: unknown): Promise<Answer> {
  const result = await vscode.lm.invokeTool(name, {
    input: input as object,
    toolInvocationToken: undefined,
  });
  return answerOf(result);
}

/** The one JSON object that a result holds. */
export function answerOf({ content }: vscode.LanguageModelToolResult): Answer {
  assert.equal(content.length, 1);
  const [part] = content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  const answer = JSON.parse(part.value) as unknown;
  assert.ok(typeof answer === "object" && answer !== null);
  return answer as Answer;
}

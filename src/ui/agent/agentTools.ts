import * as vscode from "vscode";
import type { AgentSender } from "../../agent/agentSender.js";
import { SEND_TOOL, type ReadingToolName, type ToolName } from "../../agent/tools/names.js";
import type { ReadingTool } from "../../agent/tools/readingTools.js";
import { sendResult } from "../../agent/tools/sendResult.js";
import { confirmationOf, sendingText } from "./confirmation.js";

/** What the tools work with: whoever makes them says who asks, which the tests need. */
export interface AgentToolsParts {
  readonly sender: Pick<AgentSender, "prepare" | "send">;
  readonly reading: Readonly<Record<ReadingToolName, ReadingTool>>;
}

/** The tools as VS Code calls them. What goes wrong is told in the result; only a cancel is an exception. */
export class AgentTools {
  readonly #parts: AgentToolsParts;

  constructor(parts: AgentToolsParts) {
    this.#parts = parts;
  }

  /**
   * What VS Code shows while the tool runs, and, for a send that it may confirm, the question.
   * @param input whatever the model made up
   */
  async prepare(
    name: ToolName,
    input: unknown,
    token: vscode.CancellationToken,
  ): Promise<vscode.PreparedToolInvocation> {
    if (name !== SEND_TOOL) return { invocationMessage: readingText(name) };
    const prepared = await withSignal(token, (signal) => this.#parts.sender.prepare(input, signal));
    switch (prepared.consent) {
      case "refused":
        return { invocationMessage: vscode.l10n.t("Checking an SMS") };
      case "modal":
        return { invocationMessage: sendingText(prepared.question) };
      case "confirmation":
        return {
          invocationMessage: sendingText(prepared.question),
          confirmationMessages: confirmationOf(prepared.question),
        };
    }
  }

  /**
   * Does what the tool is for.
   * @param input whatever the model made up
   * @throws vscode.CancellationError
   */
  async invoke(
    name: ToolName,
    input: unknown,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const result = await withSignal(token, async (signal) =>
      name === SEND_TOOL
        ? sendResult(await this.#parts.sender.send(input, { signal, tool: name }))
        : this.#parts.reading[name](input, signal),
    );
    // What became of a send is told in any case.
    if (token.isCancellationRequested && name !== SEND_TOOL) throw new vscode.CancellationError();
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(result))]);
  }
}

async function withSignal<T>(
  token: vscode.CancellationToken,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  const subscription = token.onCancellationRequested(() => {
    abort.abort();
  });
  try {
    return await work(abort.signal);
  } finally {
    subscription.dispose();
  }
}

function readingText(name: ReadingToolName): string {
  switch (name) {
    case "smsForAi_estimateSms":
      return vscode.l10n.t("Estimating an SMS");
    case "smsForAi_listMessages":
      return vscode.l10n.t("Reading the list of SMS messages");
    case "smsForAi_messageStatus":
      return vscode.l10n.t("Asking for the status of an SMS");
    case "smsForAi_balance":
      return vscode.l10n.t("Asking for the SMS balance");
    case "smsForAi_countryPrice":
      return vscode.l10n.t("Looking up the price of an SMS");
  }
}

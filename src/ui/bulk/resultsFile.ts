import * as vscode from "vscode";
import { ResultsFile, resultsText } from "../../core/bulk/results.js";
import type { RunState } from "../../core/bulk/runState.js";
import { foreignText } from "../errorText.js";
import type { Parts } from "../parts.js";

/** Writes an empty results file, and tells if that cannot be done. */
export async function resultsWritable({ notifier }: Parts, uri: vscode.Uri): Promise<boolean> {
  try {
    await write(uri, resultsText({ rows: new Map() }));
    return true;
  } catch (error) {
    notifier.record("smsForAi.sendToMany", error);
    const why = error instanceof Error ? foreignText(error.message) : "";
    const text = vscode.l10n.t("Nothing was sent: the results cannot be written. {0}", why);
    void notifier.offer("error", text, []);
    return false;
  }
}

/** The results file of a run; `undefined` if it has none. */
export function resultsFileOf(state: () => RunState): ResultsFile | undefined {
  const { results } = state().header;
  if (results === undefined) return undefined;
  const uri = vscode.Uri.parse(results, true);
  return new ResultsFile((text) => write(uri, text), state);
}

/** Opens the results of a run. */
export async function openResults(results: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.parse(results, true));
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

import * as vscode from "vscode";
import type { DamagedRun, InterruptedRun } from "../../core/bulk/runs.js";
import { foreignText } from "../errorText.js";
import type { Parts } from "../parts.js";

/** The runs that can go on. Whoever finds a journal that cannot be trusted tells of it. */
export async function findRuns(parts: Parts): Promise<readonly InterruptedRun[]> {
  const runs = await parts.runs();
  const { interrupted, damaged } = await runs.find((entry) => parts.outbox.adopt(entry));
  for (const run of damaged) tellDamaged(parts, run);
  return interrupted;
}

function tellDamaged({ notifier, storage }: Parts, { file, state }: DamagedRun): void {
  notifier.record("runs", new Error("damaged"));
  const text =
    state === undefined
      ? vscode.l10n.t(
          "The journal of sending to many is damaged, and was kept aside. Nothing more is sent from it. Look in the messages for what was sent.",
        )
      : vscode.l10n.t(
          "The journal of sending to many from {0} is damaged, and was kept aside. Nothing more is sent from it. Look in the messages for what was sent.",
          foreignText(state.header.source),
        );
  void notifier.offer("warning", text, [
    {
      title: vscode.l10n.t("Open Record"),
      run: () => vscode.window.showTextDocument(vscode.Uri.joinPath(storage, file)),
    },
  ]);
}

import * as vscode from "vscode";
import type { DamagedRun } from "../../core/bulk/runs.js";
import { foreignText } from "../errorText.js";
import type { Notifier } from "../notifier.js";
import type { Parts } from "../parts.js";
import { resultsFileOf } from "./resultsFile.js";
import { offerRun } from "./resume.js";

/**
 * Offers each unfinished run once, and tells of journals that cannot be trusted.
 * @param offered the ids of those that were offered before
 * @returns when to look again, ms since the epoch: another window may have died over a run
 */
export async function offerRuns(parts: Parts, offered: Set<string>): Promise<number | undefined> {
  await settleRuns(parts);
  const runs = await parts.runs();
  const { interrupted, damaged } = await runs.find((entry) => parts.outbox.adopt(entry));
  for (const run of damaged) tellDamaged(parts.notifier, parts.storage, run);
  const others = interrupted.filter(({ state }) => !parts.activeRuns.has(state.header.id));
  for (const run of others) {
    const { id } = run.state.header;
    if (run.heldUntil > 0 || offered.has(id)) continue;
    offered.add(id);
    offerRun(parts, run);
  }
  const held = others.map(({ heldUntil }) => heldUntil).filter((until) => until > 0);
  return held.length === 0 ? undefined : Math.min(...held);
}

/** Takes what became of rows of unknown outcome into their runs and results. */
export async function settleRuns({ runs, outbox, notifier }: Parts): Promise<void> {
  const changed = await (await runs()).settle((id) => outbox.settlement(id));
  for (const state of changed) {
    const results = resultsFileOf(() => state);
    await results?.flush();
    if (results?.failure !== undefined) notifier.record("results", results.failure);
  }
}

function tellDamaged(notifier: Notifier, storage: vscode.Uri, { file, state }: DamagedRun): void {
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

import * as vscode from "vscode";
import type { RunEnd, RunProgress } from "../../core/bulk/run.js";
import type { RunJournal } from "../../core/bulk/runJournal.js";
import type { SignedIn } from "../../core/session.js";
import { errorText, foreignText } from "../errorText.js";
import { runnable, type OfferedStep } from "../notifier.js";
import type { Parts } from "../parts.js";
import { accountBadge } from "../words.js";
import { openResults } from "./resultsFile.js";
import { pauseText, totalText } from "./runWords.js";
import { settleRuns } from "./settleRuns.js";

/** A run that has ended in this window. */
export interface EndedRun {
  readonly signedIn: SignedIn;
  readonly journal: RunJournal;
  readonly progress: RunProgress;
  readonly end: RunEnd;
  /** What kept the results from being written. */
  readonly resultsFailure: unknown;
  readonly resume: (id: string) => Promise<void>;
}

/** Tells how a run ended, with the ways on. */
export async function tellEnd(parts: Parts, ended: EndedRun): Promise<void> {
  const { end, progress, journal, signedIn } = ended;
  const { header } = journal.state;
  const badge = accountBadge(signedIn.account);
  const open = resultSteps(ended);
  const resume: OfferedStep = {
    title: vscode.l10n.t("Resume"),
    run: () => ended.resume(header.id),
  };
  void parts.balance.refresh();
  const total = totalText(progress) + resultsText(ended);
  switch (end.kind) {
    case "done": {
      const isGood = progress.failed + progress.unknown === 0 && ended.resultsFailure === undefined;
      void parts.notifier.offer(isGood ? "info" : "warning", `${badge}: ${total}`, open);
      await (await parts.runs()).compact(journal);
      // Of some that were unknown it may have turned out meanwhile.
      if (progress.unknown > 0) await settleRuns(parts);
      return;
    }
    case "stopped":
      void parts.notifier.offer("info", vscode.l10n.t("{0}: stopped. {1}", badge, total), [resume, ...open]);
      return;
    case "paused": {
      parts.notifier.record("smsForAi.sendToMany", end.error);
      const { message, steps } = errorText(end.error);
      const why = end.reason === "takenOver" ? "" : ` ${message}`;
      const text = `${badge}: ${pauseText(end.reason)}${why} ${total}`;
      const ways = end.reason === "takenOver" ? open : [resume, ...open, ...steps.map(runnable)];
      void parts.notifier.offer("warning", text, ways);
    }
  }
}

function resultSteps({ journal }: EndedRun): OfferedStep[] {
  const { results } = journal.state.header;
  if (results === undefined) return [];
  return [{ title: vscode.l10n.t("Open Results"), run: () => openResults(results) }];
}

function resultsText({ resultsFailure }: EndedRun): string {
  if (resultsFailure === undefined) return "";
  const why = resultsFailure instanceof Error ? foreignText(resultsFailure.message) : "";
  return ` · ${vscode.l10n.t("the results could not be written: {0}", why)}`;
}

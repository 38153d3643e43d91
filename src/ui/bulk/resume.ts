import * as vscode from "vscode";
import { RunGoneError, RunHeldError, type InterruptedRun } from "../../core/bulk/runs.js";
import type { RunState } from "../../core/bulk/runState.js";
import { firstWords } from "../../sms/visibleText.js";
import { foreignText } from "../errorText.js";
import type { Parts } from "../parts.js";
import { accountBadge, accountLine, fullTime } from "../words.js";
import { findRuns } from "./findRuns.js";
import { guardRun } from "./guardRun.js";
import { sendRun } from "./runner.js";

/** Shows what is left of a run, and goes on with it or gives it up, as a person says. */
export async function resumeRun(parts: Parts, id: string): Promise<void> {
  const run = (await findRuns(parts)).find(({ state }) => state.header.id === id);
  if (run === undefined) {
    void parts.notifier.offer("info", vscode.l10n.t("This is not to be sent any more."), []);
    return;
  }
  const resume = vscode.l10n.t("Resume");
  const discard = vscode.l10n.t("Discard");
  const { header } = run.state;
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("{0}: go on sending to many?", accountBadge(header.account)),
    { modal: true, detail: detailOf(run.state) },
    resume,
    discard,
  );
  if (answer === resume) await continueRun(parts, id);
  else if (answer === discard) await giveUp(parts, id);
}

/** Goes on with a run, without asking once more, unless something of it went by another way meanwhile. */
export async function continueRun(parts: Parts, id: string): Promise<void> {
  const runs = await parts.runs();
  try {
    const journal = await runs.open(id);
    const { account } = journal.state.header;
    const signedIn = await parts.session.reach(account.id);
    const isSame = signedIn?.account.baseUrl === account.baseUrl;
    if (signedIn === undefined || !isSame) {
      await journal.lease.release();
      const text = vscode.l10n.t(
        "The account that this was begun with ({0}) is signed out.",
        accountBadge(account),
      );
      void parts.notifier.offer("warning", text, []);
      return;
    }
    if (!(await guardRun(parts, journal, new Set()))) {
      await journal.lease.release();
      return;
    }
    await sendRun(parts, signedIn, journal, (run) => continueRun(parts, run));
  } catch (error) {
    tellRefusal(parts, error);
  }
}

/** Gives up what is left of a run. What may have been sent of it stays with the texts that may have been sent. */
export async function giveUp(parts: Parts, id: string): Promise<void> {
  const runs = await parts.runs();
  try {
    const journal = await runs.discard(id, (entry) => parts.outbox.adopt(entry));
    const { resultsFileOf } = await import("./resultsFile.js");
    await resultsFileOf(() => journal.state)?.flush();
    await runs.compact(journal);
  } catch (error) {
    tellRefusal(parts, error);
  }
}

/** Tells of a run that was left unfinished. */
export function offerRun(parts: Parts, { state }: InterruptedRun): void {
  const { header, rows } = state;
  const left = [...rows.values()].filter((row) => row.state === "pending").length;
  const text = vscode.l10n.t(
    "{0}: sending to many from {1} was interrupted, {2} of {3} are left.",
    accountBadge(header.account),
    foreignText(firstWords(header.source, 60)),
    left,
    header.rows,
  );
  void parts.notifier.offer("warning", text, [
    { title: vscode.l10n.t("Resume…"), run: () => resumeRun(parts, header.id) },
    { title: vscode.l10n.t("Discard"), run: () => giveUp(parts, header.id) },
  ]);
}

function tellRefusal(parts: Parts, error: unknown): void {
  if (error instanceof RunHeldError) {
    const time = new Date(error.until).toLocaleTimeString(vscode.env.language);
    const text = vscode.l10n.t(
      "Another window is sending this, or was until a moment ago. If that window is closed, try again at {0}.",
      time,
    );
    void parts.notifier.offer("warning", text, []);
  } else if (error instanceof RunGoneError) {
    void parts.notifier.offer("info", vscode.l10n.t("This is not to be sent any more."), []);
  } else {
    throw error;
  }
}

function detailOf({ header, rows }: RunState): string {
  const count = (...wanted: readonly string[]): number =>
    [...rows.values()].filter(({ state }) => wanted.includes(state)).length;
  const [failed, unknown] = [count("failed"), count("unknown", "underWay")];
  return [
    accountLine(header.account),
    vscode.l10n.t("From: {0}", firstWords(header.source, 100)),
    vscode.l10n.t("Begun {0}", fullTime(header.createdAt)),
    vscode.l10n.t("{0} sent", count("sent")),
    ...(failed === 0 ? [] : [vscode.l10n.t("{0} not sent", failed)]),
    ...(unknown === 0 ? [] : [vscode.l10n.t("{0} may have been sent: they are not sent again", unknown)]),
    vscode.l10n.t("{0} left", count("pending")),
    "",
    firstWords(header.template, 200),
  ].join("\n");
}

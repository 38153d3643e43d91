import * as vscode from "vscode";
import type { Plan } from "../../core/bulk/plan.js";
import type { RunRow } from "../../core/bulk/runLines.js";
import { Breather } from "../../core/bulk/breather.js";
import { takeBaseline } from "../../core/journal/pages.js";
import type { SignedIn } from "../../core/session.js";
import { JournalError } from "../../core/sending.js";
import type { Parts } from "../parts.js";
import { guardRun } from "./guardRun.js";
import { continueRun, giveUp } from "./resume.js";
import { sendRun } from "./runner.js";

/** What a person has said yes to. */
export interface AcceptedRun {
  readonly signedIn: SignedIn;
  readonly plan: Plan;
  readonly template: string;
  readonly senderId: string;
  readonly source: string;
  readonly results: vscode.Uri | undefined;
  /** Rows of which it is known that the same went lately. */
  readonly accepted: ReadonlySet<number>;
}

/** How long to wait for the list of messages of before, in ms. */
const PATIENCE = 4000;

/** Writes the run down and sends it. False if it was given up before the first text. */
export async function startRun(parts: Parts, run: AcceptedRun): Promise<boolean> {
  const { signedIn, template, senderId, source, results } = run;
  const { id, label, baseUrl, kind } = signedIn.account;
  const [rows, baseline] = await Promise.all([
    rowsOf(parts, run),
    takeBaseline(signedIn, PATIENCE, undefined),
  ]);
  const runs = await parts.runs();
  const journal = await runs
    .create(
      {
        id: crypto.randomUUID(),
        createdAt: Date.now(),
        account: { id, label, baseUrl, kind },
        template,
        senderId,
        source,
        results: results?.toString(),
        baseline: baseline?.ids,
        clockOffset: baseline?.clockOffset,
      },
      rows,
    )
    .catch((error: unknown) => {
      throw new JournalError(error);
    });
  // It is written down now, so that of two windows with the same texts one at least sees the other here.
  if (!(await guardRun(parts, journal, run.accepted))) {
    await journal.lease.release();
    await giveUp(parts, journal.state.header.id);
    void parts.notifier.offer("info", vscode.l10n.t("Nothing was sent."), []);
    return false;
  }
  await sendRun(parts, signedIn, journal, (id) => continueRun(parts, id));
  return true;
}

async function rowsOf(parts: Parts, { signedIn, plan, template }: AcceptedRun): Promise<RunRow[]> {
  const { hash } = await parts.journal();
  const breather = new Breather();
  const rows: RunRow[] = [];
  for (const { row, number, body, cost } of plan.texts) {
    await breather.breathe();
    rows.push({
      row,
      to: number.e164,
      ...(body === template ? {} : { body }),
      hash: await hash.hash(signedIn.account.id, number.e164, body),
      ...(cost === undefined ? {} : { cost }),
    });
  }
  return rows;
}

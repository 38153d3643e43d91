import * as vscode from "vscode";
import { Run, type RunEnd, type RunProgress } from "../../core/bulk/run.js";
import type { RunJournal } from "../../core/bulk/runJournal.js";
import type { SignedIn } from "../../core/session.js";
import type { Parts } from "../parts.js";
import { accountBadge } from "../words.js";
import { resultsFileOf } from "./resultsFile.js";
import { progressText, waitingText } from "./runWords.js";
import { tellEnd } from "./runEnd.js";

/** How often the progress is told, in ms. */
const EVERY = 250;

/**
 * Sends what is left of a run, with a progress that can be cancelled, and tells how it ended.
 * @param resume goes on with it later, if a person wants it
 */
export async function sendRun(
  parts: Parts,
  signedIn: SignedIn,
  journal: RunJournal,
  resume: (id: string) => Promise<void>,
): Promise<void> {
  const { header } = journal.state;
  const results = resultsFileOf(() => journal.state);
  let tell: () => void = () => undefined;
  const run = new Run({
    journal,
    send: (text, options) => parts.outbox.send(signedIn, text, options),
    adopt: (entry) => parts.outbox.adopt(entry),
    onProgress: () => {
      results?.changed();
      tell();
    },
  });
  const ended = run.go();
  const remove = parts.activeRuns.add(header.id, {
    accountId: header.account.id,
    leave: async () => {
      run.stop();
      await journal.lease.release();
    },
    stop: async () => {
      run.stop();
      await ended;
    },
  });
  let end: RunEnd;
  try {
    const title = vscode.l10n.t("{0}: sending to many", accountBadge(signedIn.account));
    await withProgress(title, ended, {
      begin: (report) => {
        tell = throttled(() => {
          report(run.progress);
        });
        tell();
      },
      cancel: () => {
        run.stop();
      },
    });
    if (!(await isOver(ended))) await waitForLast(run, ended);
    end = await ended;
    await results?.flush();
    // Whoever goes on with it, or does away with it, need not wait.
    await journal.lease.release().catch((error: unknown) => {
      // A disk that refuses is no reason not to tell how it ended: the lease runs out by itself.
      parts.notifier.record("runs", error);
    });
  } finally {
    remove();
  }
  await tellEnd(parts, {
    signedIn,
    journal,
    progress: run.progress,
    end,
    resultsFailure: results?.failure,
    resume,
  });
}

/** Shows how far it is until it has ended or a person cancels it. */
async function withProgress(
  title: string,
  ended: Promise<RunEnd>,
  { begin, cancel }: { begin: (report: (progress: RunProgress) => void) => void; cancel: () => void },
): Promise<void> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  await vscode.window.withProgress(options, async (progress, token) => {
    let told = 0;
    begin((state) => {
      const done = (100 * (state.sent + state.failed + state.unknown)) / Math.max(1, state.total);
      progress.report({ message: progressText(state), increment: Math.max(0, done - told) });
      told = Math.max(told, done);
    });
    const cancelled = new Promise<void>((resolve) => {
      token.onCancellationRequested(() => {
        cancel();
        resolve();
      });
    });
    await Promise.race([ended, cancelled]);
  });
}

/** After a cancel: those under way come to their end, unless a person cancels that too. */
async function waitForLast(run: Run, ended: Promise<RunEnd>): Promise<void> {
  const options = { location: vscode.ProgressLocation.Notification, title: waitingText(), cancellable: true };
  await vscode.window.withProgress(options, async (_progress, token) => {
    token.onCancellationRequested(() => {
      run.abort();
    });
    await ended;
  });
}

/** Whether it ends within a moment, so that nobody has to read that it is waited for. */
async function isOver(ended: Promise<RunEnd>): Promise<boolean> {
  const soon = new Promise<false>((resolve) => {
    setTimeout(() => {
      resolve(false);
    }, EVERY);
  });
  return Promise.race([ended.then(() => true), soon]);
}

/** Calls at once and then not oftener than every so often; the last call is not lost. */
function throttled(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;
  const call = (): void => {
    if (timer !== undefined) {
      isDue = true;
      return;
    }
    work();
    timer = setTimeout(() => {
      timer = undefined;
      if (!isDue) return;
      isDue = false;
      call();
    }, EVERY);
  };
  return call;
}

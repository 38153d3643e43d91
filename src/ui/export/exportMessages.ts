import * as vscode from "vscode";
import type { StatusFilter } from "../../api/statusFilter.js";
import { exportText } from "../../core/exportRows.js";
import { exportMessages as write, ExportTargetError, type Exported } from "../../core/messageExport.js";
import { readPages } from "../../core/messagePages.js";
import type { SignedIn } from "../../core/session.js";
import { loadPhoneNumbers } from "../../sms/phoneNumber.js";
import { errorText } from "../errorText.js";
import { runnable } from "../notifier.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { accountBadge } from "../words.js";
import { askFile, openTarget, type ExportFile } from "./exportFile.js";
import { exportedText, failedText, isFaultOfPlace, progressText, type HowFar } from "./exportWords.js";

/** What one export is about: it belongs to the account that it began with. */
interface Export {
  readonly signedIn: SignedIn;
  readonly filter: StatusFilter | undefined;
  readonly file: ExportFile;
}

/** The window has another account now, or none. */
class AccountLeftError extends Error {
  override readonly name = "AccountLeftError";
}

/** Writes the messages that match the filter to a file, those that are not loaded too. */
export async function exportMessages(parts: Parts): Promise<void> {
  const signedIn = await requireSignedIn(parts);
  const { filter } = parts.messages;
  const file = await askFile(filter);
  if (file !== undefined) await run(parts, { signedIn, filter, file });
}

async function run(parts: Parts, wanted: Export): Promise<void> {
  const { file } = wanted;
  try {
    tellDone(parts, file, await withProgress(parts, wanted));
  } catch (error) {
    tellFailed(parts, wanted, error);
  }
}

/** Exports until it is done, a person cancels, the window has another account, or it closes. */
async function withProgress({ session, closing }: Parts, wanted: Export): Promise<Exported> {
  const { signedIn, file } = wanted;
  const title = vscode.l10n.t("{0}: exporting messages to {1}", accountBadge(signedIn.account), file.name);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    const cancel = (): void => {
      stop.abort(new vscode.CancellationError());
    };
    closing.addEventListener("abort", cancel);
    const stopIfLeft = (): void => {
      const { state } = session;
      const stays = state.kind === "signedIn" && state.account.id === signedIn.account.id;
      if (!stays) stop.abort(new AccountLeftError());
    };
    const watched = [token.onCancellationRequested(cancel), session.onDidChange(stopIfLeft)];
    try {
      // A dialog or a notification stood open until now.
      stopIfLeft();
      stop.signal.throwIfAborted();
      return await writeAll(wanted, stop.signal, progress);
    } finally {
      closing.removeEventListener("abort", cancel);
      for (const watch of watched) watch.dispose();
    }
  });
}

async function writeAll(
  { signedIn, filter, file }: Export,
  signal: AbortSignal,
  progress: vscode.Progress<{ message: string; increment?: number }>,
): Promise<Exported> {
  const numbers = await loadPhoneNumbers();
  let shown = 0;
  let howFar: HowFar = { count: 0, total: undefined };
  const show = (now: HowFar): void => {
    howFar = now;
    const { count, total } = now;
    const percent = total === undefined || total === 0 ? 0 : Math.min(100, (100 * count) / total);
    progress.report({ message: progressText(now), increment: Math.max(0, percent - shown) });
    shown = Math.max(shown, percent);
  };
  const onWait = (waitUntil: number): void => {
    show({ ...howFar, waitUntil });
  };
  const api = await signedIn.api();
  return write({
    pages: readPages(api, filter, { signal, onWait }),
    text: exportText(file.format, (to) => numbers.countryOf(to)),
    open: () => openTarget(file.uri),
    signal,
    onProgress: show,
  });
}

/** One message, whatever there is to say. */
function tellDone({ notifier }: Parts, { name, uri }: ExportFile, exported: Exported): void {
  const open = {
    title: vscode.l10n.t("Open"),
    // Not as a document: the editor opens files that are too large for extensions.
    run: () => vscode.commands.executeCommand("vscode.open", uri),
  };
  void notifier.offer(exported.uncertain ? "warning" : "info", exportedText(exported, name), [open]);
}

function tellFailed(parts: Parts, wanted: Export, error: unknown): void {
  const { notifier } = parts;
  if (error instanceof vscode.CancellationError) return;
  if (error instanceof AccountLeftError) {
    // Short: a notification without buttons shows one line.
    const text = vscode.l10n.t(
      "Nothing was exported to {0}: the window's account changed.",
      wanted.file.name,
    );
    void notifier.offer("info", text, []);
    return;
  }
  notifier.record("smsForAi.exportMessages", error instanceof ExportTargetError ? error.cause : error);
  const another = {
    title: vscode.l10n.t("Choose Another File"),
    run: async () => {
      const file = await askFile(wanted.filter);
      if (file !== undefined) await run(parts, { ...wanted, file });
    },
  };
  const again = { title: vscode.l10n.t("Retry"), run: () => run(parts, wanted) };
  const { retry, steps } = errorText(error);
  const ways = isFaultOfPlace(error) ? [another, again] : [...(retry ? [again] : []), ...steps.map(runnable)];
  void notifier.offer("error", failedText(error, wanted.file.name), ways);
}

import * as vscode from "vscode";
import { lastOf } from "../../core/loadable.js";
import type { LoadProgress } from "../../core/listReader.js";
import { progressText } from "../export/exportWords.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { accountBadge } from "../words.js";

/** Loads all older messages, with progress and Cancel. What is loaded stays. */
export async function loadAllMessages(parts: Parts): Promise<void> {
  const { account } = await requireSignedIn(parts);
  const { messages, notifier } = parts;
  const title = vscode.l10n.t("{0}: loading all messages", accountBadge(account));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const end = await vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    const subscription = token.onCancellationRequested(() => {
      stop.abort();
    });
    let percent = 0;
    const onProgress = (now: LoadProgress): void => {
      const reached = percentOf(now);
      progress.report({
        message: progressText({ count: now.loaded, total: now.total, waitUntil: now.waitUntil }),
        increment: Math.max(0, reached - percent),
      });
      percent = Math.max(percent, reached);
    };
    try {
      const complete = await messages.loadAll({ signal: stop.signal, onProgress });
      return stop.signal.aborted ? "cancelled" : complete ? "complete" : "incomplete";
    } finally {
      subscription.dispose();
    }
  });
  const count = (lastOf(messages.state)?.value.messages.length ?? 0).toLocaleString(vscode.env.language);
  switch (end) {
    case "complete":
      void notifier.offer("info", vscode.l10n.t("All messages are loaded: {0}.", count), []);
      return;
    case "cancelled":
      void notifier.offer("info", vscode.l10n.t("Stopped. Loaded so far: {0} messages.", count), [
        again(parts),
      ]);
      return;
    case "incomplete":
      void notifier.offer(
        "warning",
        vscode.l10n.t(
          "Loaded: {0} messages. Some may be missing: the list changed too much while it was read.",
          count,
        ),
        [again(parts)],
      );
  }
}

function again(parts: Parts): { title: string; run: () => unknown } {
  return { title: vscode.l10n.t("Go On"), run: () => loadAllMessages(parts) };
}

/** How far it has come, as far as the server's total is to be believed. */
function percentOf({ loaded, total }: LoadProgress): number {
  return total === undefined || total < 1 ? 0 : Math.min(100, (loaded / total) * 100);
}

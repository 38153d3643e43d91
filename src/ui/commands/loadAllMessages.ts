import * as vscode from "vscode";
import { lastOf } from "../../core/loadable.js";
import type { LoadProgress } from "../../core/listReader.js";
import { progressText } from "../export/exportWords.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { accountBadge } from "../words.js";

/** What is being loaded: its progress is shown already. */
const underWay = new Set<string>();

/** Loads all older messages, with progress and Cancel. What is loaded stays. */
export async function loadAllMessages(parts: Parts): Promise<void> {
  const { account } = await requireSignedIn(parts);
  const wanted = wantedNow(parts);
  if (underWay.has(wanted)) return;
  underWay.add(wanted);
  try {
    await loadWithProgress(parts, accountBadge(account), wanted);
  } finally {
    underWay.delete(wanted);
  }
}

/**
 * @param badge of the account
 * @param wanted the account and the filter, as `wantedNow` has them
 */
async function loadWithProgress(parts: Parts, badge: string, wanted: string): Promise<void> {
  const { messages, notifier } = parts;
  const title = vscode.l10n.t("{0}: loading all messages", badge);
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
      return complete === undefined ? "stopped" : complete ? "complete" : "incomplete";
    } finally {
      subscription.dispose();
    }
  });
  const loaded = lastOf(messages.state)?.value.messages.length ?? 0;
  const count = loaded.toLocaleString(vscode.env.language);
  switch (end) {
    case "complete":
      void notifier.offer("info", vscode.l10n.t("All messages are loaded: {0}.", count), []);
      return;
    case "stopped":
      // Another account or filter, or a list that was emptied: a person who did that knows.
      if (loaded === 0 || wantedNow(parts) !== wanted) return;
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

/** The account and the filter that are in front. */
function wantedNow({ session, messages }: Parts): string {
  const { state } = session;
  return JSON.stringify([state.kind === "signedIn" ? state.account.id : undefined, messages.filter]);
}

function again(parts: Parts): { title: string; run: () => unknown } {
  return { title: vscode.l10n.t("Go On"), run: () => loadAllMessages(parts) };
}

/** How far it has come, as far as the server's total is to be believed. */
function percentOf({ loaded, total }: LoadProgress): number {
  return total === undefined || total < 1 ? 0 : Math.min(100, (loaded / total) * 100);
}

import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import type { Balance } from "../../core/balance.js";
import type { Messages } from "../../core/messages.js";
import type { Entry } from "../../core/journal/entry.js";
import type { Recovery } from "../../core/recovery.js";
import type { SessionReader } from "../../core/session.js";
import type { SettledSend } from "../../core/unsettled.js";
import { runnable, type Notifier } from "../notifier.js";
import type { Shown } from "../shown.js";
import { accountBadge, fullTime } from "../words.js";

/** What follows the texts that may have been sent. */
export interface FollowParts {
  readonly recovery: Recovery;
  readonly session: SessionReader;
  readonly messages: Messages;
  readonly balance: Balance;
  readonly notifier: Notifier;
  readonly view: Shown;
}

/** Follows the journal once somebody is signed in, and tells what becomes of texts that may have been sent. */
export function followUnsettled(parts: FollowParts): vscode.Disposable {
  const { recovery, session, view } = parts;
  const begin = (): void => {
    if (session.state.kind === "signedIn") void recovery.begin();
  };
  const readAgain = (): void => {
    if (session.state.kind === "signedIn" && view.visible) void recovery.refresh();
  };
  const asked = new Set<string>();
  begin();
  return vscode.Disposable.from(
    session.onDidChange(begin),
    view.onDidChangeVisibility(readAgain),
    vscode.window.onDidChangeWindowState(readAgain),
    recovery.onDidSettle((settled) => {
      tellSettled(parts, settled);
    }),
    recovery.onDidGiveUp((entry) => {
      tellOpen(parts, entry, vscode.l10n.t("Nothing of it was found so far, which proves nothing."));
    }),
    recovery.onDidChange(() => {
      for (const { entry, candidates } of recovery.state) {
        if (candidates.length === 0 || asked.has(entry.id)) continue;
        asked.add(entry.id);
        tellOpen(parts, entry, vscode.l10n.t("Say which message it is."));
      }
    }),
  );
}

/** Takes what a text became into the list and the balance, if they are those of its account. */
export function showMessage(
  { session, messages, balance }: Pick<FollowParts, "session" | "messages" | "balance">,
  { account }: Entry,
  message: Message,
): void {
  const { state } = session;
  if (state.kind !== "signedIn" || state.account.id !== account.id) return;
  messages.add(message);
  void balance.refresh();
}

function tellSettled(parts: FollowParts, { entry, message }: SettledSend): void {
  const { notifier } = parts;
  const badge = accountBadge(entry.account);
  if (message === undefined) {
    const when = fullTime(entry.requestedAt);
    const text = vscode.l10n.t(
      "{0}: what became of the text to {1} of {2} was never known. It is forgotten now.",
      badge,
      entry.to,
      when,
    );
    void notifier.offer("warning", text, []);
    return;
  }
  showMessage(parts, entry, message);
  // Of the rows of a run, the run tells.
  if (entry.origin !== undefined) return;
  void notifier.offer("info", vscode.l10n.t("{0}: the text to {1} was sent after all.", badge, entry.to), [
    runnable({ title: vscode.l10n.t("Details"), command: "smsForAi.openMessage", argument: message.id }),
  ]);
}

/** Asks a person, with the ways on. Rows of a run stand in the tree and ask nothing by themselves. */
function tellOpen({ notifier }: FollowParts, entry: Entry, what: string): void {
  if (entry.origin !== undefined) return;
  const text = vscode.l10n.t(
    "{0}: the text to {1} may have been sent. {2}",
    accountBadge(entry.account),
    entry.to,
    what,
  );
  void notifier.offer("warning", text, [
    runnable({
      title: vscode.l10n.t("What to Do…"),
      command: "smsForAi.openUnsettled",
      argument: entry.id,
    }),
  ]);
}

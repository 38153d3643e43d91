import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import type { Balance } from "../../core/balance.js";
import type { Messages } from "../../core/messages.js";
import type { LazyTracker } from "../../core/lazyTracker.js";
import type { Entry } from "../../core/journal/entry.js";
import type { Recovery } from "../../core/recovery.js";
import type { SessionReader } from "../../core/session.js";
import { detailsStep } from "../detailsStep.js";
import { runnable, type Notifier } from "../notifier.js";
import { accountBadge, fullTime } from "../words.js";

/** Within how many ms texts expire together. */
const EXPIRED_TOGETHER = 1000;

/** What telling of texts that may have been sent works with. */
export interface TellParts {
  readonly session: SessionReader;
  readonly messages: Messages;
  readonly balance: Balance;
  readonly notifier: Notifier;
  readonly tracker: LazyTracker;
}

/** Tells what becomes of texts that may have been sent. */
export function tellUnsettled(parts: TellParts, recovery: Recovery): { dispose(): void } {
  const asked = new Set<string>();
  const expired = new Expired(parts.notifier);
  const subscriptions = [
    recovery.onDidSettle(({ entry, message }) => {
      if (message === undefined) expired.add(entry);
      else tellSent(parts, entry, message);
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
  ];
  return {
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

/** Follows what a text became, and takes it into the list and the balance if they are those of its account. */
export function showMessage(
  { session, messages, balance, tracker }: Pick<TellParts, "session" | "messages" | "balance" | "tracker">,
  { account, requestedAt }: Entry,
  message: Message,
): void {
  tracker.found(account, message, requestedAt);
  const { state } = session;
  if (state.kind !== "signedIn" || state.account.id !== account.id) return;
  messages.add(message);
  void balance.refresh();
}

/** Tells of texts that were given up for their age: of all that are found at once in one message. */
class Expired {
  readonly #notifier: Notifier;
  #entries: Entry[] = [];

  constructor(notifier: Notifier) {
    this.#notifier = notifier;
  }

  add(entry: Entry): void {
    if (this.#entries.push(entry) === 1) setTimeout(() => void this.#tell(), EXPIRED_TOGETHER);
  }

  async #tell(): Promise<void> {
    const entries = this.#entries;
    this.#entries = [];
    const [first] = entries;
    if (first === undefined) return;
    const text =
      entries.length === 1
        ? vscode.l10n.t(
            "{0}: what became of the text to {1} of {2} was never known. It is forgotten now.",
            accountBadge(first.account),
            first.to,
            fullTime(first.requestedAt),
          )
        : vscode.l10n.t(
            "What became of {0} texts, the first of {1}, was never known. They are forgotten now.",
            entries.length,
            fullTime(first.requestedAt),
          );
    await this.#notifier.offer("warning", text, []);
  }
}

function tellSent(parts: TellParts, entry: Entry, message: Message): void {
  showMessage(parts, entry, message);
  // Of the rows of a run, the run tells.
  if (entry.origin !== undefined) return;
  const text = vscode.l10n.t(
    "{0}: the text to {1} was sent after all.",
    accountBadge(entry.account),
    entry.to,
  );
  void parts.notifier.offer("info", text, [detailsStep({ accountId: entry.account.id, id: message.id })]);
}

/** Asks a person, with the ways on. Rows of a run stand in the tree and ask nothing by themselves. */
function tellOpen({ notifier }: TellParts, entry: Entry, what: string): void {
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

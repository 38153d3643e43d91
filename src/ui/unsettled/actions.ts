import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import { AccountGoneError } from "../../core/accounts.js";
import type { UnsettledSend } from "../../core/unsettled.js";
import { firstWords } from "../../sms/visibleText.js";
import { Composer } from "../compose/composer.js";
import { withDrafts } from "../compose/composeParts.js";
import { errorText } from "../errorText.js";
import { messageId } from "../messageArgument.js";
import { openMessages } from "../openMessages.js";
import type { Parts } from "../parts.js";
import { withCancellableProgress } from "../progress.js";
import { accountBadge, fullTime, pickText, statusText } from "../words.js";
import { showMessage } from "./tell.js";
import { nextText } from "./unsettledText.js";

interface Action extends vscode.QuickPickItem {
  readonly run?: () => unknown;
}

/** Shows what can be done about a text that may have been sent. */
export async function openUnsettled(parts: Parts, argument: unknown): Promise<void> {
  const send = await find(parts, argument);
  if (send === undefined) return;
  const { entry } = send;
  const chosen = await vscode.window.showQuickPick<Action>(actionsFor(parts, send), {
    title: vscode.l10n.t("{0}: text to {1}", accountBadge(entry.account), entry.to),
    placeHolder: vscode.l10n.t("It may have been sent at {0}", fullTime(entry.requestedAt)),
    ignoreFocusOut: true,
  });
  await chosen?.run?.();
}

function actionsFor(parts: Parts, send: UnsettledSend): Action[] {
  const { id, body } = send.entry;
  const words = pickText(firstWords(body, 60));
  const separator = vscode.QuickPickItemKind.Separator;
  return [
    ...send.candidates.map((message) => candidateAction(parts, send, message)),
    ...(send.candidates.length === 0 ? [] : [{ label: "", kind: separator }]),
    {
      label: `$(refresh) ${vscode.l10n.t("Look Again")}`,
      description: nextText(send) ?? "",
      ...(send.failure === undefined ? {} : { detail: errorText(send.failure).message }),
      run: () => lookAgain(parts, id),
    },
    {
      label: `$(list-unordered) ${vscode.l10n.t("Open Messages")}`,
      run: () => openMessages(parts),
    },
    { label: `$(copy) ${vscode.l10n.t("Copy Text")}`, description: words, run: () => copyText(body) },
    {
      label: `$(send) ${vscode.l10n.t("Send Anyway…")}`,
      description: vscode.l10n.t("it may arrive, and cost, twice"),
      run: () => sendAnyway(parts, id),
    },
    {
      label: `$(trash) ${vscode.l10n.t("Discard…")}`,
      description: vscode.l10n.t("forget the text; whether it was sent stays unknown"),
      run: () => discardUnsettled(parts, id),
    },
  ];
}

function candidateAction(parts: Parts, { entry }: UnsettledSend, message: Message): Action {
  const { id, status, createdAt, body } = message;
  const facts = [
    pickText(statusText(status)),
    ...(createdAt === undefined ? [] : [fullTime(createdAt)]),
    body === undefined ? vscode.l10n.t("text not known") : pickText(firstWords(body, 60)),
  ];
  return {
    label: `$(check) ${vscode.l10n.t("It is message {0}", pickText(id))}`,
    description: facts.join(" · "),
    run: async () => {
      await (await parts.recovery.get()).choose(entry.id, message);
      showMessage(parts, entry, message);
    },
  };
}

/** Looks for the text now, and says what came of it. */
export async function lookAgain(parts: Parts, argument: unknown): Promise<void> {
  const { notifier } = parts;
  const recovery = await parts.recovery.get();
  const send = await find(parts, argument);
  if (send === undefined) return;
  const { id, to, account } = send.entry;
  const title = vscode.l10n.t("{0}: looking for the text to {1}…", accountBadge(account), to);
  const result = await withCancellableProgress(title, (signal) => recovery.lookAgain(id, signal));
  switch (result) {
    case "sent":
      // Told by whoever follows the journal.
      return;
    case "choose":
      await openUnsettled(parts, id);
      return;
    case "none":
      await notifier.offer(
        "warning",
        vscode.l10n.t(
          "Nothing of the text to {0} is in the list of messages. That does not prove that it was not sent.",
          to,
        ),
        [{ title: vscode.l10n.t("What to Do…"), run: () => openUnsettled(parts, id) }],
      );
      return;
    case "busy":
      await notifier.offer("info", vscode.l10n.t("Another window is looking for it just now."), []);
      return;
    case "settled":
      await notifier.offer("info", vscode.l10n.t("It is settled already."), []);
  }
}

/** Sends the text once more after a second yes; once that went, or may have, the earlier one is given up. */
export async function sendAnyway(parts: Parts, argument: unknown): Promise<void> {
  const send = await find(parts, argument);
  if (send === undefined) return;
  const { entry } = send;
  const signedIn = await parts.session.reach(entry.account.id);
  if (signedIn === undefined) throw new AccountGoneError();
  const { to, body, senderId } = entry;
  const draft = { id: crypto.randomUUID(), to, body, senderId };
  const composing = withDrafts(parts);
  const answer = await Composer.runWritten(composing, signedIn, draft, entry);
  if (answer === "edit") await Composer.run(composing, signedIn, draft, entry);
}

/** Forgets the text, after asking. */
export async function discardUnsettled(parts: Parts, argument: unknown): Promise<void> {
  const send = await find(parts, argument);
  if (send === undefined) return;
  const { entry } = send;
  const yes = vscode.l10n.t("Discard");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("{0}: forget the text to {1}?", accountBadge(entry.account), entry.to),
    {
      modal: true,
      detail: vscode.l10n.t(
        "It may have been sent. It will not be looked for any more, and its text is deleted.",
      ),
    },
    yes,
  );
  if (answer === yes) await (await parts.recovery.get()).discard(entry.id);
}

async function copyText(body: string): Promise<void> {
  await vscode.env.clipboard.writeText(body);
}

/** The text that a row or a message is about; one that is settled by now is said to be. */
async function find({ recovery, notifier }: Parts, argument: unknown): Promise<UnsettledSend | undefined> {
  const id = messageId(argument);
  const send = recovery.state.find(({ entry }) => entry.id === id);
  if (send === undefined && id !== undefined)
    await notifier.offer("info", vscode.l10n.t("It is settled already."), []);
  return send;
}

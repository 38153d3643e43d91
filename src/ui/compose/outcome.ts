import * as vscode from "vscode";
import type { SendOutcome } from "../../core/sending.js";
import type { SignedIn } from "../../core/session.js";
import { formatUsd } from "../../sms/cost.js";
import type { PhoneNumber } from "../../sms/phoneNumber.js";
import { errorText, foreignText } from "../errorText.js";
import { detailsStep } from "../detailsStep.js";
import { openMessages } from "../openMessages.js";
import { runnable, type Notifier } from "../notifier.js";
import { accountBadge } from "../words.js";
import type { ComposeParts } from "./composeParts.js";
import type { KeptDraft } from "./drafts.js";

/** A text that a person has said yes to. */
export interface Attempt {
  readonly signedIn: SignedIn;
  readonly number: PhoneNumber;
  readonly draft: KeptDraft;
}

type Sent = Extract<SendOutcome, { kind: "sent" }>;

/** Says what happened, truly, and keeps what was typed where it may be needed again. Told first, kept then. */
export async function tellOutcome(
  parts: ComposeParts,
  attempt: Attempt,
  outcome: SendOutcome,
): Promise<void> {
  const { drafts, notifier, recipients } = parts;
  const { draft, number, signedIn } = attempt;
  switch (outcome.kind) {
    case "sent":
      if (outcome.message.status === "failed") {
        void tellFailed(notifier, attempt, outcome);
        await drafts.keep(draft);
        return;
      }
      void tellSent(notifier, attempt, outcome);
      await recipients.add(signedIn.account.id, number.e164);
      return;
    case "notSent":
      notifier.record("smsForAi.sendSms", outcome.error);
      void tellNotSent(notifier, outcome.error);
      await drafts.keep(draft);
      return;
    case "unknown":
      notifier.record("smsForAi.sendSms", outcome.error);
      void tellUnknown(parts, attempt, outcome.error);
      return;
  }
}

function tellSent(
  notifier: Notifier,
  { signedIn, number }: Attempt,
  { message, balance }: Sent,
): Promise<void> {
  const facts = [
    vscode.l10n.t("{0}: sent to {1}", accountBadge(signedIn.account), number.formatted),
    ...(message.price === undefined ? [] : [vscode.l10n.t("price {0}", formatUsd(message.price))]),
    ...(balance === undefined ? [] : [vscode.l10n.t("balance {0}", formatUsd(balance))]),
  ];
  return notifier.offer("info", facts.join(" · "), [
    detailsStep({ accountId: signedIn.account.id, id: message.id }),
  ]);
}

function tellFailed(notifier: Notifier, { signedIn, number }: Attempt, { message }: Sent): Promise<void> {
  const badge = accountBadge(signedIn.account);
  const why = message.error === undefined ? "" : foreignText(message.error);
  const text = vscode.l10n.t("{0}: the text to {1} was taken, but failed. {2}", badge, number.formatted, why);
  return notifier.offer("error", text.trim(), [
    detailsStep({ accountId: signedIn.account.id, id: message.id }),
  ]);
}

function tellNotSent(notifier: Notifier, error: unknown): Promise<void> {
  const { message, steps } = errorText(error);
  // What was typed is the offered draft, which the command takes up by itself.
  const again = { title: vscode.l10n.t("Edit and Send"), command: "smsForAi.sendSms" } as const;
  return notifier.offer("error", vscode.l10n.t("Not sent. {0}", message), [again, ...steps].map(runnable));
}

async function tellUnknown(
  parts: ComposeParts,
  { signedIn, number }: Attempt,
  error: unknown,
): Promise<void> {
  const { messages, balance, notifier } = parts;
  void messages.refreshIfShown();
  void balance.refresh();
  const text = vscode.l10n.t(
    "The text to {0} may have been sent. {1} It is looked for in the messages of {2}, and stands above them until it is found.",
    number.formatted,
    errorText(error).message,
    accountBadge(signedIn.account),
  );
  await notifier.offer("warning", text, [
    { title: vscode.l10n.t("Open Messages"), run: () => openMessages({ messages }) },
  ]);
}

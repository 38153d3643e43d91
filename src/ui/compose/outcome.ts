import * as vscode from "vscode";
import type { SendOutcome } from "../../core/outbox.js";
import type { SignedIn } from "../../core/session.js";
import { formatUsd } from "../../sms/cost.js";
import type { PhoneNumber } from "../../sms/phoneNumber.js";
import { errorText } from "../errorText.js";
import { runnable } from "../notifier.js";
import { accountBadge } from "../words.js";
import type { ComposeParts } from "./composeParts.js";
import type { Draft } from "./drafts.js";

/** A text that a person has said yes to. */
export interface Attempt {
  readonly signedIn: SignedIn;
  readonly number: PhoneNumber;
  readonly draft: Draft;
}

/** Says what happened, truly, and keeps what was typed where it may be needed again. */
export async function tellOutcome(
  parts: ComposeParts,
  attempt: Attempt,
  outcome: SendOutcome,
): Promise<void> {
  switch (outcome.kind) {
    case "sent":
      await parts.drafts.sent();
      await parts.recipients.add(attempt.signedIn.account.id, attempt.number.e164);
      void tellSent(parts, attempt, outcome);
      return;
    case "notSent":
      await parts.drafts.keep(attempt.draft);
      parts.notifier.record("smsForAi.sendSms", outcome.error);
      void tellNotSent(parts, outcome);
      return;
    case "unknown":
      await parts.drafts.doubt(attempt.draft);
      parts.notifier.record("smsForAi.sendSms", outcome.error);
      void tellUnknown(parts, attempt, outcome);
      return;
  }
}

function tellSent(
  { notifier }: ComposeParts,
  { signedIn, number }: Attempt,
  { message, balance }: Extract<SendOutcome, { kind: "sent" }>,
): Promise<void> {
  const { t } = vscode.l10n;
  const facts = [
    t("{0}: sent to {1}", accountBadge(signedIn.account), number.formatted),
    ...(message.price === undefined ? [] : [t("price {0}", formatUsd(message.price))]),
    ...(balance === undefined ? [] : [t("balance {0}", formatUsd(balance))]),
  ];
  return notifier.offer("info", facts.join(" · "), [
    runnable({ title: t("Details"), command: "smsForAi.openMessage", argument: message.id }),
  ]);
}

function tellNotSent(
  { notifier }: ComposeParts,
  { error }: Extract<SendOutcome, { kind: "notSent" }>,
): Promise<void> {
  const { t } = vscode.l10n;
  const { message, steps } = errorText(error);
  // What was typed is the open draft, which the command takes up by itself.
  const again = { title: t("Edit and Send"), command: "smsForAi.sendSms" } as const;
  return notifier.offer("error", t("Not sent. {0}", message), [again, ...steps].map(runnable));
}

async function tellUnknown(
  parts: ComposeParts,
  { number }: Attempt,
  { error }: Extract<SendOutcome, { kind: "unknown" }>,
): Promise<void> {
  const { t } = vscode.l10n;
  void parts.messages.refresh();
  void parts.balance.refresh();
  const { message } = errorText(error);
  const text = t(
    "The text to {0} may have been sent. {1} Look in Messages before you send it again.",
    number.formatted,
    message,
  );
  await parts.notifier.offer("warning", text, [
    { title: t("Open Messages"), run: () => vscode.commands.executeCommand("smsForAi.messages.focus") },
  ]);
}

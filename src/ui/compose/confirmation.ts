import * as vscode from "vscode";
import { lastOf } from "../../core/loadable.js";
import { bodyLength } from "../../core/outbox.js";
import { priceOf } from "../../core/prices.js";
import type { SignedIn } from "../../core/session.js";
import { estimateCost, formatUsd } from "../../sms/cost.js";
import type { PhoneNumber } from "../../sms/phoneNumber.js";
import { countSegments } from "../../sms/segments.js";
import { visibleText } from "../../sms/visibleText.js";
import type { Parts } from "../parts.js";
import { accountBadge, accountKindText } from "../words.js";
import { numberRemark, placeText } from "./recipientStep.js";
import { segmentText } from "./textStep.js";

/** What a person is asked to say yes to. */
export interface Question {
  readonly signedIn: SignedIn;
  readonly number: PhoneNumber;
  readonly body: string;
  readonly senderId: string;
}

/** Shows the whole of it once, and waits for the yes. */
export async function confirmSend(parts: Parts, question: Question): Promise<"send" | "edit" | "cancel"> {
  const { number, signedIn } = question;
  const warning = numberRemark(number, signedIn.account.kind);
  const { t } = vscode.l10n;
  const send = warning === undefined ? t("Send") : t("Send Anyway");
  const edit = t("Edit");
  const badge = accountBadge(signedIn.account);
  const harmless = signedIn.account.kind === "sandbox";
  const ask = harmless ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const answer = await ask(
    t("{0}: send this text to {1}?", badge, number.formatted),
    { modal: true, detail: confirmationText(parts, question, warning) },
    send,
    edit,
  );
  if (answer === send) return "send";
  return answer === edit ? "edit" : "cancel";
}

/** The facts, one a line, then the text. */
function confirmationText(parts: Parts, question: Question, warning: string | undefined): string {
  const { number, body, senderId } = question;
  const { account } = question.signedIn;
  const { t } = vscode.l10n;
  const { segments, encoding } = countSegments(body);
  const facts = [
    ...(warning === undefined ? [] : [`⚠ ${warning}`, ""]),
    t("Account: {0} – {1} ({2})", accountBadge(account), account.label, accountKindText(account.kind)),
    t("To: {0}, {1}", number.formatted, placeText(number)),
    t("Sender ID: {0}", senderId === "" ? t("none") : senderId),
    t("Length: {0}", segmentText(segments, encoding, bodyLength(body))),
    ...costLines(parts, question, segments),
  ];
  return [...facts, "", visibleText(body)].join("\n");
}

function costLines({ prices, balance }: Parts, { number }: Question, segments: number): string[] {
  const { t } = vscode.l10n;
  const list = lastOf(prices.state)?.value;
  const credits = lastOf(balance.state)?.value;
  const found = list && priceOf(list, number.e164, number.country);
  if (found === undefined) {
    const why =
      list === undefined ? t("the prices could not be had") : t("the country is not in the price list");
    return [t("Estimated cost: unknown, {0}", why)];
  }
  const cost = estimateCost(segments, found.price.price);
  const factors = `${segments} × ${formatUsd(found.price.price)}`;
  const dearest = t("{0}, the dearest with {1}", found.price.name, found.price.dialCode);
  return [
    found.unsure
      ? t("Estimated cost: at most {0} ({1}: {2})", formatUsd(cost), factors, dearest)
      : t("Estimated cost: {0} ({1})", formatUsd(cost), factors),
    credits === undefined
      ? t("Balance after: unknown")
      : cost > credits
        ? t("Balance after: the balance of {0} is not enough", formatUsd(credits))
        : t("Balance after: about {0}", formatUsd(credits - cost, "short")),
  ];
}

import * as vscode from "vscode";
import { bodyLength } from "../../core/sending.js";
import { priceOf } from "../../core/prices.js";
import type { SignedIn } from "../../core/session.js";
import { estimateCost, formatUsd } from "../../sms/cost.js";
import type { PhoneNumber } from "../../sms/phoneNumber.js";
import { countSegments } from "../../sms/segments.js";
import { visibleLine, visibleText } from "../../sms/visibleText.js";
import { accountBadge, accountKindText } from "../words.js";
import type { AccountFacts } from "./facts.js";
import { numberRemark, placeText } from "./recipientStep.js";
import { segmentText } from "./textStep.js";

/** What a person is asked to say yes to. */
export interface Question {
  readonly signedIn: SignedIn;
  readonly facts: AccountFacts;
  readonly number: PhoneNumber;
  readonly body: string;
  readonly senderId: string;
  /** It stands for an earlier send of which nobody knows whether it arrived. */
  readonly doubtful: boolean;
}

/** Shows the whole of it once, and waits for the yes. */
export async function confirmSend(question: Question): Promise<"send" | "edit" | "cancel"> {
  const { number, signedIn } = question;
  const warnings = warningsOf(question);
  const send = warnings.length === 0 ? vscode.l10n.t("Send") : vscode.l10n.t("Send Anyway");
  const edit = vscode.l10n.t("Edit");
  const badge = accountBadge(signedIn.account);
  const harmless = signedIn.account.kind === "sandbox";
  const ask = harmless ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const answer = await ask(
    vscode.l10n.t("{0}: send this text to {1}?", badge, number.formatted),
    { modal: true, detail: confirmationText(question, warnings) },
    send,
    edit,
  );
  if (answer === send) return "send";
  return answer === edit ? "edit" : "cancel";
}

function warningsOf({ number, signedIn, doubtful }: Question): string[] {
  const remark = numberRemark(number, signedIn.account.kind);
  return [
    ...(doubtful
      ? [vscode.l10n.t("This text may already have been sent: then it arrives, and costs, twice.")]
      : []),
    ...(remark === undefined ? [] : [remark]),
  ];
}

/** The facts, one a line, then the text. What comes from outside cannot add a line of its own. */
function confirmationText(question: Question, warnings: readonly string[]): string {
  const { number, body, senderId } = question;
  const { account } = question.signedIn;
  const { segments, encoding } = countSegments(body);
  const label = visibleLine(account.label);
  const facts = [
    ...warnings.map((warning) => `⚠ ${warning}`),
    ...(warnings.length === 0 ? [] : [""]),
    vscode.l10n.t("Account: {0} – {1} ({2})", accountBadge(account), label, accountKindText(account.kind)),
    vscode.l10n.t("To: {0}, {1}", number.formatted, placeText(number)),
    senderId === "" ? vscode.l10n.t("Sender ID: none") : vscode.l10n.t("Sender ID: {0}", senderId),
    vscode.l10n.t("Length: {0}", segmentText(segments, encoding, bodyLength(body))),
    ...costLines(question, segments),
  ];
  return [...facts, "", visibleText(body)].join("\n");
}

function costLines({ facts, number }: Question, segments: number): string[] {
  const found = facts.prices && priceOf(facts.prices, number.e164, number.country);
  if (found === undefined) {
    return facts.prices === undefined
      ? [vscode.l10n.t("Estimated cost: unknown, the prices could not be had")]
      : [vscode.l10n.t("Estimated cost: unknown, the country is not in the price list")];
  }
  const cost = estimateCost(segments, found.price.price);
  const factors = `${segments} × ${formatUsd(found.price.price)}`;
  const { name, dialCode } = found.price;
  return [
    found.unsure
      ? vscode.l10n.t(
          "Estimated cost: at most {0} ({1}: {2}, the dearest with {3})",
          formatUsd(cost),
          factors,
          visibleLine(name),
          dialCode,
        )
      : vscode.l10n.t("Estimated cost: {0} ({1})", formatUsd(cost), factors),
    balanceLine(facts.balance, cost),
  ];
}

function balanceLine(balance: number | undefined, cost: number): string {
  if (balance === undefined) return vscode.l10n.t("Balance after: unknown");
  if (cost > balance) {
    return vscode.l10n.t("Balance after: the balance of {0} is not enough", formatUsd(balance));
  }
  return vscode.l10n.t("Balance after: about {0}", formatUsd(balance - cost, "short"));
}

import * as vscode from "vscode";
import { bodyLength } from "../../core/sending.js";
import type { SignedIn } from "../../core/session.js";
import { formatUsd } from "../../sms/cost.js";
import type { PhoneNumber } from "../../sms/phoneNumber.js";
import { plainSaving, type PlainSaving } from "../../sms/plainSaving.js";
import { countSegments } from "../../sms/segments.js";
import { visibleLine, visibleText } from "../../sms/visibleText.js";
import { plainSavingText } from "../check/forcingWords.js";
import { accountBadge, accountLine } from "../words.js";
import { estimateOf, estimateText } from "./estimate.js";
import type { AccountFacts } from "./facts.js";
import { numberRemark, placeText } from "./recipientStep.js";
import { senderIdRiskText } from "./senderStep.js";
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

/** Shows the whole of it once, and waits for the yes. "plain" asks for plain characters, and then to be asked again. */
export async function confirmSend(question: Question): Promise<"send" | "plain" | "edit" | "cancel"> {
  const { number, signedIn } = question;
  const warnings = warningsOf(question);
  const saving = plainSaving(question.body);
  const send = warnings.length === 0 ? vscode.l10n.t("Send") : vscode.l10n.t("Send Anyway");
  const plain = vscode.l10n.t("Use Plain Characters");
  const edit = vscode.l10n.t("Edit");
  const badge = accountBadge(signedIn.account);
  const harmless = signedIn.account.kind === "sandbox";
  const ask = harmless ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const answer = await ask(
    vscode.l10n.t("{0}: send this text to {1}?", badge, number.formatted),
    { modal: true, detail: confirmationText(question, warnings, saving) },
    send,
    ...(saving === undefined ? [] : [plain]),
    edit,
  );
  if (answer === send) return "send";
  if (answer === plain) return "plain";
  return answer === edit ? "edit" : "cancel";
}

function warningsOf(question: Question): string[] {
  const { number, signedIn, doubtful, facts, body } = question;
  const remark = numberRemark(number, signedIn.account.kind);
  const estimate = estimateOf(facts, number, countSegments(body).segments);
  return [
    ...(doubtful
      ? [vscode.l10n.t("This text may already have been sent: then it arrives, and costs, twice.")]
      : []),
    ...(remark === undefined ? [] : [remark]),
    ...(estimate === undefined || facts.balance === undefined || estimate.cost <= facts.balance
      ? []
      : [
          vscode.l10n.t(
            "The balance of {0} is not enough for {1}.",
            formatUsd(facts.balance),
            estimateText(estimate),
          ),
        ]),
  ];
}

/** The facts, one a line, then the text. What comes from outside cannot add a line of its own. */
function confirmationText(
  question: Question,
  warnings: readonly string[],
  saving: PlainSaving | undefined,
): string {
  const { number, body, senderId } = question;
  const { account } = question.signedIn;
  const { segments, encoding } = countSegments(body);
  const facts = [
    ...warnings.map((warning) => `⚠ ${warning}`),
    ...(saving === undefined ? [] : [plainSavingText(saving)]),
    ...(warnings.length === 0 && saving === undefined ? [] : [""]),
    accountLine(account),
    vscode.l10n.t("To: {0}, {1}", number.formatted, placeText(number)),
    senderLine(senderId, number.country),
    vscode.l10n.t("Length: {0}", segmentText(segments, encoding, bodyLength(body))),
    ...costLines(question, segments),
  ];
  return [...facts, "", visibleText(body)].join("\n");
}

function senderLine(senderId: string, country: string | undefined): string {
  if (senderId === "") return vscode.l10n.t("Sender ID: none");
  const risk = senderIdRiskText(country);
  return risk === undefined
    ? vscode.l10n.t("Sender ID: {0}", senderId)
    : vscode.l10n.t("Sender ID: {0} – {1}", senderId, risk);
}

function costLines({ facts, number }: Question, segments: number): string[] {
  const estimate = estimateOf(facts, number, segments);
  if (estimate === undefined) {
    return facts.prices === undefined
      ? [vscode.l10n.t("Estimated cost: unknown, the prices could not be had")]
      : [vscode.l10n.t("Estimated cost: unknown, the country is not in the price list")];
  }
  const { cost, unsure } = estimate;
  const { name, dialCode, price } = estimate.price;
  const factors = `${segments} × ${formatUsd(price)}`;
  return [
    unsure
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
  if (cost > balance) return vscode.l10n.t("Balance: {0}", formatUsd(balance));
  return vscode.l10n.t("Balance after: about {0}", formatUsd(balance - cost, "short"));
}

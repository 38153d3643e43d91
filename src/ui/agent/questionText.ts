import * as vscode from "vscode";
import type { AgentQuestion, AgentWarning } from "../../agent/question.js";
import { bodyLength } from "../../core/sending.js";
import { formatUsd } from "../../sms/cost.js";
import { isReserved } from "../../sms/phoneNumber.js";
import { firstWords, visibleLine, visibleText } from "../../sms/visibleText.js";
import { plainSavingText } from "../check/forcingWords.js";
import { numberRemark, placeText } from "../compose/recipientStep.js";
import { senderIdRiskText } from "../compose/senderStep.js";
import { segmentText } from "../compose/textStep.js";
import { accountLine, relativeTime } from "../words.js";

/** The longest piece of a text that a warning repeats, in characters. */
const MAX_PIECE = 80;

/** So many links have a line each: what an agent writes must not push account and cost out of sight. */
const MOST_LINKS = 3;

/** What a person should know before they say yes: a line each. What comes from outside cannot add a line. */
export function warningLines(question: AgentQuestion): string[] {
  const links = question.warnings.filter(({ kind }) => kind === "link");
  const further = links.slice(MOST_LINKS);
  const lines = question.warnings.map((warning) => {
    if (warning === further[0]) return vscode.l10n.t("More links in the text: {0}", further.length);
    return further.includes(warning) ? undefined : warningText(warning, question);
  });
  const { number, signedIn } = question;
  const reserved = isReserved(number.e164) ? numberRemark(number, signedIn.account.kind) : undefined;
  return [
    ...(question.dryRun ? [vscode.l10n.t("Dry run: nothing will be sent.")] : []),
    ...(reserved === undefined ? [] : [reserved]),
    ...lines.filter((line) => line !== undefined),
  ];
}

/** The facts of a send, a line each, without its text. */
export function factLines({
  signedIn,
  number,
  body,
  senderId,
  segments,
  encoding,
  ...money
}: AgentQuestion): string[] {
  const { account } = signedIn;
  return [
    accountLine(account),
    vscode.l10n.t("To: {0}, {1}", number.formatted, placeText(number)),
    senderId === ""
      ? vscode.l10n.t("Sender ID: none")
      : vscode.l10n.t("Sender ID: {0}", visibleLine(senderId)),
    vscode.l10n.t("Length: {0}", segmentText(segments, encoding, bodyLength(body))),
    ...costLines(money),
  ];
}

/** Empty lines in such a row could push what follows out of the dialog, where nobody looks for it. */
const EMPTY_LINES = /\n((?:[^\S\n]*\n){4,})/g;

/** The text of a send with all that cannot be seen made visible; rows of empty lines are counted. */
export function bodyText(body: string): string {
  return visibleText(body).replace(EMPTY_LINES, (_, row: string) => {
    const count = row.split("\n").length - 1;
    return `\n‹${vscode.l10n.t("{0} empty lines", count)}›\n`;
  });
}

function costLines({ cost, unsure, balance }: Pick<AgentQuestion, "cost" | "unsure" | "balance">): string[] {
  return [
    cost === undefined
      ? vscode.l10n.t("Estimated cost: unknown")
      : unsure
        ? vscode.l10n.t("Estimated cost: at most {0}", formatUsd(cost))
        : vscode.l10n.t("Estimated cost: {0}", formatUsd(cost)),
    balance === undefined || cost === undefined
      ? vscode.l10n.t("Balance after: unknown")
      : cost > balance
        ? vscode.l10n.t("Balance: {0}", formatUsd(balance))
        : vscode.l10n.t("Balance after: about {0}", formatUsd(balance - cost, "short")),
  ];
}

function warningText(warning: AgentWarning, { number, balance }: AgentQuestion): string | undefined {
  switch (warning.kind) {
    case "duplicate": {
      const when = relativeTime(warning.at, Date.now());
      return warning.certain
        ? vscode.l10n.t("The same text went to this number already. Last time: {0}", when)
        : vscode.l10n.t("The same text may be on its way to this number already. Last time: {0}", when);
    }
    case "link":
      return vscode.l10n.t("The text has a link: {0}", firstWords(warning.text, MAX_PIECE));
    case "oneTimeCode":
      return vscode.l10n.t("The text has a one-time code: {0}", firstWords(warning.code, MAX_PIECE));
    case "doubtfulNumber":
      return vscode.l10n.t("The numbering plan knows no such number. Check it.");
    case "balanceShort":
      return balance === undefined
        ? vscode.l10n.t("The balance is not enough.")
        : vscode.l10n.t("The balance of {0} is not enough.", formatUsd(balance));
    case "plainSaving":
      return plainSavingText(warning.saving);
    case "senderIdRisk":
      return senderIdRiskText(number.country);
  }
}

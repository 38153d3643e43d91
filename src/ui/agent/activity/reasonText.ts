import * as vscode from "vscode";
import { firstWords } from "../../../sms/visibleText.js";

/** The longest code that is shown as it is, in characters. */
const MAX_CODE = 60;

/**
 * Why something was not sent, in a few words, from the code that the audit trail keeps. Only the part before a dot
 * counts where what is behind it says more than a table has room for. A code that is not known is shown as it is.
 */
export function reasonText(code: string): string {
  return wordsOf(code) ?? wordsOf(code.replace(/\..*$/s, "")) ?? firstWords(code, MAX_CODE);
}

function wordsOf(code: string): string | undefined {
  switch (code) {
    case "notSignedIn":
      return vscode.l10n.t("not signed in");
    case "invalidInput":
      return vscode.l10n.t("input not understood");
    case "badNumber":
      return vscode.l10n.t("not a phone number");
    case "badSenderId":
      return vscode.l10n.t("not a sender ID");
    case "emptyText":
      return vscode.l10n.t("no text");
    case "textTooLong":
      return vscode.l10n.t("text too long");
    case "placeholderNumber":
      return vscode.l10n.t("made-up number");
    case "segments":
      return vscode.l10n.t("too many segments");
    case "limit.session":
      return vscode.l10n.t("messages of its window used up");
    case "limit.day":
      return vscode.l10n.t("messages of 24 hours used up");
    case "limit.cost":
      return vscode.l10n.t("cost of 24 hours used up");
    case "quietHours":
      return vscode.l10n.t("quiet hours");
    case "badQuietHours":
      return vscode.l10n.t("quiet hours not understood");
    case "priceUnknown":
      return vscode.l10n.t("price unknown");
    case "journalUnreadable":
      return vscode.l10n.t("earlier sends not readable");
    case "duplicate":
      return vscode.l10n.t("same text a short time ago");
    default:
      return wordsOfQuestion(code);
  }
}

function wordsOfQuestion(code: string): string | undefined {
  switch (code) {
    case "declined":
      return vscode.l10n.t("you said no");
    case "declinedTooOften":
      return vscode.l10n.t("you said no several times");
    case "tooManyQuestions":
      return vscode.l10n.t("other questions wait for you");
    case "cannotAsk":
      return vscode.l10n.t("you could not be asked");
    case "accountChanged":
      return vscode.l10n.t("the account changed");
    case "cancelled":
      return vscode.l10n.t("cancelled");
    default:
      return wordsOfFailure(code);
  }
}

/** What a request came to. */
function wordsOfFailure(code: string): string | undefined {
  switch (code) {
    case "unauthorized":
    case "invalidToken":
      return vscode.l10n.t("token not accepted");
    case "noToken":
      return vscode.l10n.t("no token");
    case "insufficientCredits":
      return vscode.l10n.t("balance not enough");
    case "forbidden":
      return vscode.l10n.t("not allowed by the server");
    case "validation":
    case "rejected":
    case "notFound":
      return vscode.l10n.t("refused by the server");
    case "rateLimited":
      return vscode.l10n.t("too many requests");
    case "server":
      return vscode.l10n.t("server trouble");
    case "redirected":
    case "notUnderstood":
      return vscode.l10n.t("answer not understood");
    case "offline":
      return vscode.l10n.t("no connection");
    case "connectionLost":
      return vscode.l10n.t("connection lost");
    case "timeout":
      return vscode.l10n.t("no answer in time");
    case "journal":
      return vscode.l10n.t("could not be written down first");
    default:
      return undefined;
  }
}

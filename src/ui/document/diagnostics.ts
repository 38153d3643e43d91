import * as vscode from "vscode";
import type { AccountKind } from "../../core/accounts.js";
import { MAX_BODY } from "../../core/sending.js";
import type { HeaderProblem } from "../../sms/messageFile.js";
import type { PhoneNumbers } from "../../sms/phoneNumber.js";
import { forcingCharacters } from "../../sms/plainText.js";
import { visibleLine } from "../../sms/visibleText.js";
import { forcingDiagnostics } from "../check/forcingDiagnostics.js";
import { numberProblemText, numberRemark } from "../compose/recipientStep.js";
import { senderIdRemark } from "../compose/senderStep.js";
import { tooLongText } from "../compose/textStep.js";
import { checkMessageFile, recipientOf, type Finding } from "./check.js";
import { MAX_READ, type ReadDocument } from "./readDocument.js";

/** What a quick fix may be offered for. */
export type FindingCode =
  Exclude<Finding["kind"], "header"> | HeaderProblem["kind"] | "senderId" | "document";

const SEVERITY = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

/** Everything there is to tell of a document. */
export function diagnosticsOf(
  document: vscode.TextDocument,
  read: ReadDocument,
  numbers: PhoneNumbers,
  accountKind: AccountKind | undefined,
): vscode.Diagnostic[] {
  return [
    ...checkMessageFile(read.file, numbers).map((finding) =>
      diagnostic(read.range(finding), findingText(finding), levelOf(finding), codeOf(finding)),
    ),
    ...numberDiagnostics(read, numbers, accountKind),
    ...senderDiagnostics(read, numbers),
    ...bodyDiagnostics(document, read),
    ...(read.complete ? [] : [unreadDiagnostic(read)]),
  ];
}

function numberDiagnostics(
  { file, range }: ReadDocument,
  numbers: PhoneNumbers,
  accountKind: AccountKind | undefined,
): vscode.Diagnostic[] {
  const recipient = recipientOf(file, numbers);
  if (recipient.kind !== "number" || file.to === undefined) return [];
  // Without an account nothing can be sent, so nothing can cost.
  const remark = numberRemark(recipient.number, accountKind ?? "sandbox");
  return remark === undefined ? [] : [diagnostic(range(file.to), remark, "warning", "number")];
}

function senderDiagnostics({ file, range }: ReadDocument, numbers: PhoneNumbers): vscode.Diagnostic[] {
  if (file.from === undefined) return [];
  const recipient = recipientOf(file, numbers);
  const country = recipient.kind === "number" ? recipient.number.country : undefined;
  const remark = senderIdRemark(file.from.text, country);
  return remark === undefined ? [] : [diagnostic(range(file.from), remark.text, remark.level, "senderId")];
}

function bodyDiagnostics(document: vscode.TextDocument, { file, range }: ReadDocument): vscode.Diagnostic[] {
  // A text in another script is meant to be one: nothing can be won by underlining all of it.
  const isForeign = forcingCharacters(file.body.text).some(
    ({ kind, replacement }) => kind === "script" && replacement === undefined,
  );
  return isForeign ? [] : forcingDiagnostics(document, range(file.body));
}

function unreadDiagnostic({ position }: ReadDocument): vscode.Diagnostic {
  const start = position(MAX_READ);
  return diagnostic(
    new vscode.Range(start, start.translate(0, 1)),
    vscode.l10n.t("This is too long for a text message: what comes from here on is not looked at."),
    "error",
    "document",
  );
}

function diagnostic(
  range: vscode.Range,
  text: string,
  level: keyof typeof SEVERITY,
  code: FindingCode,
): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, text, SEVERITY[level]);
  made.source = "SMS for AI";
  made.code = code;
  return made;
}

function codeOf(finding: Finding): FindingCode {
  return finding.kind === "header" ? finding.problem.kind : finding.kind;
}

function levelOf(finding: Finding): keyof typeof SEVERITY {
  if (finding.kind === "placeholder") return "warning";
  return finding.kind === "header" && finding.problem.kind === "noEmptyLine" ? "warning" : "error";
}

function findingText(finding: Finding): string {
  switch (finding.kind) {
    case "header":
      return headerText(finding.problem);
    case "number":
      return numberProblemText(finding.problem);
    case "severalNumbers":
      return vscode.l10n.t("A text goes to one number. Several at once are for the command Send to Many.");
    case "tooLong":
      return tooLongText(MAX_BODY + finding.over);
    case "placeholder":
      return vscode.l10n.t(
        "This is no placeholder and will be sent as it stands. The name may have letters, digits, spaces, _, - and dots.",
      );
  }
}

function headerText({ kind, name }: HeaderProblem): string {
  switch (kind) {
    case "unknown":
      return vscode.l10n.t(
        "There is no header {0}, only To and From. The text begins behind an empty line.",
        visibleLine(name),
      );
    case "duplicate":
      return vscode.l10n.t("There is a header {0} already.", visibleLine(name));
    case "noEmptyLine":
      return vscode.l10n.t("The text should begin behind an empty line.");
  }
}

import * as vscode from "vscode";
import { readDocument } from "./readDocument.js";
import type { FindingCode } from "./diagnostics.js";

/** Quick fixes for the header. Those for single characters are the same in every document (check/). */
export class HeaderFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    return diagnostics.flatMap((diagnostic) => fixesFor(document, diagnostic));
  }
}

function fixesFor(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): vscode.CodeAction[] {
  const { line } = diagnostic.range.start;
  if (diagnostic.source !== "SMS for AI" || line >= document.lineCount) return [];
  const code = diagnostic.code as FindingCode;
  const edit = new vscode.WorkspaceEdit();
  switch (code) {
    case "unknown":
    case "noEmptyLine":
      edit.insert(document.uri, new vscode.Position(line, 0), "\n");
      return [fix(vscode.l10n.t("Begin the Text Here"), diagnostic, { edit })];
    case "duplicate":
      edit.delete(document.uri, document.lineAt(line).rangeIncludingLineBreak);
      return [fix(vscode.l10n.t("Remove This Line"), diagnostic, { edit })];
    case "severalNumbers": {
      const { file } = readDocument(document);
      const argument = { template: file.body.text, senderId: file.from?.text };
      const title = vscode.l10n.t("Send to Many…");
      return [
        fix(title, diagnostic, { command: { title, command: "smsForAi.sendToMany", arguments: [argument] } }),
      ];
    }
    default:
      return [];
  }
}

function fix(
  title: string,
  diagnostic: vscode.Diagnostic,
  what: Pick<vscode.CodeAction, "edit" | "command">,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  Object.assign(action, what);
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  return action;
}

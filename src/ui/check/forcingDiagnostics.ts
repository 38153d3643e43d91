import * as vscode from "vscode";
import { forcingCharacters, type ForcingCharacter } from "../../sms/plainText.js";
import { characterText, replacementText } from "./forcingWords.js";

/** How many characters of one text are underlined. */
const MAX_FINDINGS = 500;

/** How many single characters of a selection get a quick fix of their own. */
const MAX_FIXES = 5;

/** An underlined character that forces UCS-2; carries what its quick fix needs. */
export class ForcingDiagnostic extends vscode.Diagnostic {
  override readonly source = "SMS for AI";
  override readonly code = "ucs2";

  constructor(
    range: vscode.Range,
    readonly character: string,
    /** GSM-7 text that says the same, if there is any. */
    readonly replacement: string | undefined,
  ) {
    super(
      range,
      vscode.l10n.t(
        "{0} is no GSM-7 character: it makes a segment hold 70 characters instead of 160.",
        characterText(character),
      ),
      vscode.DiagnosticSeverity.Information,
    );
  }
}

/**
 * Underlines what forces a text of a document into UCS-2.
 * @param range where the text stands; its line breaks may be the document's own
 * @param limit how many characters are wanted
 */
export function forcingDiagnostics(
  document: vscode.TextDocument,
  range: vscode.Range,
  limit = MAX_FINDINGS,
): ForcingDiagnostic[] {
  const start = document.offsetAt(range.start);
  const at = (offset: number): vscode.Position => document.positionAt(start + offset);
  return forcingCharacters(document.getText(range), limit).map(
    ({ offset, text, replacement }: ForcingCharacter) =>
      new ForcingDiagnostic(new vscode.Range(at(offset), at(offset + text.length)), text, replacement),
  );
}

/** Quick fixes for underlined characters: this one, and all that are underlined in the document. */
export class PlainCharacterFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    // What was typed a moment ago may have moved the text from under what is underlined.
    const isThere = ({ range, character }: Replaceable): boolean => document.getText(range) === character;
    const here = diagnostics.filter(isReplaceable).filter(isThere);
    if (here.length === 0) return [];
    const all = vscode.languages.getDiagnostics(document.uri).filter(isReplaceable).filter(isThere);
    const title = vscode.l10n.t("Replace All {0} by Plain Characters", all.length);
    return [
      ...here.slice(0, MAX_FIXES).map((diagnostic) => fix(document, fixTitle(diagnostic), [diagnostic])),
      ...(all.length > 1 ? [fix(document, title, all)] : []),
    ];
  }
}

type Replaceable = ForcingDiagnostic & { readonly replacement: string };

function isReplaceable(diagnostic: vscode.Diagnostic): diagnostic is Replaceable {
  return diagnostic instanceof ForcingDiagnostic && diagnostic.replacement !== undefined;
}

function fixTitle({ character, replacement }: Replaceable): string {
  return vscode.l10n.t("Replace {0} by {1}", characterText(character), replacementText(replacement));
}

function fix(
  document: vscode.TextDocument,
  title: string,
  diagnostics: readonly Replaceable[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  for (const { range, replacement } of diagnostics) action.edit.replace(document.uri, range, replacement);
  action.diagnostics = [...diagnostics];
  action.isPreferred = diagnostics.length === 1;
  return action;
}

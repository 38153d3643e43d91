import * as vscode from "vscode";
import { forcingDiagnostics, PlainCharacterFixes } from "./forcingDiagnostics.js";
import { afterEdit, type Stretch } from "./stretch.js";

/** `.sms` files are underlined as long as they are open, with quick fixes of their own. */
const OWN_LANGUAGE = "sms";

/** Texts in editors that a person has had checked: underlined, and followed through edits until they close. */
export class CheckedTexts implements vscode.Disposable {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection("smsForAi.check");
  /** By URI. */
  readonly #stretches = new Map<string, readonly Stretch[]>();
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    const { workspace, languages } = vscode;
    this.#subscriptions = vscode.Disposable.from(
      workspace.onDidChangeTextDocument((change) => {
        this.#follow(change);
      }),
      workspace.onDidCloseTextDocument((document) => {
        this.clear(document);
      }),
      languages.registerCodeActionsProvider("*", new NotInOwnLanguage(), PlainCharacterFixes.metadata),
    );
  }

  /** Underlines these texts of a document, and no others in it. */
  check(document: vscode.TextDocument, ranges: readonly vscode.Range[]): void {
    const stretches = ranges.map(({ start, end }) => ({
      start: document.offsetAt(start),
      end: document.offsetAt(end),
    }));
    this.#stretches.set(document.uri.toString(), stretches);
    this.#underline(document, stretches);
  }

  /** Where the texts that were checked stand now. */
  rangesIn(document: vscode.TextDocument): vscode.Range[] {
    return (this.#stretches.get(document.uri.toString()) ?? []).map((stretch) => rangeOf(document, stretch));
  }

  clear({ uri }: vscode.TextDocument): void {
    if (this.#stretches.delete(uri.toString())) this.#diagnostics.delete(uri);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#diagnostics.dispose();
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const before = this.#stretches.get(document.uri.toString());
    if (before === undefined || contentChanges.length === 0) return;
    // The last place first, so that an edit does not move the places of those that come after it here.
    const edits = contentChanges.toSorted((one, other) => other.rangeOffset - one.rangeOffset);
    const stretches = before.flatMap((stretch) => {
      let now: Stretch | undefined = stretch;
      for (const edit of edits) now &&= afterEdit(now, edit);
      return now ?? [];
    });
    if (stretches.length === 0) {
      this.clear(document);
      return;
    }
    this.#stretches.set(document.uri.toString(), stretches);
    this.#underline(document, stretches);
  }

  #underline(document: vscode.TextDocument, stretches: readonly Stretch[]): void {
    if (document.languageId === OWN_LANGUAGE) return;
    const found = stretches.flatMap((stretch) => forcingDiagnostics(document, rangeOf(document, stretch)));
    this.#diagnostics.set(document.uri, found);
  }
}

/** Puts plain characters in place of those that force UCS-2 in these ranges, as far as there are any. */
export async function usePlainCharacters(
  document: vscode.TextDocument,
  ranges: readonly vscode.Range[],
): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const range of ranges) {
    for (const { range: place, replacement } of forcingDiagnostics(document, range, Infinity)) {
      if (replacement !== undefined) edit.replace(document.uri, place, replacement);
    }
  }
  return vscode.workspace.applyEdit(edit);
}

class NotInOwnLanguage extends PlainCharacterFixes {
  override provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    return document.languageId === OWN_LANGUAGE ? [] : super.provideCodeActions(document, range, context);
  }
}

function rangeOf(document: vscode.TextDocument, { start, end }: Stretch): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

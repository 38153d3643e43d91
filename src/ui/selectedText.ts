import type * as vscode from "vscode";

/** What is selected in an editor; several selections are joined, a line each. */
export function selectedText(editor: vscode.TextEditor): string {
  return textOf(editor.document, selectedRanges(editor));
}

/** The selections in which there is something, in the order of the text. */
export function selectedRanges({ selections }: vscode.TextEditor): readonly vscode.Range[] {
  return selections.filter(({ isEmpty }) => !isEmpty).toSorted((a, b) => a.start.compareTo(b.start));
}

/** The text of these ranges, joined, a line each. */
export function textOf(document: vscode.TextDocument, ranges: readonly vscode.Range[]): string {
  return (
    ranges
      // The line break behind a line that was selected whole is not meant.
      .map((range) => document.getText(range).replace(/[\r\n]+$/, ""))
      .filter((text) => text !== "")
      .join("\n")
  );
}

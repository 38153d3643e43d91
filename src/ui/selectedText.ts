import type * as vscode from "vscode";

/** What is selected in an editor; several selections are joined, a line each. */
export function selectedText({ document, selections }: vscode.TextEditor): string {
  return (
    selections
      .toSorted((a, b) => a.start.compareTo(b.start))
      // The line break behind a line that was selected whole is not meant.
      .map((selection) => document.getText(selection).replace(/[\r\n]+$/, ""))
      .filter((text) => text !== "")
      .join("\n")
  );
}

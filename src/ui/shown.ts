import type * as vscode from "vscode";

/** A view that may be hidden. */
export interface Shown {
  readonly visible: boolean;
  readonly onDidChangeVisibility: vscode.Event<unknown>;
}

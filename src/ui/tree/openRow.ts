import * as vscode from "vscode";
import type { CommandId } from "../commandIds.js";
import type { Row } from "./rows.js";

/** What a click or Enter does on a row. Not for the palette: it is about the row that is selected. */
const OPEN_ROW = "_smsForAi.openRow";

/**
 * The command of a row. It has no arguments: VS Code keeps those with the row as it was drawn, and forgets them with
 * the next drawing, so that an Enter in that moment would do nothing.
 */
export function openRow(title: string): vscode.Command {
  return { command: OPEN_ROW, title };
}

/** Opens what is selected in the view, whenever a row says so. */
export function registerOpenRow(view: Pick<vscode.TreeView<Row>, "selection">): vscode.Disposable {
  return vscode.commands.registerCommand(OPEN_ROW, async () => {
    const [row] = view.selection;
    const command = row && commandOf(row);
    if (command !== undefined) await vscode.commands.executeCommand(command, row?.id);
  });
}

function commandOf({ kind }: Row): CommandId | undefined {
  switch (kind) {
    case "message":
      return "smsForAi.openMessage";
    case "unsettled":
      return "smsForAi.openUnsettled";
    default:
      return undefined;
  }
}

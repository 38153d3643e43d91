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
export function registerOpenRow(view: Selecting): vscode.Disposable {
  return vscode.commands.registerCommand(OPEN_ROW, async () => {
    const row = await selectedRow(view);
    const command = row && commandOf(row);
    if (command !== undefined) await vscode.commands.executeCommand(command, row?.id);
  });
}

/** A view whose rows can be selected. */
type Selecting = Pick<vscode.TreeView<Row>, "selection">;

/** How long to wait for the selection, and how often to look, in ms. A busy window that was just loaded takes seconds. */
const PATIENCE = 10_000;
const LOOK = 25;

/** What is selected. While all rows are drawn anew VS Code knows which row that is, but not yet what it stands for. */
export async function selectedRow(view: Selecting): Promise<Row | undefined> {
  for (let waited = 0; view.selection.length === 0 && waited < PATIENCE; waited += LOOK)
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  return view.selection[0];
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

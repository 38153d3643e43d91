import * as vscode from "vscode";
import type { Parts } from "../parts.js";
import { GROUPINGS, type Grouping } from "../tree/groupingChoice.js";

/** Asks how messages are grouped in this window. */
export async function groupMessages({ grouping }: Parts): Promise<void> {
  const items = GROUPINGS.map((value) => ({
    label: groupingText(value),
    value,
    ...(value === grouping.value ? { description: vscode.l10n.t("shown now") } : {}),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Group Messages"),
    placeHolder: vscode.l10n.t("How the messages are grouped in this window"),
  });
  if (chosen !== undefined) await grouping.choose(chosen.value);
}

function groupingText(grouping: Grouping): string {
  switch (grouping) {
    case "none":
      return vscode.l10n.t("No groups");
    case "day":
      return vscode.l10n.t("By day");
    case "recipient":
      return vscode.l10n.t("By recipient");
  }
}

import * as vscode from "vscode";
import { STATUS_FILTERS, type StatusFilter } from "../../api/statusFilter.js";
import type { Parts } from "../parts.js";
import { statusText } from "../words.js";

/** Asks which messages to show. */
export async function filterMessages({ messages }: Parts): Promise<void> {
  const choices: (vscode.QuickPickItem & { filter: StatusFilter | undefined })[] = [
    { label: vscode.l10n.t("All messages"), filter: undefined },
    ...STATUS_FILTERS.map((filter) => ({ label: statusText(filter), filter })),
  ];
  const items = choices.map((choice) => ({
    ...choice,
    ...(choice.filter === messages.filter ? { description: vscode.l10n.t("shown now") } : {}),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Filter Messages"),
    placeHolder: vscode.l10n.t("Status of the messages to show"),
  });
  if (chosen !== undefined) await messages.setFilter(chosen.filter);
}

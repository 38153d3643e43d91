import * as vscode from "vscode";
import { shown, type StepResult } from "../compose/step.js";

/** Something to choose, and what choosing it means. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly choice?: T;
}

/** Asks which of several. */
export function askChoice<T>(options: {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly placeholder: string;
  readonly items: readonly Choice<T>[];
  /** What Enter chooses at once. */
  readonly active?: Choice<T> | undefined;
}): Promise<StepResult<T>> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  pick.title = options.title;
  pick.step = options.step;
  pick.totalSteps = options.totalSteps;
  pick.placeholder = options.placeholder;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.items = options.items;
  if (options.active !== undefined) pick.activeItems = [options.active];
  if (options.step > 1) pick.buttons = [vscode.QuickInputButtons.Back];
  return shown<T>(pick, (end) => {
    pick.onDidAccept(() => {
      const choice = pick.selectedItems[0]?.choice;
      if (choice !== undefined) end({ kind: "next", value: choice });
    });
  });
}

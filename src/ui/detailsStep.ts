import * as vscode from "vscode";
import { runnable, type OfferedStep } from "./notifier.js";

/** A message of an account: ids are unique on their own server only. */
export interface MessageAddress {
  readonly accountId: string;
  readonly id: string;
}

/** Opens a message's details, and nothing else's if the window has another account by the time it is pressed. */
export function detailsStep(argument: MessageAddress): OfferedStep {
  return runnable({ title: vscode.l10n.t("Details"), command: "smsForAi.openMessage", argument });
}

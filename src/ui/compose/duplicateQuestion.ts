import * as vscode from "vscode";
import type { Duplicate } from "../../core/journal/records.js";
import type { PhoneNumber } from "../../sms/phoneNumber.js";
import { relativeTime } from "../words.js";

/** Asks once more when the same text went to the same number lately, from whichever window. */
export async function confirmDuplicate(
  badge: string,
  number: PhoneNumber,
  { at, certain }: Duplicate,
): Promise<boolean> {
  const when = relativeTime(at, Date.now());
  const yes = vscode.l10n.t("Send Once More");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("{0}: send the same text to {1} once more?", badge, number.formatted),
    {
      modal: true,
      detail: certain
        ? vscode.l10n.t("It went to this number already. Last time: {0}", when)
        : vscode.l10n.t("It may be on its way to this number already. Last time: {0}", when),
    },
    yes,
  );
  return answer === yes;
}

import * as vscode from "vscode";
import type { UnsettledSend } from "../../core/unsettled.js";

/** What is known of a text that may have been sent, in a few words. */
export function unsettledText({ entry, looking, candidates, failure }: UnsettledSend): string {
  if (looking) return vscode.l10n.t("looking for it…");
  if (candidates.length === 1) return vscode.l10n.t("is it this message?");
  if (candidates.length > 1) return vscode.l10n.t("which of {0} messages is it?", candidates.length);
  if (failure !== undefined) return vscode.l10n.t("may have been sent, could not be looked up");
  return entry.nextLook === undefined
    ? vscode.l10n.t("may have been sent")
    : vscode.l10n.t("may have been sent, will be looked for again");
}

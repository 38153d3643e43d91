import * as vscode from "vscode";
import type { UnsettledSend } from "../../core/unsettled.js";

/** What is known of a text that may have been sent, in a few words. */
export function unsettledText({ looking, candidates }: UnsettledSend): string {
  if (looking) return vscode.l10n.t("looking for it…");
  if (candidates.length === 1) return vscode.l10n.t("is it this message?");
  if (candidates.length > 1) return vscode.l10n.t("which of {0} messages is it?", candidates.length);
  return vscode.l10n.t("may have been sent");
}

/** What happens next by itself, if anything does. */
export function nextText({ entry, failure }: UnsettledSend): string | undefined {
  if (failure !== undefined) return vscode.l10n.t("It could not be looked up the last time.");
  return entry.nextLook === undefined ? undefined : vscode.l10n.t("It will be looked for again by itself.");
}

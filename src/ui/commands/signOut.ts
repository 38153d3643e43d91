import * as vscode from "vscode";
import { visibleLine } from "../../sms/visibleText.js";
import type { Parts } from "../parts.js";
import { requireSignedIn } from "../parts.js";
import { accountBadge } from "../words.js";

/** Removes the active account and its token, after asking. */
export async function signOut(parts: Parts): Promise<void> {
  const { account } = await requireSignedIn(parts);
  const yes = vscode.l10n.t("Sign Out");
  const yesAndClear = vscode.l10n.t("Sign Out and Clear Local Data");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Sign out of {0} ({1})?", visibleLine(account.label), accountBadge(account)),
    {
      modal: true,
      detail: vscode.l10n.t(
        "Its token is removed from VS Code's secret storage, in every window. Messages on the server stay.",
      ),
    },
    yes,
    yesAndClear,
  );
  if (answer !== yes && answer !== yesAndClear) return;
  await parts.session.signOut(account.id);
  const [{ Recipients }, { SenderIds }] = await Promise.all([
    import("../compose/recipients.js"),
    import("../compose/senderIds.js"),
  ]);
  await new Recipients(parts.sharedMemory).forget(account.id);
  await new SenderIds(parts.sharedMemory).forget(account.id);
  if (answer === yesAndClear) await (await import("./clearLocalData.js")).clearLocalData(parts);
}

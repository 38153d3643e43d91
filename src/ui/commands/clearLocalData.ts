import * as vscode from "vscode";
import { TypedText } from "../bulk/typedText.js";
import { Drafts } from "../compose/drafts.js";
import { Recipients } from "../compose/recipients.js";
import { SenderIds } from "../compose/senderIds.js";
import { PlaceholderValues } from "../document/placeholderValues.js";
import type { Parts } from "../parts.js";

/** Removes what the extension keeps on this machine, except accounts and tokens, after asking. */
export async function clearLocalData(parts: Parts): Promise<void> {
  const yes = vscode.l10n.t("Clear Local Data");
  const open = parts.recovery.state.length;
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Remove what SMS for AI keeps on this machine?"),
    {
      modal: true,
      detail: [
        vscode.l10n.t(
          "The journal of sends, what agents did, this window's drafts, recent recipients and sender IDs, and the sandbox's messages are deleted. Accounts stay, and so do messages on servers.",
        ),
        vscode.l10n.t(
          "What agents sent in the last 24 hours counts no longer: their limits of a day begin anew. Those of a window that is open stay.",
        ),
        ...(open === 0
          ? []
          : [vscode.l10n.t("Of {0} texts nobody will know any more whether they were sent.", open)]),
      ].join("\n\n"),
    },
    yes,
  );
  if (answer === yes) await removeLocalData(parts);
}

/** What *Clear Local Data* removes. */
export async function removeLocalData(parts: Parts): Promise<void> {
  const {
    journal,
    runs,
    activeRuns,
    activity,
    accounts,
    recovery,
    tracker,
    sandbox,
    messages,
    balance,
    session,
    windowMemory,
    sharedMemory,
  } = parts;
  await activeRuns.stop();
  await (await runs()).clear();
  await (await journal()).clear();
  await activity.clear();
  await tracker.clear();
  await new Drafts(windowMemory).clear();
  await new PlaceholderValues(windowMemory).clear();
  await new TypedText(windowMemory).clear();
  const recipients = new Recipients(sharedMemory);
  const senderIds = new SenderIds(sharedMemory);
  for (const { id } of await accounts.list()) {
    await recipients.forget(id);
    await senderIds.forget(id);
  }
  await sandbox.clear();
  await (await recovery.get()).refresh();
  if (session.state.kind !== "signedIn" || session.state.account.kind !== "sandbox") return;
  await Promise.all([messages.restart(), balance.refresh()]);
}

import * as vscode from "vscode";
import { ApiError } from "../../api/errors.js";
import { messageId } from "../messageArgument.js";
import { runnable } from "../notifier.js";
import { requireSignedIn, type Parts } from "../parts.js";

/** Opens the details of a message: at once with what the list tells, then with what the server tells of it alone. */
export async function openMessage(parts: Parts, node: unknown): Promise<void> {
  const { account } = await requireSignedIn(parts);
  const { messages } = parts;
  const id = messageId(node);
  if (id === undefined) return;
  if (isOfAnother(node, account.id)) {
    const message = vscode.l10n.t("This text belongs to another account. Switch to it to see the details.");
    const title = vscode.l10n.t("Switch Account");
    void parts.notifier.offer("info", message, [runnable({ title, command: "smsForAi.switchAccount" })]);
    return;
  }
  const details = await parts.details.load();
  const known = messages.find(id) ?? details.find(account.id, id);
  if (known !== undefined) await details.show(account.id, known);
  try {
    const message = await messages.loadOne(id);
    if (known === undefined) await details.show(account.id, message);
    else details.update(account.id, message);
  } catch (error) {
    // Deleted meanwhile: the document that is open tells it.
    const isGone = error instanceof ApiError && error.kind === "notFound";
    if (known !== undefined && isGone) details.setGone(account.id, id);
    // While the list cannot be had, that stands above it: no pop-up for each row that is looked at.
    else if (known === undefined || messages.state.kind !== "failed") throw error;
  }
}

/** Whether the caller says which account the message is of (a `MessageAddress`), and it is another one. */
function isOfAnother(node: unknown, active: string): boolean {
  return typeof node === "object" && node !== null && "accountId" in node && node.accountId !== active;
}

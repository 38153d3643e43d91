import { ApiError } from "../../api/errors.js";
import { messageId } from "../messageArgument.js";
import { requireSignedIn, type Parts } from "../parts.js";

/** Opens the details of a message: at once with what the list tells, then with what the server tells of it alone. */
export async function openMessage(parts: Parts, node: unknown): Promise<void> {
  const { account } = await requireSignedIn(parts);
  const { messages } = parts;
  const id = messageId(node);
  if (id === undefined) return;
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
    if (known === undefined || !isGone) throw error;
    details.setGone(account.id, id);
  }
}

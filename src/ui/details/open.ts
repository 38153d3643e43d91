import { messageId } from "../messageArgument.js";
import { requireSignedIn, type Parts } from "../parts.js";

/** Opens the details of a message: at once with what the list tells, then with what the server tells of it alone. */
export async function openMessage(parts: Parts, node: unknown): Promise<void> {
  const { account } = await requireSignedIn(parts);
  const { messages, details } = parts;
  const id = messageId(node);
  if (id === undefined) return;
  const known = messages.find(id);
  if (known !== undefined) await details.show(account.id, known);
  const message = await messages.loadOne(id);
  if (known === undefined) await details.show(account.id, message);
  else details.update(account.id, message);
}

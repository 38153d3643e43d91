import * as vscode from "vscode";
import { messageArgument } from "../messageArgument.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { DETAILS_SCHEME } from "./documents.js";

/** Opens the details of a message and fetches what the list did not tell of it. */
export async function openMessage(parts: Parts, node: unknown): Promise<void> {
  const { api } = await requireSignedIn(parts);
  const message = messageArgument(parts, node);
  if (message === undefined) return;
  // The name is for the tab; the id is in the query, which the tab does not show.
  const name = vscode.l10n.t("Message {0}", message.id).replaceAll("/", "-");
  const uri = vscode.Uri.from({ scheme: DETAILS_SCHEME, path: `/${name}.yaml`, query: message.id });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: true });
  parts.messages.merge(await (await api()).message(message.id));
}

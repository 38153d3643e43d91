import * as vscode from "vscode";
import { loadPhoneNumbers } from "../../sms/phoneNumber.js";
import { placeholders } from "../../sms/template.js";
import { withDrafts } from "../compose/composeParts.js";
import { Composer } from "../compose/composer.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { accountBadge } from "../words.js";
import { recipientOf } from "./check.js";
import { diagnosticsOf } from "./diagnostics.js";
import { askPlaceholders } from "./placeholderStep.js";
import { PlaceholderValues } from "./placeholderValues.js";
import { LANGUAGE, readDocument, type ReadDocument } from "./readDocument.js";

/**
 * Sends the text message in a document as it is now, from the window's account: asks for what is missing, then for
 * the yes. The document stays as it is.
 * @param target the document's address, as the editor's title gives it; otherwise the active editor's is meant
 */
export async function sendDocument(parts: Parts, target: unknown): Promise<void> {
  const document = await documentOf(target);
  if (document === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Open a text message first: a file that ends in .sms, or one that Compose SMS begins."),
    );
    return;
  }
  const read = readDocument(document);
  if (await hasErrors(parts, document, read)) return;
  const signedIn = await requireSignedIn(parts);
  const { file } = read;
  const title = vscode.l10n.t("Send SMS – {0}", accountBadge(signedIn.account));
  const senderId = file.from?.text ?? "";
  const body = await fill(parts, title, document, { template: file.body.text, senderId });
  if (body === undefined) return;
  const recipient = recipientOf(file, await loadPhoneNumbers());
  const to = recipient.kind === "number" ? recipient.number.formatted : "";
  const draft = { id: crypto.randomUUID(), to, body, senderId };
  const end = await Composer.runWritten(withDrafts(parts), signedIn, draft);
  if (end === "send") await new PlaceholderValues(parts.windowMemory).keep(keyOf(document), new Map());
  if (end === "edit") await goTo(document, read.range(file.body).end);
}

async function documentOf(target: unknown): Promise<vscode.TextDocument | undefined> {
  const document =
    target instanceof vscode.Uri
      ? await vscode.workspace.openTextDocument(target)
      : vscode.window.activeTextEditor?.document;
  return document?.languageId === LANGUAGE ? document : undefined;
}

/** Says the first error, and goes to it. */
async function hasErrors(parts: Parts, document: vscode.TextDocument, read: ReadDocument): Promise<boolean> {
  const { state } = parts.session;
  const kind = state.kind === "signedIn" ? state.account.kind : undefined;
  const [error] = diagnosticsOf(document, read, await loadPhoneNumbers(), kind)
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
    .sort((one, other) => one.range.start.compareTo(other.range.start));
  const { body } = read.file;
  const place = error?.range ?? (body.text.trim() === "" ? read.range(body) : undefined);
  if (place === undefined) return false;
  const what = error?.message ?? vscode.l10n.t("Type the text of the message.");
  await goTo(document, place.start, place.end);
  void parts.notifier.offer(
    "error",
    vscode.l10n.t("Not sent. Line {0}: {1}", place.start.line + 1, what),
    [],
  );
  return true;
}

/** The text with its placeholders filled in; `undefined` if that was given up, or handed on to be sent to many. */
async function fill(
  parts: Parts,
  title: string,
  document: vscode.TextDocument,
  { template, senderId }: { readonly template: string; readonly senderId: string },
): Promise<string | undefined> {
  const names = placeholders(template);
  if (names.length === 0) return template;
  const kept = new PlaceholderValues(parts.windowMemory);
  const values = new Map(kept.of(keyOf(document)));
  const answer = await askPlaceholders({ title, template, names, values });
  await kept.keep(keyOf(document), values);
  if (answer === "closed") return undefined;
  if (answer !== "csv") return answer.text;
  await vscode.commands.executeCommand("smsForAi.sendToMany", {
    template,
    ...(senderId === "" ? {} : { senderId }),
  });
  return undefined;
}

async function goTo(document: vscode.TextDocument, start: vscode.Position, end = start): Promise<void> {
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, end), preview: false });
}

function keyOf({ uri }: vscode.TextDocument): string {
  return uri.toString();
}

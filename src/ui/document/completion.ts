import * as vscode from "vscode";
import type { SessionReader } from "../../core/session.js";
import type { Memory } from "../../core/secrets.js";
import type { FilePart } from "../../sms/messageFile.js";
import type { PhoneNumbers } from "../../sms/phoneNumber.js";
import { placeholders } from "../../sms/template.js";
import { Recipients } from "../compose/recipients.js";
import { placeText } from "../compose/recipientStep.js";
import { SenderIds } from "../compose/senderIds.js";
import { readDocument, type ReadDocument } from "./readDocument.js";

/** What completion looks up. */
export interface CompletionParts {
  readonly session: SessionReader;
  readonly sharedMemory: Memory;
}

/** Offers header names, the account's recent recipients and last sender ID, and the names of placeholders. */
export class SmsCompletion implements vscode.CompletionItemProvider {
  /** Characters after which there may be something to offer. */
  static readonly triggers = [":", " ", "+", "{"];

  readonly #parts: CompletionParts;
  readonly #numbers: PhoneNumbers;

  constructor(parts: CompletionParts, numbers: PhoneNumbers) {
    this.#parts = parts;
    this.#numbers = numbers;
  }

  provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
    const read = readDocument(document);
    const { file } = read;
    const line = document.lineAt(position.line).text;
    const before = line.slice(0, position.character);
    const open = /\{\{([^{}]*)$/.exec(before.slice(-100));
    if (open !== null) return placeholderItems(read, line, position, open[1] ?? "");
    const isHeader = position.line < file.headerLines;
    if ((isHeader || position.line === file.headerLines) && /^[A-Za-z]*$/.test(line)) {
      return headerItems(read, document.lineAt(position.line).range);
    }
    if (file.to !== undefined && isWithin(read, file.to, position))
      return this.#recipients(read.range(file.to));
    if (file.from !== undefined && isWithin(read, file.from, position))
      return this.#lastSenderId(read.range(file.from));
    return [];
  }

  #lastSenderId(range: vscode.Range): vscode.CompletionItem[] {
    const { state } = this.#parts.session;
    const last =
      state.kind === "signedIn" ? new SenderIds(this.#parts.sharedMemory).last(state.account.id) : "";
    if (last === "") return [];
    const item = new vscode.CompletionItem(last, vscode.CompletionItemKind.Value);
    item.detail = vscode.l10n.t("the one that you used last");
    item.range = range;
    return [item];
  }

  #recipients(range: vscode.Range): vscode.CompletionItem[] {
    const { state } = this.#parts.session;
    if (state.kind !== "signedIn") return [];
    const recent = new Recipients(this.#parts.sharedMemory).recent(state.account.id);
    return recent.flatMap((e164, index) => {
      const parsed = this.#numbers.parse(e164);
      if (!parsed.ok) return [];
      const item = new vscode.CompletionItem(parsed.number.formatted, vscode.CompletionItemKind.Value);
      item.detail = placeText(parsed.number);
      item.range = range;
      // The last one first.
      item.sortText = String(index).padStart(3, "0");
      return [item];
    });
  }
}

function isWithin({ range }: ReadDocument, part: FilePart, position: vscode.Position): boolean {
  const place = range(part);
  return place.start.line === position.line && !position.isBefore(place.start);
}

function headerItems({ file }: ReadDocument, range: vscode.Range): vscode.CompletionItem[] {
  const missing = [
    { name: "To", part: file.to, what: vscode.l10n.t("phone number of the recipient") },
    { name: "From", part: file.from, what: vscode.l10n.t("sender ID that the phone shows") },
  ].filter(({ part }) => part === undefined);
  return missing.map(({ name, what }, index) => {
    const item = new vscode.CompletionItem(name, vscode.CompletionItemKind.Property);
    item.detail = what;
    item.insertText = `${name}: `;
    item.sortText = String(index);
    item.range = range;
    return item;
  });
}

function placeholderItems(
  { file }: ReadDocument,
  line: string,
  position: vscode.Position,
  typed: string,
): vscode.CompletionItem[] {
  const start = position.translate(0, -typed.length);
  const rest = line.slice(position.character);
  const closed = /^[^{}]*\}\}/.exec(rest)?.[0];
  const range = new vscode.Range(start, position.translate(0, closed?.length ?? 0));
  const current = closed === undefined ? undefined : (typed + closed.slice(0, -2)).trim();
  return placeholders(file.body.text)
    .filter((name) => name !== current)
    .map((name) => {
      const item = new vscode.CompletionItem(name, vscode.CompletionItemKind.Variable);
      item.insertText = `${name}}}`;
      item.range = range;
      return item;
    });
}

import * as vscode from "vscode";
import { lastOf } from "../../core/loadable.js";
import type { Prices } from "../../core/prices.js";
import type { SessionReader } from "../../core/session.js";
import { loadPhoneNumbers, type PhoneNumbers } from "../../sms/phoneNumber.js";
import { PlainCharacterFixes } from "../check/forcingDiagnostics.js";
import { SmsCompletion, type CompletionParts } from "./completion.js";
import { diagnosticsOf } from "./diagnostics.js";
import { DocumentStatus } from "./documentStatus.js";
import { HeaderFixes } from "./quickFixes.js";
import { LANGUAGE, readDocument } from "./readDocument.js";
import { SegmentMarks } from "./segmentMarks.js";

/** What the documents are checked with. */
export interface SupportParts extends CompletionParts {
  readonly session: SessionReader;
  readonly prices: Prices;
}

/** How long after the last key a document is checked, in ms. */
const REST = 150;

/** Loads the phone numbers, and begins to look after all text messages that are open. */
export async function loadSupport(parts: SupportParts): Promise<{ dispose(): void }> {
  return new DocumentSupport(parts, await loadPhoneNumbers());
}

/** Diagnostics, quick fixes, completion, segment marks and a status line for documents that are text messages. */
class DocumentSupport implements vscode.Disposable {
  readonly #parts: SupportParts;
  readonly #numbers: PhoneNumbers;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection("sms");
  readonly #marks = new SegmentMarks();
  readonly #status = new DocumentStatus();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  /** Checks to come, by document. */
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(parts: SupportParts, numbers: PhoneNumbers) {
    this.#parts = parts;
    this.#numbers = numbers;
    const checkAll = (): void => {
      this.#checkAll();
    };
    const { workspace, window, languages } = vscode;
    this.#subscriptions = [
      this.#diagnostics,
      this.#marks,
      this.#status,
      languages.registerCompletionItemProvider(
        LANGUAGE,
        new SmsCompletion(parts, numbers),
        ...SmsCompletion.triggers,
      ),
      languages.registerCodeActionsProvider(LANGUAGE, new HeaderFixes(), HeaderFixes.metadata),
      languages.registerCodeActionsProvider(
        LANGUAGE,
        new PlainCharacterFixes(),
        PlainCharacterFixes.metadata,
      ),
      workspace.onDidOpenTextDocument((document) => {
        this.#check(document);
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        this.#checkSoon(document);
      }),
      workspace.onDidCloseTextDocument((document) => {
        this.#forget(document);
      }),
      window.onDidChangeVisibleTextEditors(checkAll),
      window.onDidChangeActiveTextEditor(checkAll),
      parts.session.onDidChange(checkAll),
      parts.prices.onDidChange(checkAll),
    ];
    checkAll();
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#check(document);
    this.#followActive();
  }

  /** After the last of several changes. */
  #checkSoon(document: vscode.TextDocument): void {
    if (document.languageId !== LANGUAGE) return;
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    const check = (): void => {
      this.#check(document);
    };
    this.#waiting.set(key, setTimeout(check, REST));
  }

  #check(document: vscode.TextDocument): void {
    if (document.languageId !== LANGUAGE || document.isClosed) return;
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
    const read = readDocument(document);
    const { session, prices } = this.#parts;
    const accountKind = session.state.kind === "signedIn" ? session.state.account.kind : undefined;
    this.#diagnostics.set(document.uri, diagnosticsOf(document, read, this.#numbers, accountKind));
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document === document) this.#marks.show(editor, read);
    }
    if (vscode.window.activeTextEditor?.document === document) {
      this.#status.show(read, this.#numbers, { prices: lastOf(prices.state)?.value, balance: undefined });
    }
  }

  #forget(document: vscode.TextDocument): void {
    if (document.languageId !== LANGUAGE) return;
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
    this.#diagnostics.delete(document.uri);
    // A document that is closed may only have become one of another language.
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() === key) this.#marks.hide(editor);
    }
    this.#followActive();
  }

  /** The status line is for the active text message; its price is fetched when it is first looked at. */
  #followActive(): void {
    const { session, prices } = this.#parts;
    if (vscode.window.activeTextEditor?.document.languageId !== LANGUAGE) this.#status.hide();
    else if (session.state.kind === "signedIn" && prices.state.kind === "idle") void prices.load();
  }
}

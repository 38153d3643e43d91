import * as vscode from "vscode";
import type { Account } from "../../core/accounts.js";
import { lastOf } from "../../core/loadable.js";
import { isUncertain } from "../../core/messageList.js";
import type { SessionReader } from "../../core/session.js";
import { spendingOf } from "../../core/spending.js";
import { loadPhoneNumbers, type PhoneNumbers } from "../../sms/phoneNumber.js";
import type { CommandId } from "../commandIds.js";
import { errorText } from "../errorText.js";
import { SPENDING_SCHEME, type SpentMessages } from "./provide.js";
import { ACTIONS_LINE, spendingText } from "./spendingText.js";

/** The least time from one writing of the document to the next, in ms; one that took long gets more. */
const PAUSE = 1000;

/**
 * Spending documents: written anew while they are open and messages change, not oftener than they can be read.
 * Each belongs to the account that it was opened from; with another one in the window it stays as it was.
 */
export class SpendingDocuments implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #session: SessionReader;
  readonly #messages: SpentMessages;
  readonly #changed: vscode.EventEmitter<vscode.Uri>;
  readonly #lensesChanged = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  readonly #closed = new AbortController();
  /** What was last said, by address. */
  readonly #texts = new Map<string, string>();
  /** Countries by number: the same numbers come again with every change. */
  readonly #countries = new Map<string, string | undefined>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = PAUSE;
  /** One after the other, so that an older text does not come after a newer one. */
  #counting: Promise<unknown> = Promise.resolve();

  readonly onDidChangeCodeLenses = this.#lensesChanged.event;

  constructor(session: SessionReader, messages: SpentMessages, changed: vscode.EventEmitter<vscode.Uri>) {
    this.#session = session;
    this.#messages = messages;
    this.#changed = changed;
    const follow = (): void => {
      this.#timer ??= setTimeout(() => {
        this.#writeAnew();
      }, this.#pause);
    };
    this.#subscriptions = [
      session.onDidChange(follow),
      messages.onDidChange(follow),
      vscode.languages.registerCodeLensProvider({ scheme: SPENDING_SCHEME }, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === SPENDING_SCHEME) this.#forget(uri);
      }),
    ];
  }

  /** What a document says now. */
  async text(uri: vscode.Uri): Promise<string> {
    const counted = this.#counting.then(() => this.#write(uri));
    this.#counting = counted.catch(() => undefined);
    return counted;
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    if (this.#accountOf(uri) === undefined) return [];
    const lens = (title: string, command: CommandId): vscode.CodeLens =>
      new vscode.CodeLens(new vscode.Range(ACTIONS_LINE, 0, ACTIONS_LINE, 0), { title, command });
    const hasMore = lastOf(this.#messages.state)?.value.next !== undefined;
    return [
      ...(hasMore ? [lens(vscode.l10n.t("Load All Messages"), "smsForAi.loadAllMessages")] : []),
      lens(vscode.l10n.t("Export Messages…"), "smsForAi.exportMessages"),
    ];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#closed.abort();
    this.#lensesChanged.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #write(uri: vscode.Uri): Promise<string> {
    const key = uri.toString();
    const account = this.#accountOf(uri);
    if (account === undefined) {
      const other = vscode.l10n.t("This is about another account. Switch to it to see what it spent.");
      return this.#texts.get(key) ?? other;
    }
    const text = await this.#textOf(account);
    this.#texts.set(key, text);
    return text;
  }

  async #textOf(account: Account): Promise<string> {
    const { state, filter } = this.#messages;
    const last = lastOf(state);
    if (last === undefined) {
      // The view that would ask for them may be hidden, as after a change of account or in a window that was restored.
      if (state.kind === "idle") void this.#messages.refresh();
      return state.kind === "failed"
        ? vscode.l10n.t("The messages could not be loaded. {0}", errorText(state.error).message)
        : vscode.l10n.t("The messages are being loaded.");
    }
    const { value, at } = last;
    const began = performance.now();
    const numbers = await loadPhoneNumbers();
    const spending = await spendingOf(value.messages, {
      countryOf: (to) => this.#countryOf(numbers, to),
      signal: this.#closed.signal,
    });
    this.#pause = Math.max(PAUSE, 10 * (performance.now() - began));
    return spendingText({
      account,
      filter,
      spending,
      at,
      hasMore: value.next !== undefined,
      uncertain: isUncertain(value),
    });
  }

  #countryOf(numbers: PhoneNumbers, to: string): string | undefined {
    if (this.#countries.has(to)) return this.#countries.get(to);
    const country = numbers.countryOf(to);
    this.#countries.set(to, country);
    return country;
  }

  /** The window's account, if the document is about it. */
  #accountOf({ authority }: vscode.Uri): Account | undefined {
    const { state } = this.#session;
    return state.kind === "signedIn" && state.account.id === authority ? state.account : undefined;
  }

  #writeAnew(): void {
    this.#timer = undefined;
    this.#lensesChanged.fire();
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === SPENDING_SCHEME) this.#changed.fire(uri);
    }
  }

  #forget(uri: vscode.Uri): void {
    this.#texts.delete(uri.toString());
    if (this.#texts.size === 0) this.#countries.clear();
  }
}

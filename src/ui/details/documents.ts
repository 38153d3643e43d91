import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import { mergeMessage } from "../../core/messageList.js";
import type { MessagesReader } from "../../core/messages.js";
import type { SessionReader } from "../../core/session.js";

/** The scheme of the read-only documents that show a message. */
const DETAILS_SCHEME = "smsforai-message";

/**
 * Message details as documents: read-only, searchable, and written anew when the message changes. Each belongs to
 * the account that it was opened from. What they say is built by a module that is loaded with the first of them.
 */
export class DetailsDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #session: SessionReader;
  readonly #messages: MessagesReader;
  readonly #shown = new Map<string, Message>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions: readonly { dispose(): unknown }[];

  readonly onDidChange = this.#changed.event;

  constructor(session: SessionReader, messages: MessagesReader) {
    this.#session = session;
    this.#messages = messages;
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(DETAILS_SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#shown.delete(uri.toString())),
      messages.onDidChange(() => {
        this.#follow();
      }),
    ];
  }

  /** Opens the details of a message, or goes to them. */
  async show(accountId: string, message: Message): Promise<void> {
    const uri = uriOf(accountId, message.id);
    this.#put(uri, message);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  /** Takes a fuller answer about a message whose details may be open. */
  update(accountId: string, message: Message): void {
    const uri = uriOf(accountId, message.id);
    if (this.#shown.has(uri.toString())) this.#put(uri, message);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const message = this.#shown.get(uri.toString()) ?? this.#listed(uri);
    if (message === undefined) return vscode.l10n.t("This message is not loaded. Open it from the list.");
    const { detailsText } = await import("./detailsText.js");
    return detailsText(message);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** The list's message that a document is about, if the list is of its account. */
  #listed(uri: vscode.Uri): Message | undefined {
    const { state } = this.#session;
    const isOwn = state.kind === "signedIn" && uri.authority === uriOf(state.account.id, "").authority;
    return isOwn ? this.#messages.find(uri.query) : undefined;
  }

  #follow(): void {
    for (const key of [...this.#shown.keys()]) {
      const uri = vscode.Uri.parse(key, true);
      const listed = this.#listed(uri);
      if (listed !== undefined) this.#put(uri, listed);
    }
  }

  #put(uri: vscode.Uri, message: Message): void {
    const known = this.#shown.get(uri.toString());
    const merged = mergeMessage(known, message);
    this.#shown.set(uri.toString(), merged);
    if (JSON.stringify(known) !== JSON.stringify(merged)) this.#changed.fire(uri);
  }
}

/** The name is for the tab; account and id are where the tab does not show them. */
function uriOf(accountId: string, id: string): vscode.Uri {
  const name = vscode.l10n.t("Message {0}", id).replaceAll("/", "-");
  return vscode.Uri.from({ scheme: DETAILS_SCHEME, authority: accountId, path: `/${name}.yaml`, query: id });
}

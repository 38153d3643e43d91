import * as vscode from "vscode";
import { lastOf } from "../../core/loadable.js";
import type { Messages } from "../../core/messages.js";

/** The scheme of the read-only documents that show a message. */
export const DETAILS_SCHEME = "smsforai-message";

/**
 * Gives message details as documents: read-only, searchable, and written anew when the message changes.
 * What they say is built by a module that is loaded with the first of them.
 */
export class DetailsDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #messages: Messages;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions: readonly { dispose(): unknown }[];

  readonly onDidChange = this.#changed.event;

  constructor(messages: Messages) {
    this.#messages = messages;
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(DETAILS_SCHEME, this),
      messages.onDidChange(() => {
        if (lastOf(messages.state) === undefined) return;
        for (const { uri } of vscode.workspace.textDocuments) {
          if (uri.scheme === DETAILS_SCHEME) this.#changed.fire(uri);
        }
      }),
    ];
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { detailsText } = await import("./detailsText.js");
    const message = this.#messages.find(uri.query);
    return message === undefined ? vscode.l10n.t("This message is not loaded.") : detailsText(message);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

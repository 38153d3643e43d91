import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import type { Messages } from "../../core/messages.js";
import { once } from "../../core/once.js";
import type { Prices } from "../../core/prices.js";
import type { SessionReader } from "../../core/session.js";
import { DETAILS_SCHEME } from "../messageArgument.js";
import type { OneTimeCodes } from "../oneTimeCodes.js";
import type { ShownMessages } from "./shownMessages.js";

/** What details are made of. */
export interface DetailsParts {
  readonly session: SessionReader;
  readonly messages: Messages;
  readonly prices: Prices;
  readonly codes: OneTimeCodes;
}

/** Message details as read-only documents. All that they need is loaded with the first of them. */
export class DetailsDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #parts: DetailsParts;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #provider: vscode.Disposable;
  #shown: ShownMessages | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(parts: DetailsParts) {
    this.#parts = parts;
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(DETAILS_SCHEME, this);
  }

  /** The messages whose details are open. */
  readonly load = once(async () => {
    const { ShownMessages } = await import("./shownMessages.js");
    return (this.#shown = new ShownMessages(this.#parts, (uri) => {
      this.#changed.fire(uri);
    }));
  });

  /** Takes what became known of messages, which the list may not hold. */
  update(accountId: string, messages: readonly Message[]): void {
    for (const message of messages) this.#shown?.update(accountId, message);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    return (await this.load()).text(uri);
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
    this.#shown?.dispose();
  }
}

import * as vscode from "vscode";
import type { Messages } from "../../core/messages.js";
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
  #shown: Promise<ShownMessages> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(parts: DetailsParts) {
    this.#parts = parts;
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(DETAILS_SCHEME, this);
  }

  /** The messages whose details are open. */
  load(): Promise<ShownMessages> {
    return (this.#shown ??= import("./shownMessages.js").then(
      ({ ShownMessages }) =>
        new ShownMessages(this.#parts, (uri) => {
          this.#changed.fire(uri);
        }),
    ));
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    return (await this.load()).text(uri);
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
    void this.#shown?.then((shown) => {
      shown.dispose();
    });
  }
}

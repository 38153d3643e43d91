import * as vscode from "vscode";
import type { SupportParts } from "./support.js";

/** Waits for the first text message among the documents; everything for them is loaded then. */
export class SmsDocuments implements vscode.Disposable {
  readonly #parts: SupportParts;
  readonly #subscription: vscode.Disposable;
  #support: Promise<{ dispose(): void }> | undefined;

  constructor(parts: SupportParts) {
    this.#parts = parts;
    this.#subscription = vscode.workspace.onDidOpenTextDocument((document) => {
      this.#look(document);
    });
    for (const document of vscode.workspace.textDocuments) this.#look(document);
  }

  dispose(): void {
    this.#subscription.dispose();
    void this.#support?.then((support) => {
      support.dispose();
    });
  }

  #look({ languageId }: vscode.TextDocument): void {
    if (languageId !== "sms" || this.#support !== undefined) return;
    this.#support = import("./support.js").then(({ loadSupport }) => loadSupport(this.#parts));
  }
}

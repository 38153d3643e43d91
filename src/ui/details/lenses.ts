import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import type { CommandId } from "../commandIds.js";
import type { OneTimeCodes } from "../oneTimeCodes.js";

/** What can be done with a message, above its details. */
export class DetailsLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #find: (uri: vscode.Uri) => Message | undefined;
  readonly #codes: OneTimeCodes;
  readonly #changed = new vscode.EventEmitter<void>();

  readonly onDidChangeCodeLenses = this.#changed.event;

  /** @param find the message that a document shows */
  constructor(find: (uri: vscode.Uri) => Message | undefined, codes: OneTimeCodes) {
    this.#find = find;
    this.#codes = codes;
  }

  /** A message has changed. */
  refresh(): void {
    this.#changed.fire();
  }

  async provideCodeLenses({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    await this.#codes.load();
    const message = this.#find(uri);
    if (message === undefined) return [];
    const code = this.#codes.of(message);
    const lens = (command: CommandId, title: string): vscode.CodeLens =>
      new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { command, title, arguments: [uri] });
    return [
      ...(code === undefined ? [] : [lens("smsForAi.copyMessageCode", vscode.l10n.t("Copy Code {0}", code))]),
      ...(message.to === undefined
        ? []
        : [
            lens("smsForAi.sendMessageAgain", vscode.l10n.t("Send Again…")),
            lens("smsForAi.copyMessageNumber", vscode.l10n.t("Copy Number")),
          ]),
      lens("smsForAi.copyAsCurl", vscode.l10n.t("Copy as curl…")),
    ];
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

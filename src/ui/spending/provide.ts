import * as vscode from "vscode";
import type { Disposable } from "../../core/emitter.js";
import type { Messages } from "../../core/messages.js";
import { once } from "../../core/once.js";
import type { SessionReader } from "../../core/session.js";

/** The scheme of the read-only document that tells what messages cost; its authority is the account's id. */
export const SPENDING_SCHEME = "smsforai-spending";

/** What a spending document tells of; it asks for messages where nobody has asked so far. */
export type SpentMessages = Pick<Messages, "state" | "filter" | "onDidChange" | "refresh">;

/** Answers for spending documents, which may be open from the last time. What they say is loaded with the first. */
export function provideSpending(session: SessionReader, messages: SpentMessages): Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const owned: Disposable[] = [changed];
  const load = once(async () => {
    const { SpendingDocuments } = await import("./spendingDocuments.js");
    const documents = new SpendingDocuments(session, messages, changed);
    owned.push(documents);
    return documents;
  });
  owned.push(
    vscode.workspace.registerTextDocumentContentProvider(SPENDING_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => (await load()).text(uri),
    }),
  );
  return {
    dispose: () => {
      for (const part of owned) part.dispose();
    },
  };
}

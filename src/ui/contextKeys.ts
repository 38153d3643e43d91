import * as vscode from "vscode";
import { lastOf } from "../core/loadable.js";
import type { MessagesReader } from "../core/messages.js";
import type { SessionReader } from "../core/session.js";

/** What `when` clauses in package.json ask for, kept in step with the state. */
export class ContextKeys implements vscode.Disposable {
  readonly #shown = new Map<string, unknown>();
  readonly #subscriptions: readonly { dispose(): void }[];

  constructor(session: SessionReader, messages: MessagesReader) {
    const update = (): void => {
      const { state } = session;
      this.#set("smsForAi.session", state.kind);
      this.#set("smsForAi.accountKind", state.kind === "signedIn" ? state.account.kind : undefined);
      const list = lastOf(messages.state)?.value;
      const empty = list?.messages.length === 0;
      this.#set(
        "smsForAi.messages",
        messages.state.kind === "ready" && empty ? "empty" : messages.state.kind,
      );
      this.#set("smsForAi.hasMoreMessages", list?.next !== undefined);
      this.#set("smsForAi.messagesFiltered", messages.filter !== undefined);
    };
    this.#subscriptions = [session.onDidChange(update), messages.onDidChange(update)];
    update();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #set(key: string, value: unknown): void {
    if (this.#shown.has(key) && this.#shown.get(key) === value) return;
    this.#shown.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  }
}

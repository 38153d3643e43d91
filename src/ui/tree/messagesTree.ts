import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import { lastOf } from "../../core/loadable.js";
import type { Messages } from "../../core/messages.js";
import type { SessionReader, SessionState } from "../../core/session.js";
import type { RecoveryReader, UnsettledSend } from "../../core/unsettled.js";
import type { CommandId } from "../commandIds.js";
import { errorText } from "../errorText.js";
import { accountBadge, relativeTime, statusText } from "../words.js";
import { messageItem } from "./messageItem.js";
import { unsettledItem } from "./unsettledItem.js";

/** The id of the view in package.json. */
export const MESSAGES_VIEW = "smsForAi.messages";

/** How often the ages in the rows are written anew, in ms. */
const AGE_INTERVAL = 60_000;

/** A row: a text that may have been sent, a message, the way to older ones, or another try after a failure. */
export type MessageNode = UnsettledSend | Message | "more" | "retry";

/** The view of recent messages. */
export class MessagesTree implements vscode.TreeDataProvider<MessageNode>, vscode.Disposable {
  readonly #session: SessionReader;
  readonly #messages: Messages;
  readonly #unsettled: RecoveryReader;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<MessageNode>;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #loading: (() => void) | undefined;
  #ages: ReturnType<typeof setInterval> | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(session: SessionReader, messages: Messages, unsettled: RecoveryReader) {
    this.#session = session;
    this.#messages = messages;
    this.#unsettled = unsettled;
    this.#view = vscode.window.createTreeView(MESSAGES_VIEW, { treeDataProvider: this });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      this.#view.onDidChangeVisibility(() => {
        this.#loadIfShown();
        this.#keepAgesFresh();
      }),
      session.onDidChange(() => {
        this.#loadIfShown();
        this.#update();
      }),
      messages.onDidChange(() => {
        this.#update();
      }),
      unsettled.onDidChange(() => {
        this.#changed.fire(undefined);
      }),
    ];
    this.#keepAgesFresh();
    this.#update();
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  readonly onDidChangeVisibility: vscode.Event<unknown> = (listener, thisArgs, disposables) =>
    this.#view.onDidChangeVisibility(listener, thisArgs, disposables);

  getChildren(node?: MessageNode): MessageNode[] {
    if (node !== undefined) return [];
    this.#loadIfShown();
    const list = lastOf(this.#messages.state)?.value;
    const unsettled = this.#session.state.kind === "signedIn" ? this.#unsettled.state : [];
    if (list === undefined || list.messages.length === 0)
      return this.#hasFailed() ? [...unsettled, "retry"] : [...unsettled];
    return [...unsettled, ...list.messages, ...(list.next === undefined ? [] : (["more"] as const))];
  }

  getParent(): undefined {
    return undefined;
  }

  getTreeItem(node: MessageNode): vscode.TreeItem {
    const { state } = this.#session;
    if (node === "retry") return retryItem(state.kind);
    if (node === "more") return moreItem();
    if (!("entry" in node)) return messageItem(node, Date.now());
    return unsettledItem(node, state.kind === "signedIn" ? state.account.id : "", Date.now());
  }

  dispose(): void {
    clearInterval(this.#ages);
    this.#loading?.();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #keepAgesFresh(): void {
    clearInterval(this.#ages);
    if (!this.#view.visible) return;
    this.#ages = setInterval(() => {
      this.#changed.fire(undefined);
    }, AGE_INTERVAL);
  }

  /** A view that nobody sees asks nothing. */
  #loadIfShown(): void {
    if (!this.#view.visible || this.#session.state.kind !== "signedIn") return;
    if (this.#messages.state.kind === "idle") void this.#messages.refresh();
  }

  #update(): void {
    const { state } = this.#session;
    const filter = this.#messages.filter;
    this.#view.description = [
      ...(state.kind === "signedIn" ? [accountBadge(state.account)] : []),
      ...(filter === undefined ? [] : [statusText(filter)]),
    ].join(" · ");
    this.#view.message = this.#message();
    this.#showProgress(this.#messages.state.kind === "loading");
    this.#changed.fire(undefined);
  }

  /**
   * Background failures are told here, not in a pop-up; and the filter, since a view alone in its container
   * does not show its description. Where anything is told here, VS Code shows no welcome text.
   */
  #message(): string {
    const { state, filter } = this.#messages;
    if (this.#session.state.kind === "failed") return errorText(this.#session.state.error).message;
    if (state.kind === "failed") {
      const { message } = errorText(state.error);
      return state.last === undefined
        ? message
        : vscode.l10n.t("As of {0}. {1}", relativeTime(state.last.at, Date.now()), message);
    }
    const empty = state.kind === "ready" && state.last.value.messages.length === 0;
    return filter === undefined || empty ? "" : vscode.l10n.t("Status: {0}", statusText(filter));
  }

  #hasFailed(): boolean {
    return this.#session.state.kind === "failed" || this.#messages.state.kind === "failed";
  }

  #showProgress(loading: boolean): void {
    if (!loading) {
      this.#loading?.();
      this.#loading = undefined;
      return;
    }
    if (this.#loading !== undefined) return;
    const end = new Promise<void>((resolve) => {
      this.#loading = resolve;
    });
    void vscode.window.withProgress({ location: { viewId: MESSAGES_VIEW } }, () => end);
  }
}

function moreItem(): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t("Load More…"));
  item.id = "more";
  item.iconPath = new vscode.ThemeIcon("ellipsis");
  const command: CommandId = "smsForAi.loadMoreMessages";
  item.command = { command, title: vscode.l10n.t("Load More") };
  return item;
}

function retryItem(session: SessionState["kind"]): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t("Try Again"));
  item.id = "retry";
  item.iconPath = new vscode.ThemeIcon("refresh");
  const command: CommandId = session === "failed" ? "smsForAi.retrySession" : "smsForAi.refreshMessages";
  item.command = { command, title: vscode.l10n.t("Try Again") };
  return item;
}

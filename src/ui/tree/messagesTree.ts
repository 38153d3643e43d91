import * as vscode from "vscode";
import { lastOf } from "../../core/loadable.js";
import type { MessageList } from "../../core/messageList.js";
import type { Messages } from "../../core/messages.js";
import type { SessionReader } from "../../core/session.js";
import type { RecoveryReader } from "../../core/unsettled.js";
import { FailureWords } from "../failureWords.js";
import type { OneTimeCodes } from "../oneTimeCodes.js";
import { accountBadge, relativeTime, statusText } from "../words.js";
import type { GroupingChoice } from "./groupingChoice.js";
import type * as Groups from "./groups.js";
import { messageItem, messageTooltip } from "./messageItem.js";
import { noteItem } from "./noteItems.js";
import { registerOpenRow } from "./openRow.js";
import { MAX_ROWS, Rows, type MessageRow, type NoteRow, type Row } from "./rows.js";
import { unsettledItem } from "./unsettledItem.js";
import { viewMessage } from "./viewMessage.js";

/** The id of the view in package.json. */
export const MESSAGES_VIEW = "smsForAi.messages";

/** How often the ages in the rows are looked at, in ms. */
const AGE_INTERVAL = 60_000;

/** How long changes are gathered before the rows are compared, in ms: many come in bursts. */
const GATHERING = 30;

/** How long all rows stay as they are after they were drawn, in ms for each: pages that are read come fast. */
const REST = 0.25;

/** What the tree shows. */
export interface TreeSources {
  readonly session: SessionReader;
  readonly messages: Messages;
  readonly unsettled: RecoveryReader;
  readonly grouping: GroupingChoice;
  readonly codes: OneTimeCodes;
}

/** The view of recent messages. */
export class MessagesTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #sources: TreeSources;
  readonly #rows = new Rows();
  readonly #changed = new vscode.EventEmitter<readonly Row[] | undefined>();
  readonly #view: vscode.TreeView<Row>;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  /** What a person has folded, by the groups' keys. */
  readonly #folded = new Set<string>();
  readonly #failures = new FailureWords(() => {
    this.#showMessage();
  });
  /** Loaded when messages are first grouped. */
  #groups: typeof Groups | undefined;
  /** When the rows were compared last, ms since the epoch: what their ages are of. */
  #now = Date.now();
  readonly #saidAges = new Map<string, string>();
  #loading: (() => void) | undefined;
  #ages: ReturnType<typeof setInterval> | undefined;
  /** ms since the epoch. */
  #restsUntil = 0;
  #gathering: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChangeTreeData = this.#changed.event as vscode.Event<Row[] | undefined>;

  constructor(sources: TreeSources) {
    const { session, messages, unsettled, grouping, codes } = (this.#sources = sources);
    this.#view = vscode.window.createTreeView(MESSAGES_VIEW, { treeDataProvider: this });
    const gather = (): void => {
      this.#gathering ??= setTimeout(
        () => {
          this.#redraw();
        },
        Math.max(GATHERING, this.#restsUntil - Date.now()),
      );
    };
    this.#subscriptions = [
      this.#view,
      this.#changed,
      registerOpenRow(this.#view),
      this.#view.onDidChangeVisibility(() => {
        this.#loadIfShown();
        this.#keepAgesFresh();
      }),
      this.#view.onDidCollapseElement(({ element }) => this.#folded.add(element.id)),
      this.#view.onDidExpandElement(({ element }) => this.#folded.delete(element.id)),
      session.onDidChange(() => {
        this.#loadIfShown();
        this.#update();
        gather();
      }),
      messages.onDidChange(() => {
        this.#update();
        gather();
      }),
      unsettled.onDidChange(gather),
      codes.onDidLoad(() => {
        this.#changed.fire(undefined);
      }),
      grouping.onDidChange(() => {
        this.#loadGroups();
        gather();
      }),
    ];
    this.#loadGroups();
    this.#keepAgesFresh();
    this.#update();
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  readonly onDidChangeVisibility: vscode.Event<unknown> = (listener, thisArgs, disposables) =>
    this.#view.onDidChangeVisibility(listener, thisArgs, disposables);

  /** The number on the view's icon: how many messages are on their way. */
  set badge(count: number) {
    const tooltip = vscode.l10n.t("Messages on their way: {0}", count);
    this.#view.badge = count === 0 ? undefined : { value: count, tooltip };
  }

  getChildren(row?: Row): Row[] {
    if (row?.kind === "group") return [...row.rows];
    if (row !== undefined) return [];
    this.#loadIfShown();
    this.#compare();
    return [...this.#rows.roots];
  }

  getParent(): undefined {
    return undefined;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const { state } = this.#sources.session;
    switch (row.kind) {
      case "message": {
        const hasCode = this.#sources.codes.of(row.message) !== undefined;
        return messageItem(
          row.message,
          this.#ageWords(row),
          hasCode,
          this.#sources.grouping.value === "recipient",
        );
      }
      case "unsettled":
        return unsettledItem(row.send, state.kind === "signedIn" ? state.account.id : "", Date.now());
      case "group":
        if (this.#groups === undefined) throw new Error("groups without what makes them");
        return this.#groups.groupItem(row, this.#folded.has(row.id));
      default:
        return noteItem(row, state.kind === "failed");
    }
  }

  /** The pop-up over a row is made when it is asked for: times are dear to write. */
  resolveTreeItem(item: vscode.TreeItem, row: Row): vscode.TreeItem {
    if (row.kind === "message") item.tooltip = messageTooltip(row.message);
    return item;
  }

  dispose(): void {
    clearInterval(this.#ages);
    clearTimeout(this.#gathering);
    this.#loading?.();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** An age in words. Thousands of rows have but a few: each is written once. */
  #ageWords({ age, message: { createdAt } }: MessageRow): string {
    if (createdAt === undefined) return "";
    if (age === "date") return relativeTime(createdAt, this.#now);
    const words = this.#saidAges.get(age) ?? relativeTime(createdAt, this.#now);
    this.#saidAges.set(age, words);
    return words;
  }

  #loadGroups(): void {
    if (this.#sources.grouping.value === "none" || this.#groups !== undefined) return;
    void import("./groups.js").then((groups) => {
      this.#groups = groups;
      this.#redraw();
    });
  }

  /** Draws what changed: single rows in place, all of them only where rows came, went or moved. */
  #redraw(): void {
    const changed = this.#compare();
    if (changed === "all") {
      const rows = Math.min(MAX_ROWS, lastOf(this.#sources.messages.state)?.value.messages.length ?? 0);
      this.#restsUntil = Date.now() + rows * REST;
      this.#changed.fire(undefined);
    } else if (changed.length > 0) this.#changed.fire(changed);
  }

  /** Takes into the rows what there is to show now. */
  #compare(): "all" | readonly Row[] {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    const { session, messages, unsettled, grouping } = this.#sources;
    const now = (this.#now = Date.now());
    const list = lastOf(messages.state)?.value;
    const { value: by } = grouping;
    const groups = this.#groups;
    return this.#rows.update({
      unsettled: session.state.kind === "signedIn" ? unsettled.state : [],
      // Not shown for a moment ungrouped while the groups are loaded.
      messages: by !== "none" && groups === undefined ? [] : (list?.messages ?? []),
      group: by === "none" || groups === undefined ? undefined : (all) => groups.groupMessages(all, by, now),
      notes: this.#notes(list),
      now,
    });
  }

  #notes(list: MessageList | undefined): NoteRow["kind"][] {
    if (list === undefined || list.messages.length === 0) return this.#hasFailed() ? ["retry"] : [];
    return [
      ...(list.messages.length > MAX_ROWS ? (["capped", "find", "export"] as const) : []),
      ...(list.next === undefined ? [] : (["more"] as const)),
    ];
  }

  #keepAgesFresh(): void {
    clearInterval(this.#ages);
    if (!this.#view.visible) return;
    this.#showMessage();
    this.#ages = setInterval(() => {
      this.#redraw();
      // It says how old the list is where it could not be had.
      this.#showMessage();
    }, AGE_INTERVAL);
  }

  /** A view that nobody sees asks nothing. */
  #loadIfShown(): void {
    const { session, messages } = this.#sources;
    if (!this.#view.visible || session.state.kind !== "signedIn") return;
    if (messages.state.kind === "idle") void messages.refresh();
  }

  #update(): void {
    const { state } = this.#sources.session;
    const { filter } = this.#sources.messages;
    this.#view.description = [
      ...(state.kind === "signedIn" ? [accountBadge(state.account)] : []),
      ...(filter === undefined ? [] : [statusText(filter)]),
    ].join(" · ");
    this.#showMessage();
    this.#showProgress(this.#sources.messages.state.kind === "loading");
  }

  #showMessage(): void {
    const { session, messages } = this.#sources;
    this.#view.message = viewMessage(session, messages, (error) => this.#failures.of(error));
  }

  #hasFailed(): boolean {
    return this.#sources.session.state.kind === "failed" || this.#sources.messages.state.kind === "failed";
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

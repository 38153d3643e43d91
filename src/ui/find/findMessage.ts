import * as vscode from "vscode";
import { isAborted } from "../../api/abort.js";
import { lastOf } from "../../core/loadable.js";
import type { MessageList } from "../../core/messageList.js";
import { MessageSearch, type Found } from "../../core/messageSearch.js";
import type { CommandId } from "../commandIds.js";
import { errorText } from "../errorText.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { accountBadge, statusText } from "../words.js";
import {
  actionItem,
  inPlace,
  lookAlike,
  messageFound,
  type ActionItem,
  type MessageButton,
  type MessageItem,
} from "./findItems.js";

/** The most messages that are shown; all that match are counted. */
const SHOWN = 200;

/** How long to wait for the next key before searching, in ms. */
const TYPING = 40;

/**
 * How long to wait for more messages before rows are moved for them, in ms. VS Code names a row by its place: one
 * that is chosen in the moment in which the rows move is taken for its neighbour.
 */
const ARRIVING = 300;

/** Finds messages by number, text, ID or sender among what is loaded, then further back. */
export async function findMessage(parts: Parts): Promise<void> {
  const { account } = await requireSignedIn(parts);
  if (parts.messages.state.kind === "idle") void parts.messages.refresh();
  await new Find(parts, accountBadge(account)).closed;
}

/** The box, from when it opens until it closes. */
class Find {
  readonly #parts: Parts;
  readonly #pick = vscode.window.createQuickPick<MessageItem | ActionItem>();
  readonly #search = new MessageSearch();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #waiting: { readonly timer: ReturnType<typeof setTimeout>; readonly until: number } | undefined;
  /** Whether the rows are those of what is typed, though more may have arrived since. */
  #answered = false;
  /** What was typed when rows were shown last. */
  #shownFor: string | undefined;
  /** The search under way among what is loaded. */
  #searching: AbortController | undefined;
  /** The search under way among older messages. */
  #older: AbortController | undefined;
  /** Until when older messages are not asked for because of the rate limit, ms since the epoch. */
  #waitUntil: number | undefined;
  #failure: unknown;
  #found: Found = { messages: [], count: 0 };
  /** Enter was pressed before the search for what is typed was over. */
  #accepted = false;

  /** Resolves when the box is closed. */
  readonly closed: Promise<void>;

  constructor(parts: Parts, badge: string) {
    this.#parts = parts;
    const pick = this.#pick;
    pick.title = vscode.l10n.t("Find Message ({0})", badge);
    pick.placeholder = vscode.l10n.t("Number, words of the text, sender ID or message ID");
    this.closed = new Promise((resolve) => {
      pick.onDidHide(() => {
        this.#dispose();
        resolve();
      });
    });
    this.#subscriptions = [
      pick,
      pick.onDidChangeValue(() => {
        // Another question: the older messages were searched for the former one.
        this.#older?.abort();
        this.#failure = undefined;
        this.#answered = false;
        this.#accepted = false;
        this.#searching?.abort();
        this.#searchIn(TYPING);
      }),
      pick.onDidAccept(() => {
        if (this.#answered) this.#accept(this.#meant(pick.activeItems[0]));
        else this.#accepted = true;
      }),
      pick.onDidTriggerItemButton(({ item, button }) => {
        if (item.message !== undefined) this.#press(item.message.id, button as MessageButton);
      }),
      parts.messages.onDidChange(() => {
        // While older ones are read, it is the reader who looks whether they match.
        if (this.#older === undefined) this.#searchIn(this.#found.count === 0 ? TYPING : ARRIVING);
        else pick.prompt = this.#summary();
      }),
      parts.session.onDidChange(() => {
        pick.hide();
      }),
    ];
    void this.#searchNow();
    pick.show();
  }

  get #list(): MessageList | undefined {
    return lastOf(this.#parts.messages.state)?.value;
  }

  /** @param wait ms */
  #searchIn(wait: number): void {
    const until = Date.now() + wait;
    if (this.#waiting !== undefined && this.#waiting.until <= until) return;
    clearTimeout(this.#waiting?.timer);
    const timer = setTimeout(() => void this.#searchNow(), wait);
    this.#waiting = { timer, until };
  }

  async #searchNow(): Promise<void> {
    clearTimeout(this.#waiting?.timer);
    this.#waiting = undefined;
    this.#searching?.abort();
    const request = (this.#searching = new AbortController());
    const found = await this.#search.find(
      this.#list?.messages ?? [],
      this.#pick.value,
      SHOWN,
      request.signal,
    );
    if (found === undefined || isAborted(request.signal)) return;
    this.#searching = undefined;
    this.#answered = true;
    this.#found = found;
    this.#show();
    if (!this.#accepted) return;
    this.#accepted = false;
    this.#accept(this.#pick.items[0]);
  }

  #show(): void {
    const pick = this.#pick;
    const { state } = this.#parts.messages;
    const now = Date.now();
    const newest = this.#found.messages.map((message) => messageFound(message, now));
    const gone = pick.value === this.#shownFor ? pick.activeItems[0]?.message : undefined;
    const found = inPlace(newest, pick.items, gone);
    this.#shownFor = pick.value;
    const rows = [...found, ...this.#actions()];
    // Without any row VS Code would not tell of Enter, which may come before the rows that it is about.
    const items = rows.length > 0 ? rows : [this.#nothingItem()];
    if (!lookAlike(items, pick.items)) {
      const active = pick.activeItems[0]?.message?.id;
      const again = found.find(({ message }) => message.id === active);
      pick.keepScrollPosition = true;
      pick.items = items;
      if (again !== undefined) pick.activeItems = [again];
    }
    pick.busy = state.kind === "loading" || this.#older !== undefined;
    pick.prompt = this.#summary();
  }

  /** What else can be done: search older messages, and those of every status. */
  #actions(): ActionItem[] {
    const { messages } = this.#parts;
    const { filter, state } = messages;
    const failure = this.#failure ?? (state.kind === "failed" ? state.error : undefined);
    const why = failure === undefined ? undefined : errorText(failure).message;
    const older =
      this.#older !== undefined
        ? [this.#searchingItem()]
        : this.#list?.next !== undefined
          ? [actionItem("history", vscode.l10n.t("Search older messages…"), () => this.#searchOlder(), why)]
          : this.#list === undefined && why !== undefined
            ? [actionItem("refresh", vscode.l10n.t("Try Again"), () => messages.refresh(), why)]
            : [];
    const all =
      filter === undefined
        ? []
        : [
            actionItem(
              "filter",
              vscode.l10n.t("Search all statuses"),
              () => messages.setFilter(undefined),
              vscode.l10n.t("Only messages with this status are searched now: {0}", statusText(filter)),
            ),
          ];
    return [...older, ...all];
  }

  #nothingItem(): ActionItem {
    const words =
      this.#list === undefined
        ? vscode.l10n.t("Messages are being loaded…")
        : vscode.l10n.t("No message matches. All are searched.");
    return actionItem("info", words, nothing);
  }

  #searchingItem(): ActionItem {
    const waiting =
      this.#waitUntil === undefined
        ? undefined
        : vscode.l10n.t(
            "Waiting for the rate limit until {0}",
            new Date(this.#waitUntil).toLocaleTimeString(vscode.env.language, { timeStyle: "medium" }),
          );
    const words = vscode.l10n.t("Searching older messages… Escape stops it.");
    return actionItem("loading~spin", words, () => undefined, waiting);
  }

  /** How much was searched and found. */
  #summary(): string {
    const list = this.#list;
    if (list === undefined) return "";
    const { count } = this.#found;
    const loaded = list.messages.length;
    const number = (value: number): string => value.toLocaleString(vscode.env.language);
    const found = vscode.l10n.t("{0} of {1} loaded messages", number(count), number(loaded));
    const shown = count > SHOWN ? [vscode.l10n.t("the newest {0} are shown", number(SHOWN))] : [];
    const rest = list.next === undefined ? [vscode.l10n.t("all are loaded")] : [];
    return [found, ...shown, ...rest].join(" · ");
  }

  /** Loads older messages until some of them match. What was typed stays. */
  async #searchOlder(): Promise<void> {
    const request = (this.#older = new AbortController());
    const { signal } = request;
    const { messages } = this.#parts;
    this.#failure = undefined;
    const query = this.#pick.value;
    let searched = this.#list?.messages.length ?? 0;
    this.#show();
    // Read at a pace that leaves requests to others, and stopped at the first page with a match.
    const enough = new AbortController();
    const stop = AbortSignal.any([signal, enough.signal]);
    const look = async (): Promise<void> => {
      const all = this.#list?.messages ?? [];
      const below = all.slice(searched);
      searched = all.length;
      const found = await this.#search.find(below, query, 0, stop);
      if (found !== undefined && found.count > 0) enough.abort();
    };
    try {
      await messages.loadAll({
        signal: stop,
        onProgress: ({ waitUntil }) => {
          this.#waitUntil = waitUntil;
          if (waitUntil === undefined) void look();
          else this.#show();
        },
      });
    } catch (error) {
      if (!isAborted(signal)) this.#failure = error;
    }
    if (this.#older !== request) return;
    this.#older = undefined;
    this.#waitUntil = undefined;
    if (!isAborted(signal)) void this.#searchNow();
  }

  /** The row of now that Enter is about: those that a person saw may be of a moment ago. */
  #meant(active: MessageItem | ActionItem | undefined): MessageItem | ActionItem | undefined {
    const { items } = this.#pick;
    const same = items.find((item) =>
      item.message === undefined
        ? active?.message === undefined && item.description === active?.description
        : item.message.id === active?.message?.id,
    );
    const wasAction = active !== undefined && active.message === undefined && active.run !== nothing;
    return same ?? (wasAction ? undefined : items[0]);
  }

  #accept(item: MessageItem | ActionItem | undefined): void {
    if (item === undefined) return;
    const { notifier } = this.#parts;
    if (item.message === undefined) {
      void notifier.guard("smsForAi.findMessage", item.run);
      return;
    }
    this.#pick.hide();
    const open: CommandId = "smsForAi.openMessage";
    void vscode.commands.executeCommand(open, item.message.id);
  }

  #press(id: string, { command }: MessageButton): void {
    if (command === "smsForAi.sendMessageAgain") this.#pick.hide();
    void vscode.commands.executeCommand(command, id);
  }

  #dispose(): void {
    clearTimeout(this.#waiting?.timer);
    this.#searching?.abort();
    this.#older?.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** What the row does that only says that nothing was found. */
function nothing(): void {
  // Whoever presses Enter there has typed on meanwhile, or learns nothing new.
}

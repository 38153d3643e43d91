import * as vscode from "vscode";
import { LazyTracker } from "../../core/lazyTracker.js";
import type { Messages } from "../../core/messages.js";
import { once } from "../../core/once.js";
import type { Outbox } from "../../core/outbox.js";
import type { Memory } from "../../core/secrets.js";
import type { Session } from "../../core/session.js";
import { hasKept } from "../../core/tracking/kept.js";
import type { DetailsDocuments } from "../details/documents.js";
import type { MessagesTree } from "../tree/messagesTree.js";
import type { Notifier } from "../notifier.js";
import type { DeliveryNotices, NoticeParts } from "./notices.js";

/** The tracker of this window, loaded when there is something to follow. */
export function lazyTracker(parts: {
  readonly session: Session;
  readonly messages: Messages;
  readonly windowMemory: Memory;
  readonly notifier: Notifier;
}): LazyTracker {
  const { session, messages, windowMemory: memory, notifier } = parts;
  const onFailure = (error: unknown): void => {
    notifier.record("tracking", error);
  };
  return new LazyTracker(async () => {
    const { Tracker } = await import("../../core/tracker.js");
    return new Tracker({
      session,
      messages,
      memory,
      isFocused: () => vscode.window.state.focused,
      onDidChangeFocus: vscode.window.onDidChangeWindowState,
      onFailure,
    });
  }, onFailure);
}

/** What following deliveries works with. */
export interface FollowParts extends NoticeParts {
  readonly tracker: LazyTracker;
  readonly outbox: Outbox;
  readonly windowMemory: Memory;
  readonly view: Pick<MessagesTree, "badge">;
  readonly details: Pick<DetailsDocuments, "update">;
}

/**
 * Follows what this window sends, and what its last run left; counts on the view's badge, and tells how it
 * ended. What does that is loaded when there is something to follow.
 */
export function followDeliveries(parts: FollowParts): { dispose(): void } {
  const { tracker, outbox, session, windowMemory, notifier, view, details } = parts;
  let shown = 0;
  let notices: DeliveryNotices | undefined;
  const loadNotices = once(async () => {
    const { DeliveryNotices } = await import("./notices.js");
    return (notices = new DeliveryNotices(parts));
  });
  const wake = (): void => {
    if (session.state.kind === "signedIn" && hasKept(windowMemory)) tracker.wake();
  };
  const subscriptions = [
    session.onDidChange(wake),
    outbox.onDidSend(({ signedIn, message, remaining }) => {
      tracker.sent(signedIn.account, message, remaining);
    }),
    tracker.onDidChange(() => {
      if (tracker.unfinished === shown) return;
      shown = tracker.unfinished;
      view.badge = shown;
    }),
    tracker.onDidFinish(async (finished) => {
      details.update(finished.account.id, finished.messages);
      try {
        (await loadNotices()).add(finished);
      } catch (error) {
        notifier.record("tracking", error);
      }
    }),
  ];
  wake();
  return {
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
      notices?.dispose();
    },
  };
}

import * as vscode from "vscode";
import type { Parts } from "../parts.js";
import type { Shown } from "../shown.js";

/**
 * Offers to go on with what an earlier window left unfinished, once somebody is signed in and looks; and keeps
 * results up to date when it turns out what became of a text. Both are loaded when there is something to do.
 */
export function followRuns(parts: Parts, view: Shown): vscode.Disposable {
  const { session, recovery, notifier } = parts;
  const offered = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasLooked = false;
  let isDisposed = false;
  const look = (): void => {
    if (hasLooked || !view.visible || session.state.kind !== "signedIn") return;
    hasLooked = true;
    void (async () => {
      try {
        const { offerRuns } = await import("./interrupted.js");
        const again = await offerRuns(parts, offered);
        if (again === undefined || isDisposed) return;
        // Another window has one, and may have died.
        timer = setTimeout(
          () => {
            hasLooked = false;
            look();
          },
          Math.max(1000, again - Date.now() + 1000),
        );
      } catch (error) {
        // The next time that somebody looks may go better.
        hasLooked = false;
        notifier.record("runs", error);
      }
    })();
  };
  let open = new Set<string>();
  const settle = async (): Promise<void> => {
    const now = new Set(
      recovery.state.flatMap(({ entry }) => (entry.origin === undefined ? [] : [entry.id])),
    );
    const isFewer = [...open].some((id) => !now.has(id));
    open = now;
    if (!isFewer) return;
    try {
      const { settleRuns } = await import("./settleRuns.js");
      await settleRuns(parts);
    } catch (error) {
      notifier.record("runs", error);
    }
  };
  look();
  return vscode.Disposable.from(
    session.onDidChange(look),
    view.onDidChangeVisibility(look),
    recovery.onDidChange(() => void settle()),
    {
      dispose: () => {
        isDisposed = true;
        clearTimeout(timer);
      },
    },
  );
}

import * as vscode from "vscode";
import type { LazyRecovery } from "../../core/lazyRecovery.js";
import { once } from "../../core/once.js";
import type { Shown } from "../shown.js";
import type { TellParts } from "./tell.js";

/** What follows the texts that may have been sent. */
export interface FollowParts extends TellParts {
  readonly recovery: LazyRecovery;
  readonly view: Shown;
}

/** Follows the journal once somebody is signed in. What does that is loaded then. */
export function followUnsettled(parts: FollowParts): vscode.Disposable {
  const { recovery: lazy, session, view, notifier } = parts;
  let telling: { dispose(): void } | undefined;
  let isDisposed = false;
  const load = once(async () => {
    const [{ tellUnsettled }, recovery] = await Promise.all([import("./tell.js"), lazy.get()]);
    if (!isDisposed) telling = tellUnsettled(parts, recovery);
    return recovery;
  });
  const follow = async (): Promise<void> => {
    if (session.state.kind !== "signedIn") return;
    try {
      await (await load()).begin();
    } catch (error) {
      notifier.record("recovery", error);
    }
  };
  const readAgain = async (): Promise<void> => {
    if (telling !== undefined && session.state.kind === "signedIn" && view.visible)
      await (await load()).refresh();
  };
  void follow();
  return vscode.Disposable.from(
    session.onDidChange(follow),
    view.onDidChangeVisibility(readAgain),
    vscode.window.onDidChangeWindowState(readAgain),
    {
      dispose: () => {
        isDisposed = true;
        telling?.dispose();
      },
    },
  );
}

import * as vscode from "vscode";
import type { Session } from "../core/session.js";
import type { Notifier } from "./notifier.js";
import type { Settings } from "./settings.js";

/** Takes up the account of the window, or the sandbox if there is none and the setting says so. */
export async function startSession(session: Session, settings: Settings, notifier: Notifier): Promise<void> {
  await session.reload();
  const { state } = session;
  if (state.kind === "failed") notifier.record("start", state.error);
  if (state.kind !== "signedOut" || !settings.sandboxStartSignedIn) return;
  await notifier.guard("start", () => session.useSandbox(vscode.l10n.t("Sandbox on this computer")));
}

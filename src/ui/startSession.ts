import type { Session } from "../core/session.js";
import { trySandbox } from "./commands/trySandbox.js";
import type { Notifier } from "./notifier.js";
import type { Settings } from "./settings.js";

/** Takes up the account of the window, or the sandbox if there is none and the setting says so. */
export async function startSession(session: Session, settings: Settings, notifier: Notifier): Promise<void> {
  await session.reload();
  const { state } = session;
  if (state.kind === "failed") notifier.record("start", state.error);
  if (state.kind !== "signedOut" || !settings.sandboxStartSignedIn) return;
  // Nobody asked just now, so a failure is no pop-up: the welcome view has the button that tells of it.
  await trySandbox({ session }).catch((error: unknown) => {
    notifier.record("start", error);
  });
}

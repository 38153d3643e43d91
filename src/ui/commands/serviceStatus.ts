import * as vscode from "vscode";
import { LIVE_BASE_URL } from "../../api/baseUrl.js";
import { SmsApi } from "../../api/client.js";
import { ApiError } from "../../api/errors.js";
import { foreignText } from "../errorText.js";
import type { Parts } from "../parts.js";
import { withCancellableProgress } from "../progress.js";

/** Asks the API's root, which wants no token, and says what it answers; with an account, `/me` too. */
export async function serviceStatus({ session, sandbox }: Parts): Promise<void> {
  const { state } = session;
  const signedIn = state.kind === "signedIn" ? state : undefined;
  const baseUrl = signedIn?.account.baseUrl ?? LIVE_BASE_URL;
  const api = (await signedIn?.api()) ?? new SmsApi({ baseUrl, authorize: () => Promise.resolve("") });
  const { host } = new URL(baseUrl);
  const text = await withCancellableProgress(vscode.l10n.t("Asking {0}…", host), async (signal) => {
    // The root is asked without a token, so the sandbox has to be started by itself.
    if (signedIn?.account.kind === "sandbox") await sandbox.token(baseUrl, signal);
    const started = performance.now();
    const status = await api.status(signal);
    const duration = Math.round(performance.now() - started);
    const { api: name = "", version = "", status: word = "" } = status;
    const said = [name, version, word].filter((part) => part !== "").join(" ");
    const root = vscode.l10n.t("{0} answered in {1} ms: {2}.", host, duration, foreignText(said));
    return signedIn === undefined ? root : `${root} ${await tokenText(api, signal)}`;
  });
  void vscode.window.showInformationMessage(text);
}

async function tokenText(api: SmsApi, signal: AbortSignal): Promise<string> {
  try {
    const { userName } = await api.me(signal);
    return vscode.l10n.t("The token is accepted ({0}).", foreignText(userName ?? "?"));
  } catch (error) {
    if (error instanceof ApiError && error.kind === "unauthorized") {
      return vscode.l10n.t("The token is not accepted.");
    }
    throw error;
  }
}

import * as vscode from "vscode";
import { lastOf } from "../../core/loadable.js";
import { isUncertain } from "../../core/messageList.js";
import type { MessagesReader } from "../../core/messages.js";
import type { SessionReader } from "../../core/session.js";
import { relativeTime, statusText } from "../words.js";

/**
 * What stands above the rows. Background failures are told here, not in a pop-up; and the filter, since a view alone
 * in its container does not show its description. Where anything is told here, VS Code shows no welcome text.
 * @param failureText what a failure means to a person
 */
export function viewMessage(
  session: SessionReader,
  messages: MessagesReader,
  failureText: (error: unknown) => string,
): string {
  const { state, filter } = messages;
  if (session.state.kind === "failed") return failureText(session.state.error);
  const empty = state.kind === "ready" && state.last.value.messages.length === 0;
  const list = lastOf(state)?.value;
  return [
    ...(filter === undefined || empty ? [] : [vscode.l10n.t("Status: {0}", statusText(filter))]),
    ...(state.kind === "failed" ? [asOf(failureText(state.error), state.last?.at)] : []),
    ...(list !== undefined && isUncertain(list) ? [vscode.l10n.t("Some messages may be missing.")] : []),
  ].join(" · ");
}

function asOf(failure: string, at: number | undefined): string {
  return at === undefined ? failure : vscode.l10n.t("As of {0}. {1}", relativeTime(at, Date.now()), failure);
}

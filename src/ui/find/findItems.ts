import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import { firstWords, isolate } from "../../sms/visibleText.js";
import { oneTimeCode } from "../../sms/oneTimeCode.js";
import type { CommandId } from "../commandIds.js";
import { statusIcon } from "../tree/messageItem.js";
import { pickText, relativeTime, statusText } from "../words.js";

/** How many characters of a text a row shows. */
const ROW_CHARACTERS = 160;

/** A message that was found. */
export interface MessageItem extends vscode.QuickPickItem {
  readonly message: Message;
}

/** Something else that can be done, below what was found. */
export interface ActionItem extends vscode.QuickPickItem {
  readonly message?: undefined;
  readonly run: () => unknown;
}

/** A button of a message, and the command that it runs with the message's id. */
export interface MessageButton extends vscode.QuickInputButton {
  readonly command: CommandId;
}

/**
 * A message as a row of a quick pick that VS Code shows whatever is typed.
 * @param now ms since the epoch
 */
export function messageFound(message: Message, now: number): MessageItem {
  const { id, to, status, createdAt, senderId, body } = message;
  const facts = [
    statusText(status),
    ...(createdAt === undefined ? [] : [relativeTime(createdAt, now)]),
    ...(senderId === undefined ? [] : [vscode.l10n.t("from {0}", senderId)]),
  ];
  return {
    message,
    label: isolate(pickText(to ?? vscode.l10n.t("Message {0}", id))),
    description: facts.map((fact) => isolate(pickText(fact))).join(" · "),
    ...(body === undefined ? {} : { detail: isolate(pickText(firstWords(body, ROW_CHARACTERS))) }),
    iconPath: statusIcon(status),
    buttons: buttonsOf(message),
    alwaysShow: true,
  };
}

function buttonsOf({ to, body }: Message): MessageButton[] {
  const button = (command: CommandId, icon: string, tooltip: string): MessageButton => ({
    command,
    iconPath: new vscode.ThemeIcon(icon),
    tooltip,
  });
  return [
    ...(body === undefined || oneTimeCode(body) === undefined
      ? []
      : [button("smsForAi.copyMessageCode", "key", vscode.l10n.t("Copy Code"))]),
    ...(to === undefined
      ? []
      : [
          button("smsForAi.copyMessageNumber", "copy", vscode.l10n.t("Copy Number")),
          button("smsForAi.sendMessageAgain", "redo", vscode.l10n.t("Send Again…")),
        ]),
  ];
}

/**
 * A row that does something. Its words are no label: VS Code puts labels that hold what is typed first, whatever
 * their place.
 */
export function actionItem(icon: string, words: string, run: () => unknown, detail?: string): ActionItem {
  return {
    label: `$(${icon})`,
    description: words,
    ...(detail === undefined ? {} : { detail: pickText(detail) }),
    alwaysShow: true,
    run,
  };
}

/**
 * Rows in the order of those that are shown, once a person has gone down to one: VS Code names a row by its place, so
 * that an Enter under way would mean its neighbour if what arrives went on top. It goes below then.
 */
export function inPlace(
  found: readonly MessageItem[],
  shown: readonly vscode.QuickPickItem[],
  active: Message | undefined,
): readonly MessageItem[] {
  const ids = shown.map((item) => (item as Partial<MessageItem>).message?.id);
  if (active === undefined || active.id === ids[0]) return found;
  const places = new Map(ids.map((id, place) => [id, place]));
  const placeOf = ({ message: { id } }: MessageItem): number => places.get(id) ?? ids.length;
  return found.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** Whether rows look alike, one by one: setting them anew would take back a key that was pressed just then. */
export function lookAlike(
  some: readonly vscode.QuickPickItem[],
  others: readonly vscode.QuickPickItem[],
): boolean {
  return JSON.stringify(some.map(looks)) === JSON.stringify(others.map(looks));
}

function looks(item: vscode.QuickPickItem): unknown {
  const { label, description, detail, iconPath, buttons = [] } = item;
  const id = (item as Partial<MessageItem>).message?.id;
  return [id, label, description, detail, iconPath, buttons.map(({ tooltip }) => tooltip)];
}

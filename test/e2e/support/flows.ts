import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import type { Locator } from "playwright-core";
import type { ModalText } from "../../host/dialogs.js";
import type { View } from "../../host/view.js";
import type { Workbench } from "../../host/workbench.js";
import type { OtherServer } from "./otherServer.js";
import { BALANCE } from "./sms.js";

/** What goes into the composer, as a person types it. */
export interface Typed {
  readonly to: string;
  readonly body: string;
  readonly senderId?: string;
}

/** The message list; `open()` it first. */
export function messagesView(workbench: Workbench): View {
  return workbench.view("SMS for AI", "Messages");
}

/** Gives the message list the focus, by the palette. */
export async function focusMessages(workbench: Workbench): Promise<void> {
  await workbench.runCommand("SMS for AI: Focus on Messages View");
  await workbench.quickInput.closed();
  await messagesView(workbench).focused();
}

/** How soon what a row opens is there, in ms: a busy machine takes seconds. */
const OPENING = 20_000;

/**
 * Opens the first row of the message list, by keyboard alone. Once in some hundred times nothing came of an Enter,
 * and it is not known why: then it is said, and pressed once more, as a person would.
 * @param opened what there is to see then
 */
export async function openFirstRow(workbench: Workbench, opened: Locator): Promise<void> {
  const first = workbench.page.locator(".part.sidebar .monaco-list-row.focused[data-index='0']");
  for (const isLast of [false, true]) {
    await focusMessages(workbench);
    await workbench.page.keyboard.press("Home");
    await first.waitFor();
    await workbench.page.keyboard.press("Enter");
    if (isLast) return;
    if (await isThere(opened)) return;
    console.log("Enter on the first row opened nothing: it is pressed once more.");
  }
}

async function isThere(opened: Locator): Promise<boolean> {
  return opened.waitFor({ timeout: OPENING }).then(
    () => true,
    () => false,
  );
}

/** Chooses how messages are grouped, by the words of the choice. */
export async function groupMessages(workbench: Workbench, how: string): Promise<void> {
  await run(workbench, "Group Messages…");
  await workbench.quickInput.opened("Group Messages");
  await workbench.quickInput.choose(how);
  await workbench.quickInput.closed();
}

/** Runs a command of ours by its title. */
export async function run(workbench: Workbench, title: string): Promise<void> {
  await workbench.runCommand(`SMS for AI: ${title}`);
}

/** Refreshes the list of an account on another server, and waits until it shows what the server says now. */
export async function refresh(workbench: Workbench, { messages }: OtherServer): Promise<void> {
  const [newest] = messages;
  if (newest === undefined) throw new Error("nothing to see");
  newest.body = `${newest.body.replace(/ \(.*/, "")} (look ${randomInt(1e6)})`;
  await run(workbench, "Refresh Messages");
  await messagesView(workbench).rowsWhen("fresh", (rows) => rows[0]?.endsWith(newest.body) === true);
}

/** Begins to sign in to a server by its address, up to the question for the token. */
export async function beginSignIn(workbench: Workbench, url: string): Promise<void> {
  const { quickInput } = workbench;
  await run(workbench, "Sign In…");
  await quickInput.opened("Sign In");
  await quickInput.pick("Another server…");
  await quickInput.opened("Address of the Server");
  await quickInput.enter(url);
  await quickInput.opened("Token for");
}

/** Signs in to a server by its address, and waits for the word that it is done. */
export async function signIn(workbench: Workbench, url: string, token: string): Promise<void> {
  await beginSignIn(workbench, url);
  await workbench.quickInput.enter(token);
  await workbench.notifications.shown("Signed in: ");
  await workbench.notifications.close("Signed in: ");
}

/** Waits for a step of the composer. */
export async function atStep(workbench: Workbench, step: 1 | 2 | 3): Promise<void> {
  await workbench.quickInput.opened(`(${step}/3)`);
}

/** Types the recipient and goes on to the text. */
export async function giveRecipient(workbench: Workbench, to: string): Promise<void> {
  const { quickInput } = workbench;
  await atStep(workbench, 1);
  await quickInput.type(to);
  // The row of the whole number: an earlier one, for what was typed so far, cannot be chosen.
  const digits = to.replace(/\D/g, "").replace(/\d(?!$)/g, "$&[ -]?");
  await quickInput.pick(new RegExp(`^\\s*\\+${digits}\\s*$`));
  await atStep(workbench, 2);
}

/** Goes through the steps of the open composer, up to the confirmation, and gives what that says. */
export async function fillIn(workbench: Workbench, { to, body, senderId }: Typed): Promise<ModalText> {
  const { quickInput } = workbench;
  await giveRecipient(workbench, to);
  await quickInput.enter(body);
  await atStep(workbench, 3);
  if (senderId !== undefined) await quickInput.type(senderId);
  await quickInput.accept();
  return workbench.modal.read("send this text to");
}

/** Composes a text by the palette, up to the confirmation. */
export async function compose(workbench: Workbench, typed: Typed): Promise<ModalText> {
  await run(workbench, "Send SMS…");
  return fillIn(workbench, typed);
}

/** Waits until the number on the view's icon is this one; empty for none. */
export async function badge(workbench: Workbench, count: string): Promise<void> {
  await workbench.until(
    `badge "${count}"`,
    () => messagesView(workbench).badge(),
    (shown) => shown === count,
  );
}

/** What the status bar says once it holds a text. */
export async function balanceText(workbench: Workbench, part: string): Promise<string> {
  return workbench.statusBarText(BALANCE, (text) => text.includes(part));
}

/** Lets all logs tell all that they can, until the window is loaded anew. */
export async function logEverything(workbench: Workbench): Promise<void> {
  const { quickInput } = workbench;
  // A log that comes into being while the level is set may miss it: ours is there once it is shown.
  await run(workbench, "Show Log");
  await workbench.page.locator(".part.panel .view-lines").waitFor();
  await workbench.runCommand("View: Toggle Panel Visibility");
  await workbench.runCommand("Developer: Set Log Level...");
  await quickInput.opened();
  await quickInput.choose("Trace");
  await quickInput.closed();
}

/** Holds that a text has all these parts. */
export function assertHolds(text: string, parts: readonly string[]): void {
  for (const part of parts) assert.ok(text.includes(part), `“${part}” is not in\n${text}`);
}

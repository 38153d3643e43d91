import * as vscode from "vscode";
import type { Message } from "../../api/schemas.js";
import type { Messages } from "../../core/messages.js";
import type { TrackedAccount } from "../../core/tracking/reader.js";
import { detailsStep } from "../detailsStep.js";
import { foreignText } from "../errorText.js";
import { runnable, type OfferedStep } from "../notifier.js";
import { knownText } from "../sentText.js";
import { accountBadge } from "../words.js";

/** A message that has come to its end, and where it was sent from. */
export interface Ended {
  readonly account: TrackedAccount;
  readonly message: Message;
}

/**
 * How deliveries ended, in one sentence.
 * @param active the id of the window's account, which needs no name
 */
export function noticeText(ended: readonly Ended[], active: string | undefined): string {
  const [first] = ended;
  const text = ended.length === 1 && first !== undefined ? oneText(first.message) : manyText(ended);
  const accounts = new Map(ended.map(({ account }) => [account.id, account]));
  if ([...accounts.keys()].every((id) => id === active)) return text;
  const names = [...accounts.values()].map(
    (account) => `${accountBadge(account)} – ${foreignText(account.label)}`,
  );
  return `${names.join(", ")}: ${text}`;
}

/** The ways on from there. */
export function noticeSteps(
  ended: readonly Ended[],
  active: string | undefined,
  messages: Pick<Messages, "setFilter">,
): OfferedStep[] {
  const own = ended.filter(({ account }) => account.id === active);
  const [first] = own;
  if (first === undefined)
    return [runnable({ title: vscode.l10n.t("Switch Account"), command: "smsForAi.switchAccount" })];
  if (ended.length > 1) return [showStep(own, messages)];
  const { account, message } = first;
  const { id, status, to } = message;
  const again = status === "failed" && to !== undefined ? [againStep(message)] : [];
  return [detailsStep({ accountId: account.id, id }), ...again];
}

function oneText({ id, to, status, error }: Message): string {
  const number =
    to === undefined
      ? vscode.l10n.t("a number that is not known (ID {0})", foreignText(id))
      : foreignText(to);
  if (status !== "failed") return vscode.l10n.t("The text to {0} was delivered.", number);
  return error === undefined || error.trim() === ""
    ? vscode.l10n.t("The text to {0} could not be delivered.", number)
    : vscode.l10n.t("The text to {0} could not be delivered: {1}", number, foreignText(error));
}

function manyText(ended: readonly Ended[]): string {
  const failed = ended.filter(({ message }) => message.status === "failed").length;
  const delivered = ended.length - failed;
  if (failed === 0) return vscode.l10n.t("{0} texts were delivered.", delivered);
  const head =
    failed === 1
      ? vscode.l10n.t("1 text could not be delivered")
      : vscode.l10n.t("{0} texts could not be delivered", failed);
  if (delivered === 0) return `${head}.`;
  return delivered === 1
    ? vscode.l10n.t("{0}, 1 was delivered.", head)
    : vscode.l10n.t("{0}, {1} were delivered.", head, delivered);
}

function showStep(own: readonly Ended[], messages: Pick<Messages, "setFilter">): OfferedStep {
  const hasFailed = own.some(({ message }) => message.status === "failed");
  return {
    title: vscode.l10n.t("Show"),
    run: async () => {
      await messages.setFilter(hasFailed ? "failed" : undefined);
      await vscode.commands.executeCommand("smsForAi.messages.focus");
    },
  };
}

/** Composes it again from what is known here: the list may not hold it. */
function againStep(message: Message): OfferedStep {
  const title = vscode.l10n.t("Send Again");
  return runnable({ title, command: "smsForAi.sendSms", argument: knownText(message) });
}

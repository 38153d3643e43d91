import * as vscode from "vscode";
import type { Message } from "../api/schemas.js";
import { SANDBOX_ACCOUNT_ID } from "../core/accounts.js";
import type { Messages } from "../core/messages.js";
import { detailsStep } from "./detailsStep.js";
import { foreignText } from "./errorText.js";
import type { Notifier, OfferedStep } from "./notifier.js";
import { OneAtATime } from "./oneAtATime.js";
import type { OneTimeCodes } from "./oneTimeCodes.js";
import { openMessages } from "./openMessages.js";
import type { Settings } from "./settings.js";

/** What the notice works with. */
export interface NoticeParts {
  readonly messages: Messages;
  readonly codes: OneTimeCodes;
  readonly settings: Pick<Settings, "notifyArrivals" | "onDidChange">;
  readonly notifier: Notifier;
}

/** How long an arrival stands in the status bar, in ms. */
const MENTIONED = 5000;

/** Tells of texts that an app sent to the sandbox, with the code that somebody waits for. */
export class ArrivalNotice implements vscode.Disposable {
  readonly #parts: NoticeParts;
  readonly #notices: OneAtATime<Message>;
  readonly #subscription: vscode.Disposable;
  #mentioned: vscode.Disposable | undefined;

  constructor(parts: NoticeParts) {
    this.#parts = parts;
    const { window } = vscode;
    this.#notices = new OneAtATime((arrived) => this.#show(arrived), window.state.focused);
    this.#subscription = window.onDidChangeWindowState(({ focused }) => {
      this.#notices.setFocused(focused);
    });
  }

  /** A text arrived. */
  async add(message: Message): Promise<void> {
    const { codes, settings } = this.#parts;
    await codes.load();
    const wanted = settings.notifyArrivals;
    if (wanted === "all" || (wanted === "codes" && codes.of(message) !== undefined))
      this.#notices.add(message);
    else if (wanted === "codes") this.#mention(message);
  }

  /** The sandbox was emptied. */
  forget(): void {
    this.#notices.forget();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#mentioned?.dispose();
    this.#notices.dispose();
  }

  /** Nobody waits for it: a word in the status bar, in place of the one before. */
  #mention(message: Message): void {
    this.#mentioned?.dispose();
    this.#mentioned = vscode.window.setStatusBarMessage(noticeText(1, message, undefined), MENTIONED);
  }

  async #show(arrived: readonly Message[]): Promise<void> {
    const { codes, notifier } = this.#parts;
    const newest = arrived.findLast((message) => codes.of(message) !== undefined) ?? arrived.at(-1);
    if (newest === undefined) return;
    const code = codes.of(newest);
    await notifier.offer("info", noticeText(arrived.length, newest, code), [
      ...(code === undefined ? [] : [copyStep(code)]),
      arrived.length === 1 ? detailsStep({ accountId: SANDBOX_ACCOUNT_ID, id: newest.id }) : this.#listStep(),
    ]);
  }

  #listStep(): OfferedStep {
    return { title: vscode.l10n.t("Show Messages"), run: () => openMessages(this.#parts) };
  }
}

function noticeText(count: number, { to = "?" }: Message, code: string | undefined): string {
  const number = foreignText(to);
  if (count === 1) {
    return code === undefined
      ? vscode.l10n.t("A text to {0} arrived in the sandbox.", number)
      : vscode.l10n.t("Text to {0}: {1} is the code.", number, code);
  }
  return code === undefined
    ? vscode.l10n.t("{0} texts arrived in the sandbox.", count)
    : vscode.l10n.t(
        "{0} texts arrived in the sandbox. The newest to {1}: {2} is the code.",
        count,
        number,
        code,
      );
}

function copyStep(code: string): OfferedStep {
  return {
    title: vscode.l10n.t("Copy Code"),
    run: async () => {
      await vscode.env.clipboard.writeText(code);
      vscode.window.setStatusBarMessage(vscode.l10n.t("Copied"), 2000);
    },
  };
}

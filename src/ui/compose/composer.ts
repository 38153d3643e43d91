import * as vscode from "vscode";
import type { SignedIn } from "../../core/session.js";
import { loadPhoneNumbers, type PhoneNumber, type PhoneNumbers } from "../../sms/phoneNumber.js";
import { withCancellableProgress } from "../progress.js";
import { accountBadge } from "../words.js";
import { confirmSend } from "./confirmation.js";
import type { ComposeParts } from "./composeParts.js";
import type { Draft } from "./drafts.js";
import { tellOutcome } from "./outcome.js";
import { askRecipient } from "./recipientStep.js";
import { askSenderId } from "./senderStep.js";
import { askText, normalizeLineBreaks } from "./textStep.js";

const TOTAL_STEPS = 3;

/** How long the confirmation waits for prices and balance that are under way, in ms: it can do without. */
const PATIENCE = 4000;

/** Asks for recipient, text and sender ID, asks once more for the whole, sends, and says what happened. */
export class Composer {
  readonly #parts: ComposeParts;
  /** The account is fixed when composing starts. */
  readonly #signedIn: SignedIn;
  readonly #numbers: PhoneNumbers;
  readonly #prefilled: Draft;
  #draft: Draft;
  #number: PhoneNumber | undefined;

  private constructor(parts: ComposeParts, signedIn: SignedIn, numbers: PhoneNumbers, draft: Draft) {
    this.#parts = parts;
    this.#signedIn = signedIn;
    this.#numbers = numbers;
    this.#prefilled = { ...draft, body: normalizeLineBreaks(draft.body) };
    this.#draft = this.#prefilled;
  }

  /** Runs the composer to its end: sent, given up, or failed. What was typed is kept unless it was sent. */
  static async run(parts: ComposeParts, signedIn: SignedIn, draft: Draft): Promise<void> {
    const facts = Promise.all([parts.prices.load(), parts.balance.refresh()]);
    const composer = new Composer(parts, signedIn, await loadPhoneNumbers(), draft);
    const done = await composer.#compose(facts);
    // What nobody has typed anything into does not take the place of an earlier draft.
    if (!done && !composer.#isUntouched()) await parts.drafts.keep(composer.#draft);
  }

  #isUntouched(): boolean {
    return JSON.stringify(this.#draft) === JSON.stringify(this.#prefilled);
  }

  /** Goes through the steps, back and forth. False if the person gave up. */
  async #compose(facts: Promise<unknown>): Promise<boolean> {
    const steps = [() => this.#askRecipient(), () => this.#askText(), () => this.#askSenderId()];
    let step = 0;
    for (;;) {
      const ask = steps[step];
      if (ask !== undefined) {
        const way = await ask();
        if (way === "closed") return false;
        step += way === "next" ? 1 : -1;
        continue;
      }
      const answer = await this.#confirm(facts);
      if (answer === "cancel") return false;
      if (answer === "send") return true;
      step = 1;
    }
  }

  async #askRecipient(): Promise<"next" | "back" | "closed"> {
    const { drafts, recipients, prices } = this.#parts;
    const result = await askRecipient({
      ...this.#stepOptions(1),
      value: this.#draft.to,
      onType: (to) => {
        this.#draft = { ...this.#draft, to };
      },
      numbers: this.#numbers,
      prices,
      accountKind: this.#signedIn.account.kind,
      recent: recipients.recent(this.#signedIn.account.id),
      doubtful: drafts.doubtful,
    });
    if (result.kind !== "next") return result.kind;
    if ("draft" in result.value) {
      this.#draft = result.value.draft;
      await drafts.takeUp(this.#draft);
      return this.#askRecipient();
    }
    this.#number = result.value.number;
    this.#draft = { ...this.#draft, to: this.#number.formatted };
    return "next";
  }

  async #askText(): Promise<"next" | "back" | "closed"> {
    const result = await askText({
      ...this.#stepOptions(2),
      value: this.#draft.body,
      onType: (body) => {
        this.#draft = { ...this.#draft, body };
      },
    });
    if (result.kind === "next") this.#draft = { ...this.#draft, body: result.value };
    return result.kind;
  }

  async #askSenderId(): Promise<"next" | "back" | "closed"> {
    const result = await askSenderId({
      ...this.#stepOptions(3),
      value: this.#draft.senderId,
      onType: (senderId) => {
        this.#draft = { ...this.#draft, senderId };
      },
      country: this.#number?.country,
    });
    if (result.kind === "next") this.#draft = { ...this.#draft, senderId: result.value };
    return result.kind;
  }

  async #confirm(facts: Promise<unknown>): Promise<"send" | "edit" | "cancel"> {
    const number = this.#number;
    if (number === undefined) return "edit";
    await Promise.race([facts, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    const { body, senderId } = this.#draft;
    const answer = await confirmSend(this.#parts, { signedIn: this.#signedIn, number, body, senderId });
    if (answer === "send") await this.#send(number);
    return answer;
  }

  async #send(number: PhoneNumber): Promise<void> {
    const { body, senderId } = this.#draft;
    const { account } = this.#signedIn;
    const title = vscode.l10n.t("{0}: sending to {1}…", accountBadge(account), number.formatted);
    const outcome = await withCancellableProgress(title, (signal) =>
      this.#parts.outbox.send(this.#signedIn, { to: number.e164, body, senderId }, signal),
    );
    const attempt = { signedIn: this.#signedIn, number, draft: this.#draft };
    await tellOutcome(this.#parts, attempt, outcome);
  }

  #stepOptions(step: number): { title: string; step: number; totalSteps: number } {
    const title = vscode.l10n.t("Send SMS – {0}", accountBadge(this.#signedIn.account));
    return { title, step, totalSteps: TOTAL_STEPS };
  }
}

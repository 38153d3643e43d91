import * as vscode from "vscode";
import type { Entry } from "../../core/journal/entry.js";
import { DuplicateError } from "../../core/sending.js";
import type { SignedIn } from "../../core/session.js";
import { loadPhoneNumbers, type PhoneNumber, type PhoneNumbers } from "../../sms/phoneNumber.js";
import { toPlainText } from "../../sms/plainText.js";
import { withCancellableProgress } from "../progress.js";
import { accountBadge } from "../words.js";
import type { ComposeParts } from "./composeParts.js";
import { confirmSend } from "./confirmation.js";
import { confirmDuplicate } from "./duplicateQuestion.js";
import type { Draft, KeptDraft } from "./drafts.js";
import { factsOf } from "./facts.js";
import { tellOutcome } from "./outcome.js";
import { askRecipient } from "./recipientStep.js";
import { askSenderId } from "./senderStep.js";
import { askText, normalizeLineBreaks } from "./textStep.js";

const TOTAL_STEPS = 3;

/** How long the last step waits for prices and balance that are under way, in ms: the question can do without. */
const PATIENCE = 4000;

type Way = "next" | "back" | "closed";

/** Asks for recipient, text and sender ID, asks once more for the whole, sends, and says what happened. */
export class Composer {
  readonly #parts: ComposeParts;
  /** The account is fixed when composing starts. */
  readonly #signedIn: SignedIn;
  readonly #numbers: PhoneNumbers;
  /** Prices and balance on their way. */
  readonly #facts: Promise<unknown>;
  readonly #again: Entry | undefined;
  /** The text is written elsewhere: only what is missing is asked for. */
  readonly #isWritten: boolean;
  /** What it began with: kept only once somebody has typed something. */
  #began: KeptDraft;
  #draft: KeptDraft;
  #number: PhoneNumber | undefined;
  #wasAskedForSenderId = false;

  private constructor(
    parts: ComposeParts,
    signedIn: SignedIn,
    numbers: PhoneNumbers,
    draft: KeptDraft,
    again: Entry | undefined,
    isWritten = false,
  ) {
    this.#parts = parts;
    this.#isWritten = isWritten;
    this.#again = again;
    this.#signedIn = signedIn;
    this.#numbers = numbers;
    this.#facts = Promise.all([parts.prices.load(), parts.balance.refresh()]);
    this.#began = { ...draft, body: normalizeLineBreaks(draft.body) };
    this.#draft = this.#began;
  }

  /**
   * Runs the composer to its end: sent, given up, or failed. What was typed is kept unless it was sent.
   * @param again the send of unknown outcome that a person wants to make once more
   */
  static async run(parts: ComposeParts, signedIn: SignedIn, draft: KeptDraft, again?: Entry): Promise<void> {
    const composer = new Composer(parts, signedIn, await loadPhoneNumbers(), draft, again);
    if (!(await composer.#compose())) await composer.#keep();
  }

  /**
   * Sends a text that is written elsewhere: asks for the recipient, unless it is known, and for the yes.
   * @param again as for `run`
   * @returns `edit` if the person wants to change the text first
   */
  static async runWritten(
    parts: ComposeParts,
    signedIn: SignedIn,
    draft: KeptDraft,
    again?: Entry,
  ): Promise<"send" | "edit" | "cancel"> {
    const composer = new Composer(parts, signedIn, await loadPhoneNumbers(), draft, again, true);
    return composer.#confirmWritten();
  }

  async #confirmWritten(): Promise<"send" | "edit" | "cancel"> {
    const known = this.#numbers.parse(this.#draft.to);
    if (known.ok) this.#number = known.number;
    else if ((await this.#askRecipient()) !== "next") return "cancel";
    const title = vscode.l10n.t("Looking up price and balance…");
    const location = vscode.ProgressLocation.Window;
    await vscode.window.withProgress({ location, title }, () => this.#factsOrPatience());
    for (;;) {
      const answer = await this.#confirm();
      if (answer !== "again") return answer;
    }
  }

  /** Goes through the steps, back and forth. False if the person gave up. */
  async #compose(): Promise<boolean> {
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
      const answer = await this.#confirm();
      if (answer === "cancel") return false;
      if (answer === "send") return true;
      if (answer === "edit") step = 1;
    }
  }

  async #keep(): Promise<void> {
    if (JSON.stringify(this.#draft) !== JSON.stringify(this.#began))
      await this.#parts.drafts.keep(this.#draft);
  }

  async #askRecipient(): Promise<Way> {
    const { drafts, recipients, prices } = this.#parts;
    const result = await askRecipient({
      ...this.#stepOptions(1, "to"),
      numbers: this.#numbers,
      facts: () => factsOf(this.#parts, this.#signedIn),
      onDidChangeFacts: prices.onDidChange,
      accountKind: this.#signedIn.account.kind,
      recent: recipients.recent(this.#signedIn.account.id),
      drafts: this.#isWritten ? [] : drafts.all.filter(({ id }) => id !== this.#draft.id),
    });
    if (result.kind !== "next") return result.kind;
    if ("draft" in result.value) {
      await this.#keep();
      this.#draft = this.#began = result.value.draft;
      return this.#askRecipient();
    }
    this.#number = result.value.number;
    this.#type({ to: this.#number.formatted });
    return "next";
  }

  async #askText(): Promise<Way> {
    const result = await askText({
      ...this.#stepOptions(2, "body"),
      number: this.#number,
      facts: () => factsOf(this.#parts, this.#signedIn),
      onDidChangeFacts: this.#parts.prices.onDidChange,
    });
    if (result.kind === "next") this.#type({ body: result.value });
    return result.kind;
  }

  async #askSenderId(): Promise<Way> {
    const last = this.#parts.senderIds.last(this.#signedIn.account.id);
    // Once: who has emptied the box wants none.
    if (!this.#wasAskedForSenderId && this.#draft.senderId === "") this.#type({ senderId: last });
    this.#wasAskedForSenderId = true;
    const result = await askSenderId({
      ...this.#stepOptions(3, "senderId"),
      country: this.#number?.country,
      last,
      // Waiting here, with the input busy, leaves no moment in which a key could go somewhere else.
      beforeNext: () => this.#factsOrPatience(),
    });
    if (result.kind === "next") this.#type({ senderId: result.value });
    return result.kind;
  }

  #factsOrPatience(): Promise<unknown> {
    return Promise.race([this.#facts, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  }

  /** Asks for the yes, and sends. "again" if the text has changed, so that there is another question to ask. */
  async #confirm(): Promise<"send" | "edit" | "again" | "cancel"> {
    const number = this.#number;
    if (number === undefined) return "edit";
    const { body, senderId } = this.#draft;
    const answer = await confirmSend({
      signedIn: this.#signedIn,
      facts: factsOf(this.#parts, this.#signedIn),
      number,
      body,
      senderId,
      doubtful: this.#replaces(number) !== undefined,
    });
    if (answer === "plain") {
      this.#type({ body: toPlainText(body) });
      return "again";
    }
    if (answer !== "send") return answer;
    // A text that is written elsewhere without one says nothing of the next.
    if (senderId !== "" || this.#wasAskedForSenderId) {
      await this.#parts.senderIds.keep(this.#signedIn.account.id, senderId);
    }
    return this.#send(number);
  }

  async #send(number: PhoneNumber): Promise<"send" | "cancel"> {
    const { drafts, outbox } = this.#parts;
    const { id, body, senderId } = this.#draft;
    const badge = accountBadge(this.#signedIn.account);
    const title = vscode.l10n.t("{0}: sending to {1}…", badge, number.formatted);
    const outcome = await withCancellableProgress(title, (signal) =>
      outbox.send(
        this.#signedIn,
        { to: number.e164, body, senderId },
        {
          signal,
          replaces: this.#replaces(number),
          confirmDuplicate: (duplicate) => confirmDuplicate(badge, number, duplicate),
          onBegun: () => drafts.drop(id),
          onNotSent: () => drafts.keep(this.#draft),
        },
      ),
    );
    if (outcome.kind === "notSent" && outcome.error instanceof DuplicateError) return "cancel";
    await tellOutcome(this.#parts, { signedIn: this.#signedIn, number, draft: this.#draft }, outcome);
    return "send";
  }

  /** The unsettled send that this one stands for: not if number or text have become others. */
  #replaces(number: PhoneNumber): string | undefined {
    const entry = this.#again;
    // In plain characters it is still the same text for whoever reads it.
    const isSame = entry !== undefined && toPlainText(entry.body) === toPlainText(this.#draft.body);
    return isSame && entry.to === number.e164 ? entry.id : undefined;
  }

  #type(typed: Partial<Draft>): void {
    this.#draft = { ...this.#draft, ...typed };
  }

  #stepOptions(
    step: number,
    field: keyof Draft,
  ): { title: string; step: number; totalSteps: number; value: string; onType: (value: string) => void } {
    return {
      title: vscode.l10n.t("Send SMS – {0}", accountBadge(this.#signedIn.account)),
      step,
      totalSteps: this.#isWritten ? 1 : TOTAL_STEPS,
      value: this.#draft[field],
      onType: (value) => {
        this.#type({ [field]: value });
      },
    };
  }
}

import * as vscode from "vscode";
import { readRecipients, type Recipients } from "../../core/bulk/recipients.js";
import type { InterruptedRun } from "../../core/bulk/runs.js";
import { lastOf } from "../../core/loadable.js";
import type { SignedIn } from "../../core/session.js";
import type { PhoneNumbers } from "../../sms/phoneNumber.js";
import { SenderIds } from "../compose/senderIds.js";
import { askSenderId } from "../compose/senderStep.js";
import type { StepResult } from "../compose/step.js";
import type { Parts } from "../parts.js";
import { accountBadge } from "../words.js";
import { askColumn, askCountry } from "./recipientSteps.js";
import { askResults, type ResultsPlace } from "./resultsStep.js";
import { askSource, type Source } from "./source.js";
import { askTemplate } from "./templateStep.js";
import { TypedText } from "./typedText.js";

const TOTAL_STEPS = 5;

/** What a person has chosen of a run so far. */
export interface BulkDraft {
  readonly source?: Source;
  readonly column?: number;
  /** ISO 3166-1 alpha-2; empty for none. */
  readonly country?: string;
  readonly recipients?: Recipients;
  readonly template?: string;
  readonly senderId?: string;
  readonly results?: ResultsPlace;
}

/** All of it. */
export type WholeDraft = Required<BulkDraft>;

/** How the questions ended. */
export type WizardEnd =
  | { readonly kind: "next"; readonly draft: WholeDraft }
  | { readonly kind: "resume"; readonly run: string }
  | { readonly kind: "closed" };

/** What the questions work with. */
export interface WizardParts {
  readonly parts: Parts;
  readonly signedIn: SignedIn;
  readonly numbers: PhoneNumbers;
  readonly unfinished: readonly InterruptedRun[];
}

type Way = "next" | "back" | "closed" | "skip" | { readonly resume: string };

/** Asks what to send to whom, back and forth. */
export class Wizard {
  readonly #parts: WizardParts;
  #draft: BulkDraft;
  #typed: string | undefined;

  constructor(parts: WizardParts, draft: BulkDraft) {
    this.#parts = parts;
    this.#draft = draft;
  }

  /** The text as far as it was typed here; `undefined` if it was not. */
  get typed(): string | undefined {
    return this.#typed;
  }

  /** @param from the first question to ask */
  async run(from: "source" | "column" | "template"): Promise<WizardEnd> {
    const steps = [
      () => this.#askSource(),
      () => this.#askColumn(),
      () => this.#askCountry(),
      () => this.#askTemplate(),
      () => this.#askSenderId(),
      () => this.#askResults(),
    ];
    let step = { source: 0, column: 1, template: 3 }[from];
    let direction = 1;
    for (;;) {
      const ask = steps[step];
      if (ask === undefined) break;
      const way = await ask();
      if (typeof way === "object") return { kind: "resume", run: way.resume };
      if (way === "closed") return { kind: "closed" };
      if (way !== "skip") direction = way === "next" ? 1 : -1;
      step = Math.max(0, step + direction);
    }
    return isWhole(this.#draft) ? { kind: "next", draft: this.#draft } : { kind: "closed" };
  }

  async #askSource(): Promise<Way> {
    const result = await askSource(this.#step(1), this.#parts.unfinished);
    if (result.kind !== "next") return result.kind;
    if ("resume" in result.value) return result.value;
    const { source } = result.value;
    this.#draft = { ...this.#draft, source };
    return "next";
  }

  async #askColumn(): Promise<Way> {
    const { source } = this.#draft;
    if (source === undefined) return "back";
    const result = await askColumn(this.#step(2), source.layout);
    if (result.kind !== "next") return result.kind;
    this.#draft = { ...this.#draft, column: result.value };
    return source.layout.columns.length === 1 ? "skip" : "next";
  }

  async #askCountry(): Promise<Way> {
    await this.#read("");
    const open = this.#draft.recipients?.invalid.filter(({ problem }) => problem === "noCountry").length ?? 0;
    if (open === 0) return "skip";
    const { parts, numbers } = this.#parts;
    await parts.prices.load();
    const prices = lastOf(parts.prices.state)?.value;
    const result = await askCountry(this.#step(2), open, { numbers, prices });
    if (result.kind !== "next") return result.kind;
    await this.#read(result.value);
    return "next";
  }

  /** Reads the recipients with a country for those that do not tell it. */
  async #read(country: string): Promise<void> {
    const { source, column = 0 } = this.#draft;
    if (source === undefined) return;
    const { numbers } = this.#parts;
    const reading = readRecipients(source.layout.rows, {
      column,
      numbers,
      country: country === "" ? undefined : country,
    });
    const title = vscode.l10n.t("Reading {0} rows…", source.layout.rows.length);
    const options = { location: vscode.ProgressLocation.Window, title };
    const recipients = await vscode.window.withProgress(options, () => reading);
    this.#draft = { ...this.#draft, country, recipients };
  }

  async #askTemplate(): Promise<Way> {
    const { source, template = "" } = this.#draft;
    if (source === undefined) return "back";
    const result = await askTemplate({
      ...this.#step(3),
      columns: source.layout.columns,
      template,
      kept: new TypedText(this.#parts.parts.windowMemory).kept,
      onType: (typed) => {
        this.#typed = typed;
        this.#draft = { ...this.#draft, template: typed };
      },
      isSelectionTaken: source.isSelection,
    });
    if (result.kind !== "next") return result.kind;
    const { senderId = this.#draft.senderId } = result.value;
    this.#draft = {
      ...this.#draft,
      template: result.value.template,
      ...(senderId === undefined ? {} : { senderId }),
    };
    return "next";
  }

  async #askSenderId(): Promise<Way> {
    const { parts, signedIn } = this.#parts;
    const countries = new Set(this.#draft.recipients?.valid.map(({ number }) => number.country));
    const last = new SenderIds(parts.sharedMemory).last(signedIn.account.id);
    const result = await askSenderId({
      ...this.#step(4),
      value: this.#draft.senderId ?? last,
      onType: (senderId) => {
        this.#draft = { ...this.#draft, senderId };
      },
      country: countries.size === 1 ? [...countries][0] : undefined,
      last,
      beforeNext: () => Promise.resolve(),
    });
    if (result.kind !== "next") return result.kind;
    this.#draft = { ...this.#draft, senderId: result.value };
    return "next";
  }

  async #askResults(): Promise<Way> {
    const { source } = this.#draft;
    if (source === undefined) return "back";
    const result: StepResult<ResultsPlace> = await askResults(this.#step(5), source);
    if (result.kind !== "next") return result.kind;
    this.#draft = { ...this.#draft, results: result.value };
    return "next";
  }

  #step(step: number): { title: string; step: number; totalSteps: number } {
    const badge = accountBadge(this.#parts.signedIn.account);
    return { title: vscode.l10n.t("Send to Many – {0}", badge), step, totalSteps: TOTAL_STEPS };
  }
}

function isWhole(draft: BulkDraft): draft is WholeDraft {
  const { source, column, recipients, template, senderId, results } = draft;
  return ![source, column, recipients, template, senderId, results].includes(undefined);
}

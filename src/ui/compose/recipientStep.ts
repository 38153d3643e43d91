import * as vscode from "vscode";
import type { AccountKind } from "../../core/accounts.js";
import type { Event } from "../../core/emitter.js";
import { priceOf } from "../../core/prices.js";
import { formatUsd } from "../../sms/cost.js";
import {
  isReserved,
  type PhoneNumber,
  type PhoneNumberProblem,
  type PhoneNumbers,
} from "../../sms/phoneNumber.js";
import { firstWords } from "../../sms/visibleText.js";
import { countryName, pickText } from "../words.js";
import type { KeptDraft } from "./drafts.js";
import type { AccountFacts } from "./facts.js";
import { shown, type StepOptions, type StepResult } from "./step.js";

/** What the step needs beside the common options. */
export interface RecipientStepOptions extends StepOptions {
  readonly numbers: PhoneNumbers;
  /** What is known of prices now. */
  readonly facts: () => AccountFacts;
  readonly onDidChangeFacts: Event<void>;
  readonly accountKind: AccountKind;
  /** E.164, the last one first. */
  readonly recent: readonly string[];
  /** Other texts that were not sent, to be taken up on request. */
  readonly drafts: readonly KeptDraft[];
}

/** A recipient, or the wish to take up another draft. */
export type RecipientChoice = { readonly number: PhoneNumber } | { readonly draft: KeptDraft };

interface Item extends vscode.QuickPickItem {
  readonly choice?: RecipientChoice;
}

/** Asks for the recipient: typed in international form, or a recent one. */
export function askRecipient(options: RecipientStepOptions): Promise<StepResult<RecipientChoice>> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = options.title;
  pick.step = options.step;
  pick.totalSteps = options.totalSteps;
  pick.placeholder = vscode.l10n.t("Phone number in international form, such as +1 202 555 0100");
  pick.ignoreFocusOut = true;
  pick.value = options.value;
  const show = (): void => {
    pick.items = itemsFor(pick.value, options);
    pick.busy = options.facts().prices === undefined;
  };
  const subscription = options.onDidChangeFacts(() => {
    // New items take the focus to the first; whoever has gone to another one stays there.
    const active = keyOf(pick.activeItems[0]);
    show();
    const again = pick.items.find((item) => active !== undefined && keyOf(item) === active);
    if (again !== undefined) pick.activeItems = [again];
  });
  show();
  let isAccepted = false;
  return shown<RecipientChoice>(pick, (end) => {
    pick.onDidChangeValue((value) => {
      // Keys that follow Enter are not of the number that was chosen.
      if (isAccepted) return;
      options.onType(value);
      show();
    });
    pick.onDidAccept(() => {
      // Rows that are replaced just then leave nothing selected: the key is not lost for that.
      const choice = (pick.selectedItems[0] ?? pick.activeItems[0] ?? pick.items[0])?.choice;
      if (choice === undefined) return;
      isAccepted = true;
      end({ kind: "next", value: choice });
    });
  }).finally(() => {
    subscription.dispose();
  });
}

/** What stays the same of an item when its words change. */
function keyOf(item: Item | undefined): string | undefined {
  if (item?.choice === undefined) return undefined;
  return "draft" in item.choice ? item.choice.draft.id : item.choice.number.e164;
}

function itemsFor(typed: string, options: RecipientStepOptions): Item[] {
  const digits = typed.replace(/\D/g, "");
  const recent = options.recent
    .filter((number) => number.includes(digits))
    .flatMap((number) => {
      const parsed = options.numbers.parse(number);
      return parsed.ok ? [numberItem(parsed.number, options, "$(history)")] : [];
    });
  const drafts = typed.trim() === "" ? options.drafts.map(draftItem) : [];
  return [...(typed.trim() === "" ? [] : [typedItem(typed, options)]), ...recent, ...drafts];
}

/** Another draft. */
function draftItem(draft: KeptDraft): Item {
  return {
    label: `$(edit) ${vscode.l10n.t("Not sent to {0}", pickText(draft.to))}`,
    description: pickText(firstWords(draft.body, 40)),
    alwaysShow: true,
    choice: { draft },
  };
}

/** What is typed so far: a number that can be chosen, or what is wrong with it. */
function typedItem(typed: string, options: RecipientStepOptions): Item {
  const parsed = options.numbers.parse(typed);
  if (parsed.ok) return numberItem(parsed.number, options, "$(arrow-right)");
  const country = options.numbers.countryOfPartial(typed);
  return {
    label: `$(edit) ${pickText(options.numbers.formatPartial(typed) || typed)}`,
    description: country === undefined ? "" : countryName(country),
    detail: numberProblemText(parsed.problem),
    alwaysShow: true,
  };
}

function numberItem(number: PhoneNumber, options: RecipientStepOptions, icon: string): Item {
  const remark = numberRemark(number, options.accountKind);
  return {
    label: `${icon} ${number.formatted}`,
    description: [placeText(number), priceText(number, options.facts())]
      .filter((part) => part !== "")
      .join(" · "),
    ...(remark === undefined ? {} : { detail: `$(warning) ${remark}` }),
    alwaysShow: true,
    choice: { number },
  };
}

/** The country of a number, as far as the number tells it. */
export function placeText({ country }: PhoneNumber): string {
  return country === undefined ? vscode.l10n.t("country not certain") : countryName(country);
}

function priceText({ country, e164 }: PhoneNumber, { prices: list }: AccountFacts): string {
  if (list === undefined) return "";
  const found = priceOf(list, e164, country);
  if (found === undefined) return vscode.l10n.t("not in the price list");
  const price = formatUsd(found.price.price);
  return found.unsure
    ? vscode.l10n.t("at most {0} per segment", price)
    : vscode.l10n.t("{0} per segment", price);
}

/** What speaks against a number that can be texted all the same. */
export function numberRemark(number: PhoneNumber, accountKind: AccountKind): string | undefined {
  if (isReserved(number.e164) && accountKind !== "sandbox") {
    return vscode.l10n.t("This number is reserved for tests: nobody receives the text, and it may cost.");
  }
  return number.doubtful ? vscode.l10n.t("The numbering plan knows no such number. Check it.") : undefined;
}

/** What is wrong with what should be a number. */
export function numberProblemText(problem: PhoneNumberProblem): string {
  switch (problem) {
    case "empty":
    case "tooShort":
      return vscode.l10n.t("Keep typing: the number is too short.");
    case "noCountry":
      return vscode.l10n.t("Begin with + and the country's dial code, such as +1 or +44.");
    case "letters":
      return vscode.l10n.t("A phone number has digits only.");
    case "extension":
      return vscode.l10n.t("A text cannot be sent to an extension: leave it out.");
    case "tooLong":
      return vscode.l10n.t("The number is too long.");
    case "impossible":
      return vscode.l10n.t("This is no possible number. A 0 after the dial code has to go.");
  }
}

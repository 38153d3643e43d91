import * as vscode from "vscode";
import type { PhoneNumbers } from "../../sms/phoneNumber.js";
import { countSegments } from "../../sms/segments.js";
import { placeholders } from "../../sms/template.js";
import { estimateOf, estimateText } from "../compose/estimate.js";
import type { AccountFacts } from "../compose/facts.js";
import { lengthText } from "../compose/textStep.js";
import { recipientOf } from "./check.js";
import type { ReadDocument } from "./readDocument.js";

/** Length and cost of the text message in the active editor. */
export class DocumentStatus implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem("document", vscode.StatusBarAlignment.Right, 101);

  constructor() {
    this.#item.name = vscode.l10n.t("SMS for AI: Length and Cost");
  }

  show(read: ReadDocument, numbers: PhoneNumbers, facts: AccountFacts): void {
    const { body } = read.file;
    const names = placeholders(body.text).length;
    const words = [
      lengthText(body.text),
      ...costText(read, numbers, facts, countSegments(body.text).segments),
      ...placeholderText(names),
    ];
    this.#item.text = words.join(" · ");
    this.#item.tooltip = [
      ...words,
      vscode.l10n.t("Segments and cost are estimates: carriers differ."),
      ...(names === 0 ? [] : [vscode.l10n.t("Placeholders are counted as they stand.")]),
    ].join("\n");
    this.#item.accessibilityInformation = {
      label: vscode.l10n.t("Text message: {0}", words.join(", ")),
    };
    this.#item.show();
  }

  hide(): void {
    this.#item.hide();
  }

  dispose(): void {
    this.#item.dispose();
  }
}

function placeholderText(count: number): string[] {
  if (count === 0) return [];
  return [count === 1 ? vscode.l10n.t("1 placeholder") : vscode.l10n.t("{0} placeholders", count)];
}

/** Nothing while number or prices are not known. */
function costText(
  { file }: ReadDocument,
  numbers: PhoneNumbers,
  facts: AccountFacts,
  segments: number,
): string[] {
  const recipient = recipientOf(file, numbers);
  if (recipient.kind !== "number" || facts.prices === undefined || segments === 0) return [];
  const estimate = estimateOf(facts, recipient.number, segments);
  return [estimate === undefined ? vscode.l10n.t("not in the price list") : estimateText(estimate)];
}

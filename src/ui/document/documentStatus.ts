import * as vscode from "vscode";
import type { CountryPrice } from "../../api/schemas.js";
import { bodyLength } from "../../core/sending.js";
import { priceOf } from "../../core/prices.js";
import { estimateCost, formatUsd } from "../../sms/cost.js";
import type { PhoneNumbers } from "../../sms/phoneNumber.js";
import { countSegments } from "../../sms/segments.js";
import { placeholders } from "../../sms/template.js";
import { segmentText } from "../compose/textStep.js";
import { recipientOf } from "./check.js";
import type { ReadDocument } from "./readDocument.js";

/** Length and cost of the text message in the active editor. */
export class DocumentStatus implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem("document", vscode.StatusBarAlignment.Right, 101);

  constructor() {
    this.#item.name = vscode.l10n.t("SMS for AI: Length and Cost");
  }

  show(read: ReadDocument, numbers: PhoneNumbers, prices: readonly CountryPrice[] | undefined): void {
    const { body } = read.file;
    const count = countSegments(body.text);
    const names = placeholders(body.text).length;
    const facts = [
      segmentText(count.segments, count.encoding, bodyLength(body.text)),
      vscode.l10n.t("{0} left", count.room),
      ...costText(read, numbers, prices, count.segments),
      ...placeholderText(names),
    ];
    this.#item.text = facts.join(" · ");
    this.#item.tooltip = [
      ...facts,
      vscode.l10n.t("Segments and cost are estimates: carriers differ."),
      ...(names === 0 ? [] : [vscode.l10n.t("Placeholders are counted as they stand.")]),
    ].join("\n");
    this.#item.accessibilityInformation = {
      label: vscode.l10n.t("Text message: {0}", facts.join(", ")),
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
  prices: readonly CountryPrice[] | undefined,
  segments: number,
): string[] {
  const recipient = recipientOf(file, numbers);
  if (recipient.kind !== "number" || prices === undefined || segments === 0) return [];
  const found = priceOf(prices, recipient.number.e164, recipient.number.country);
  if (found === undefined) return [vscode.l10n.t("not in the price list")];
  const cost = formatUsd(estimateCost(segments, found.price.price));
  return [found.unsure ? vscode.l10n.t("at most {0}", cost) : vscode.l10n.t("about {0}", cost)];
}

import * as vscode from "vscode";
import type { CountryPrice } from "../../api/schemas.js";
import { lastOf } from "../../core/loadable.js";
import { priceRange } from "../../core/prices.js";
import { bodyLength, MAX_BODY } from "../../core/sending.js";
import { estimateCost, formatUsd } from "../../sms/cost.js";
import { plainSaving } from "../../sms/plainSaving.js";
import { forcingCharacters, toPlainText } from "../../sms/plainText.js";
import { countSegments, isGsm7 } from "../../sms/segments.js";
import { usePlainCharacters, type CheckedTexts } from "../check/checkedTexts.js";
import { forcingText, plainSavingText } from "../check/forcingWords.js";
import { lengthText, normalizeLineBreaks, tooLongText } from "../compose/textStep.js";
import { foreignText } from "../errorText.js";
import type { OfferedStep } from "../notifier.js";
import type { Parts } from "../parts.js";
import { selectedRanges, textOf } from "../selectedText.js";
import { sendSms } from "./sendSms.js";

/** How long the words wait for prices that are under way, in ms: they can do without. */
const PATIENCE = 4000;

/** Underlines what forces the selected text into UCS-2, and says what the text comes to. */
export async function checkSelectedText(parts: Parts): Promise<void> {
  const { notifier, prices } = parts;
  const checked = await parts.checks.load();
  const editor = vscode.window.activeTextEditor;
  const ranges = editor === undefined ? [] : selectedRanges(editor);
  const text = editor === undefined ? "" : normalizeLineBreaks(textOf(editor.document, ranges));
  if (editor === undefined || text.trim() === "") {
    const isUnderlined = editor !== undefined && checked.rangesIn(editor.document).length > 0;
    void notifier.offer("info", vscode.l10n.t("Select the text to check in an editor first."), [
      ...(isUnderlined ? [clearStep(checked, editor.document)] : []),
    ]);
    return;
  }
  const { document } = editor;
  checked.check(document, ranges);
  await Promise.race([prices.load(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  const isTooLong = bodyLength(text) > MAX_BODY;
  const words = isTooLong
    ? [tooLongText(bodyLength(text))]
    : [...lengthWords(text), ...costWords(parts, text)];
  const canBePlain = !isGsm7(text) && isGsm7(toPlainText(text));
  const isBad = isTooLong || plainSaving(text) !== undefined;
  void notifier.offer(isBad ? "warning" : "info", words.join(" "), [
    ...(canBePlain ? [plainStep(checked, document)] : []),
    ...(isTooLong ? [] : [sendStep(parts, checked, document, text)]),
    ...(isGsm7(text) ? [] : [clearStep(checked, document)]),
  ]);
}

/** What the text comes to, and which characters are to blame. */
function lengthWords(text: string): string[] {
  const length = `${lengthText(text)}.`;
  if (isGsm7(text)) return [length];
  const saving = plainSaving(text);
  const what = forcingText(forcingCharacters(text));
  return [
    length,
    saving === undefined ? vscode.l10n.t("UCS-2 because of {0}.", what) : plainSavingText(saving),
  ];
}

/** From the cheapest country to the dearest, as far as the account's prices are known. */
function costWords({ prices }: Parts, text: string): string[] {
  const range = priceRange(lastOf(prices.state)?.value ?? []);
  if (range === undefined) return [];
  const { segments } = countSegments(text);
  const words = ({ name, price }: CountryPrice): string =>
    `${formatUsd(estimateCost(segments, price))} (${foreignText(name)})`;
  const { cheapest, dearest } = range;
  return [vscode.l10n.t("Estimated cost: from {0} to {1}.", words(cheapest), words(dearest))];
}

function plainStep(checked: CheckedTexts, document: vscode.TextDocument): OfferedStep {
  return {
    title: vscode.l10n.t("Use Plain Characters"),
    run: () => usePlainCharacters(document, checked.rangesIn(document)),
  };
}

/** Composes the text as it stands then; as it was checked if its editor is closed. */
function sendStep(
  parts: Parts,
  checked: CheckedTexts,
  document: vscode.TextDocument,
  text: string,
): OfferedStep {
  return {
    title: vscode.l10n.t("Send…"),
    run: () => sendSms(parts, { body: textOf(document, checked.rangesIn(document)) || text }),
  };
}

function clearStep(checked: CheckedTexts, document: vscode.TextDocument): OfferedStep {
  return {
    title: vscode.l10n.t("Clear"),
    run: () => {
      checked.clear(document);
    },
  };
}

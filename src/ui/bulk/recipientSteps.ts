import * as vscode from "vscode";
import type { CountryPrice } from "../../api/schemas.js";
import type { Column, Layout } from "../../core/bulk/columns.js";
import type { PhoneNumbers } from "../../sms/phoneNumber.js";
import { firstWords } from "../../sms/visibleText.js";
import type { StepResult } from "../compose/step.js";
import { countryName, pickText } from "../words.js";
import { askChoice, type Choice } from "./pickStep.js";

interface Step {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** Asks which column has the numbers. A table of one column does not have to be asked. */
export async function askColumn(step: Step, { columns, numberColumn }: Layout): Promise<StepResult<number>> {
  if (columns.length === 1) return { kind: "next", value: 0 };
  const items = columns.map((column): Choice<number> => ({
    label: pickText(columnName(column)),
    description: pickText(firstWords(column.sample, 40)),
    ...(column.index === numberColumn ? { detail: vscode.l10n.t("looks like phone numbers") } : {}),
    choice: column.index,
  }));
  return askChoice({
    ...step,
    placeholder: vscode.l10n.t("Column with the phone numbers"),
    items,
    active: items.find(({ choice }) => choice === numberColumn),
  });
}

/** What a column is called. */
export function columnName({ index, name }: Column): string {
  return name ?? vscode.l10n.t("Column {0}", index + 1);
}

/**
 * Asks for the country of the numbers that do not tell it.
 * @returns ISO 3166-1 alpha-2; empty for leaving those rows out
 */
export async function askCountry(
  step: Step,
  rows: number,
  {
    numbers,
    prices,
  }: { readonly numbers: PhoneNumbers; readonly prices: readonly CountryPrice[] | undefined },
): Promise<StepResult<string>> {
  const countries = (prices ?? []).filter(({ code }) => numbers.knowsCountry(code));
  return askChoice({
    ...step,
    placeholder:
      rows === 1
        ? vscode.l10n.t("1 number has no dial code. Which country is it of?")
        : vscode.l10n.t("{0} numbers have no dial code. Which country are they of?", rows),
    items: [
      ...countries
        .map(({ code, dialCode }) => ({
          label: countryName(code),
          description: `${code} · ${dialCode}`,
          choice: code,
        }))
        .sort((a, b) => a.label.localeCompare(b.label)),
      {
        label: `$(circle-slash) ${vscode.l10n.t("None: leave those rows out")}`,
        choice: "",
        alwaysShow: true,
      },
    ],
  });
}

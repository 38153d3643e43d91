import * as vscode from "vscode";
import type { Plan, TextProblem } from "../../core/bulk/plan.js";
import type { Recipients } from "../../core/bulk/recipients.js";
import type { SignedIn } from "../../core/session.js";
import { formatUsd } from "../../sms/cost.js";
import type { PhoneNumberProblem } from "../../sms/phoneNumber.js";
import { isolate, visibleLine } from "../../sms/visibleText.js";
import { accountLine, countryName } from "../words.js";

/** What a person looks at before saying yes. */
export interface Preview {
  readonly signedIn: SignedIn;
  readonly source: string;
  readonly senderId: string;
  readonly recipients: Recipients;
  readonly plan: Plan;
  /** Rows whose text went to their number lately, or may have. */
  readonly recent: ReadonlySet<number>;
  /** Millionths of a US dollar; `undefined` if it is not known. */
  readonly balance: number | undefined;
}

/** The most lines of a list, and the most texts, that are written out. */
const MOST = 1000;

/** The preview as a document: what will be sent, what will not and why, and what it comes to. */
export function previewText(preview: Preview): string {
  const { account } = preview.signedIn;
  const { plan, recipients } = preview;
  const sections = [
    [vscode.l10n.t("Preview: nothing has been sent yet."), "", ...facts(preview), accountLine(account)],
    list(
      vscode.l10n.t("By country"),
      plan.countries.map(({ country, texts, segments, cost, unpriced }) =>
        [
          country === undefined ? vscode.l10n.t("country not certain") : countryName(country),
          texts === 1 ? vscode.l10n.t("1 text") : vscode.l10n.t("{0} texts", texts),
          segments === 1 ? vscode.l10n.t("1 segment") : vscode.l10n.t("{0} segments", segments),
          unpriced === texts ? vscode.l10n.t("no price") : formatUsd(cost),
        ].join(" · "),
      ),
    ),
    list(
      vscode.l10n.t("Left out: numbers that are not right"),
      recipients.invalid.map(({ row, text, problem }) =>
        rowLine(row, `${quoted(text)} – ${numberProblemText(problem)}`),
      ),
    ),
    list(
      vscode.l10n.t("Left out: texts that cannot be sent"),
      plan.unsendable.map(({ row, number, problem }) =>
        rowLine(row, `${number.formatted} – ${textProblemText(problem)}`),
      ),
    ),
    list(
      vscode.l10n.t("Left out: duplicates"),
      recipients.duplicates.map(({ row, number, firstRow }) =>
        rowLine(row, vscode.l10n.t("{0}, as in row {1}", number.formatted, firstRow)),
      ),
    ),
    list(
      vscode.l10n.t("Sent lately, or may have been: the same text to the same number"),
      plan.texts
        .filter(({ row }) => preview.recent.has(row))
        .map(({ row, number }) => rowLine(row, number.formatted)),
    ),
    list(
      vscode.l10n.t("Values that are blank"),
      plan.blankValues.map(({ row, names }) => rowLine(row, names.map((name) => `{{${name}}}`).join(" "))),
    ),
    list(
      vscode.l10n.t("Numbers that the numbering plan does not know"),
      plan.texts
        .filter(({ number }) => number.doubtful)
        .map(({ row, number }) => rowLine(row, number.formatted)),
    ),
    list(
      vscode.l10n.t("Texts"),
      plan.texts.map(({ row, number, segments, cost, body }) =>
        rowLine(
          row,
          [
            number.formatted,
            segments === 1 ? vscode.l10n.t("1 segment") : vscode.l10n.t("{0} segments", segments),
            cost === undefined ? vscode.l10n.t("no price") : formatUsd(cost),
            isolate(visibleLine(body)),
          ].join(" · "),
        ),
      ),
    ),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function facts({ source, senderId, plan, recipients, recent, balance }: Preview): string[] {
  const [least, most] = plan.segmentRange;
  const left = recipients.invalid.length + recipients.duplicates.length + plan.unsendable.length;
  return [
    vscode.l10n.t("From: {0}", visibleLine(source)),
    vscode.l10n.t("Texts to send: {0}", plan.texts.length),
    vscode.l10n.t("Rows left out: {0}", left),
    ...(recent.size === 0 ? [] : [vscode.l10n.t("Of the texts, sent lately: {0}", recent.size)]),
    senderId === "" ? vscode.l10n.t("Sender ID: none") : vscode.l10n.t("Sender ID: {0}", senderId),
    least === most
      ? vscode.l10n.t("Segments: {0}, {1} for each text", plan.segments, most)
      : vscode.l10n.t("Segments: {0}, from {1} to {2} for each text", plan.segments, least, most),
    costText(plan),
    balanceText(plan, balance),
  ];
}

/** The estimate for all texts. */
export function costText({ cost, unpriced, unsure, texts }: Plan): string {
  if (unpriced === texts.length) return vscode.l10n.t("Estimated cost: unknown, there are no prices");
  const total =
    unsure > 0
      ? vscode.l10n.t("Estimated cost: at most {0}", formatUsd(cost))
      : vscode.l10n.t("Estimated cost: {0}", formatUsd(cost));
  return unpriced === 0 ? total : vscode.l10n.t("{0}, without {1} texts that have no price", total, unpriced);
}

/** What is left afterwards. */
export function balanceText({ cost }: Plan, balance: number | undefined): string {
  if (balance === undefined) return vscode.l10n.t("Balance after: unknown");
  return cost > balance
    ? vscode.l10n.t("Balance after: the balance of {0} is not enough", formatUsd(balance))
    : vscode.l10n.t("Balance after: about {0}", formatUsd(balance - cost, "short"));
}

function list(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - MOST;
  return [
    `${title}: ${lines.length}`,
    ...lines.slice(0, MOST).map((line) => `  ${line}`),
    ...(more > 0 ? [`  ${vscode.l10n.t("… and {0} more", more)}`] : []),
  ];
}

function rowLine(row: number, text: string): string {
  return vscode.l10n.t("Row {0}: {1}", row, text);
}

function quoted(text: string): string {
  return `“${isolate(visibleLine(text))}”`;
}

function numberProblemText(problem: PhoneNumberProblem): string {
  switch (problem) {
    case "empty":
      return vscode.l10n.t("there is no number");
    case "noCountry":
      return vscode.l10n.t("it has no dial code, such as +1 or +44");
    case "letters":
      return vscode.l10n.t("a number has digits only");
    case "extension":
      return vscode.l10n.t("an extension cannot be texted");
    case "tooShort":
      return vscode.l10n.t("it is too short");
    case "tooLong":
      return vscode.l10n.t("it is too long");
    case "impossible":
      return vscode.l10n.t("it is no possible number");
  }
}

function textProblemText(problem: TextProblem): string {
  switch (problem) {
    case "emptyText":
      return vscode.l10n.t("the text is empty");
    case "textTooLong":
      return vscode.l10n.t("the text is longer than 1600 characters");
    case "brokenText":
      return vscode.l10n.t("the text has a character that is cut in half, or a NUL");
  }
}

import * as vscode from "vscode";
import { MAX_SENDER_ID, senderIdProblem, senderIdRisk, type SenderIdProblem } from "../../sms/senderId.js";
import { countryName } from "../words.js";
import { askLine, type Remark, type StepOptions, type StepResult } from "./step.js";

/** What the step needs beside the common options. */
export interface SenderStepOptions extends StepOptions {
  /** Of the recipient, ISO 3166-1 alpha-2. */
  readonly country: string | undefined;
  /** The one that this account used last; empty for none. */
  readonly last: string;
  readonly beforeNext: () => Promise<unknown>;
}

/** Asks for the sender ID, which may be left empty. */
export async function askSenderId(options: SenderStepOptions): Promise<StepResult<string>> {
  const result = await askLine({
    ...options,
    prompt: vscode.l10n.t("Sender ID that the phone shows. Leave it empty for the service's own number."),
    placeholder: vscode.l10n.t("Optional, such as MyApp"),
    remark: (value) => {
      const senderId = value.trim();
      return (
        senderIdRemark(senderId, options.country) ??
        (senderId !== "" && senderId === options.last ? lastRemark() : undefined)
      );
    },
  });
  return result.kind === "next" ? { kind: "next", value: result.value.trim() } : result;
}

function lastRemark(): Remark {
  return {
    level: "info",
    text: vscode.l10n.t("The one that you used last. Empty it for the service's own number."),
  };
}

/**
 * What is sure to fail in a sender ID, or may.
 * @param country of the recipient, ISO 3166-1 alpha-2, if it is known
 */
export function senderIdRemark(senderId: string, country: string | undefined): Remark | undefined {
  if (senderId === "") return undefined;
  const problem = senderIdProblem(senderId);
  if (problem !== undefined) return { level: "error", text: problemText(problem) };
  const risk = senderIdRiskText(country);
  return risk === undefined ? undefined : { level: "warning", text: risk };
}

/**
 * Why a sender ID may not arrive in a country, or `undefined`.
 * @param country ISO 3166-1 alpha-2
 */
export function senderIdRiskText(country: string | undefined): string | undefined {
  if (country === undefined) return undefined;
  switch (senderIdRisk(country)) {
    case "notCarried":
      return vscode.l10n.t(
        "Networks in {0} do not carry sender IDs: it will be replaced.",
        countryName(country),
      );
    case "registration":
      return vscode.l10n.t(
        "{0} wants sender IDs to be registered: another one may be replaced, or the text blocked.",
        countryName(country),
      );
    case undefined:
      return undefined;
  }
}

function problemText(problem: SenderIdProblem): string {
  switch (problem) {
    case "tooLong":
      return vscode.l10n.t("At most {0} characters.", MAX_SENDER_ID);
    case "badCharacter":
      return vscode.l10n.t("Letters, digits and spaces only.");
    case "noLetter":
      return vscode.l10n.t("At least one letter is needed.");
  }
}

import * as vscode from "vscode";
import { dropsSenderId, MAX_SENDER_ID, senderIdProblem, type SenderIdProblem } from "../../sms/senderId.js";
import { countryName } from "../words.js";
import { askLine, type Remark, type StepOptions, type StepResult } from "./step.js";

/**
 * Asks for the sender ID, which may be left empty.
 * @param options.country of the recipient, ISO 3166-1 alpha-2
 */
export async function askSenderId(
  options: StepOptions & {
    readonly country: string | undefined;
    readonly beforeNext: () => Promise<unknown>;
  },
): Promise<StepResult<string>> {
  const result = await askLine({
    ...options,
    prompt: vscode.l10n.t("Sender ID that the phone shows. Leave it empty for the service's own number."),
    placeholder: vscode.l10n.t("Optional, such as MyApp"),
    remark: (value) => senderIdRemark(value.trim(), options.country),
  });
  return result.kind === "next" ? { kind: "next", value: result.value.trim() } : result;
}

/**
 * What is sure to fail in a sender ID, or may.
 * @param country of the recipient, ISO 3166-1 alpha-2, if it is known
 */
export function senderIdRemark(senderId: string, country: string | undefined): Remark | undefined {
  const problem = senderIdProblem(senderId);
  if (problem !== undefined) return { level: "error", text: problemText(problem) };
  if (senderId === "" || country === undefined || !dropsSenderId(country)) return undefined;
  return {
    level: "warning",
    text: vscode.l10n.t(
      "Networks in {0} do not carry sender IDs: it will be replaced.",
      countryName(country),
    ),
  };
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

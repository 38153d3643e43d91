import type { Prepared } from "../outcome.js";
import { refusalResult } from "./refusalWords.js";

/** What would become of a send now, as a model reads it. */
export function previewResult(prepared: Prepared): Record<string, unknown> {
  switch (prepared.consent) {
    case "refused":
      return { now: "refused", ...refusalResult(prepared.refusal) };
    case "confirmation":
      return { now: "confirmed in VS Code", next: "smsForAi_sendSms asks by VS Code's confirmation." };
    case "modal":
      return { now: "asked in a dialog", next: "smsForAi_sendSms asks the person in a dialog of its own." };
  }
}

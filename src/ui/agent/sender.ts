import { AgentSender } from "../../agent/agentSender.js";
import { badEntries } from "../../agent/recipients.js";
import { loadPhoneNumbers } from "../../sms/phoneNumber.js";
import type { Parts } from "../parts.js";
import { askInDialog } from "./ask.js";

/** What agents send with. */
type SenderParts = Pick<
  Parts,
  "session" | "outbox" | "prices" | "balance" | "settings" | "activity" | "notifier"
>;

/** The way in which agents send from this window. */
export async function agentSenderOf({ settings, notifier, ...parts }: SenderParts): Promise<AgentSender> {
  const numbers = await loadPhoneNumbers();
  // Entries hold numbers: the log gets their count, the activity document the entries.
  const bad = badEntries(settings.agentPolicy.allowedRecipients, (code) => numbers.knowsCountry(code));
  if (bad.length > 0) notifier.warn(`smsForAi.agent.allowedRecipients: not understood: ${bad.length}`);
  return new AgentSender({
    ...parts,
    policy: () => settings.agentPolicy,
    ask: askInDialog,
    onFailure: (error) => {
      notifier.record("agent", error);
    },
  });
}

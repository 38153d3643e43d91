import { AgentSender } from "../../agent/agentSender.js";
import type { Parts } from "../parts.js";
import { askInDialog } from "./ask.js";

/** What agents send with. */
type SenderParts = Pick<
  Parts,
  "session" | "outbox" | "prices" | "balance" | "settings" | "activity" | "notifier"
>;

/** The way in which agents send from this window. */
export function agentSenderOf({ settings, notifier, ...parts }: SenderParts): AgentSender {
  return new AgentSender({
    ...parts,
    policy: () => settings.agentPolicy,
    ask: askInDialog,
    onFailure: (error) => {
      notifier.record("agent", error);
    },
  });
}

import { AgentSender } from "../../agent/agentSender.js";
import { SignedOutError } from "../../agent/tools/failure.js";
import { SharedReads } from "../../agent/tools/reads.js";
import { readingTools } from "../../agent/tools/readingTools.js";
import type { SignedIn } from "../../core/session.js";
import { loadPhoneNumbers } from "../../sms/phoneNumber.js";
import { NotSignedInError } from "../errorCode.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { AgentTools } from "./agentTools.js";
import { askInDialog } from "./ask.js";

/** The tools of this window. */
export function toolsOf(parts: Parts): AgentTools {
  const { session, outbox, prices, balance, settings, activity, notifier } = parts;
  const sender = new AgentSender({
    session,
    outbox,
    prices,
    balance,
    policy: () => settings.agentPolicy,
    ask: askInDialog,
    activity,
    onFailure: (error) => {
      notifier.record("agent", error);
    },
  });
  const reading = readingTools({
    signedIn: () => signedInOf(parts),
    reads: new SharedReads(),
    numbers: loadPhoneNumbers,
    showContent: () => settings.agentsSeeContent,
    preview: () => Promise.resolve({}),
  });
  return new AgentTools({ sender, reading });
}

async function signedInOf(parts: Parts): Promise<SignedIn> {
  try {
    return await requireSignedIn(parts);
  } catch (error) {
    throw error instanceof NotSignedInError ? new SignedOutError() : error;
  }
}

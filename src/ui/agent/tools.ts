import { SignedOutError } from "../../agent/tools/failure.js";
import { previewResult } from "../../agent/tools/previewResult.js";
import { SharedReads } from "../../agent/tools/reads.js";
import { readingTools } from "../../agent/tools/readingTools.js";
import type { SignedIn } from "../../core/session.js";
import { loadPhoneNumbers } from "../../sms/phoneNumber.js";
import { NotSignedInError } from "../errorCode.js";
import { requireSignedIn, type Parts } from "../parts.js";
import { AgentTools } from "./agentTools.js";

/** The tools of this window. */
export async function toolsOf(parts: Parts): Promise<AgentTools> {
  const sender = await parts.agents();
  const reading = readingTools({
    signedIn: () => signedInOf(parts),
    reads: new SharedReads(),
    numbers: loadPhoneNumbers,
    showContent: () => parts.settings.agentsSeeContent,
    onFailure: (error) => {
      parts.notifier.record("agent", error);
    },
    preview: async (input, signal) => previewResult(await sender.preview(input, signal)),
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

import { UnfitError } from "./failure.js";
import { FOREIGN_NOTE } from "./foreign.js";
import type { ToolInput } from "./inputs.js";
import { HIDDEN_NOTE, messageView, sightOf } from "./messageView.js";
import { accountFacts, type ReadingParts } from "./readingParts.js";

/** What became of one message. */
export async function messageStatus(
  parts: ReadingParts,
  { id }: ToolInput<"smsForAi_messageStatus">,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const wanted = id.trim();
  // Dots alone would lead to another path of the server.
  if (/^\.*$/.test(wanted) || wanted.length > 100) {
    throw new UnfitError(
      "badId",
      "Give the id of a message, as smsForAi_listMessages or smsForAi_sendSms tells it.",
    );
  }
  const signedIn = await parts.signedIn();
  const message = await parts.reads.read(signedIn, `message ${wanted}`, (api) => api.message(wanted), signal);
  const sight = await sightOf(parts, signedIn);
  return {
    account: accountFacts(signedIn),
    message: messageView(message, sight),
    note: sight.whole ? FOREIGN_NOTE : `${HIDDEN_NOTE} ${FOREIGN_NOTE}`,
  };
}

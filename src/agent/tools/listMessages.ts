import { UnfitError } from "./failure.js";
import { FOREIGN_NOTE } from "./foreign.js";
import type { ToolInput } from "./inputs.js";
import { MAX_PAGES, readPart } from "./listPart.js";
import { HIDDEN_NOTE, messageView, sightOf } from "./messageView.js";
import { accountFacts, numberOf, type ReadingParts } from "./readingParts.js";

/** The most messages in one answer. */
const MAX_LIMIT = 20;
const DEFAULT_LIMIT = 10;

/** The account's messages, newest first, in pages of `limit`. */
export async function listMessages(
  parts: ReadingParts,
  { status, recipient, limit = DEFAULT_LIMIT, page = 1 }: ToolInput<"smsForAi_listMessages">,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  if (limit < 1 || limit > MAX_LIMIT)
    throw new UnfitError("badLimit", `Give a "limit" from 1 to ${MAX_LIMIT}.`);
  if (page < 1 || page > 100_000) throw new UnfitError("badPage", 'Give a "page" from 1 to 100000.');
  const signedIn = await parts.signedIn();
  const to = recipient === undefined ? undefined : (await numberOf(parts, recipient)).e164;
  const fetchPage = (wanted: number) =>
    parts.reads.read(
      signedIn,
      `list ${status ?? ""} ${wanted}`,
      (api) => api.list(status, { page: wanted }),
      signal,
    );
  const part = await readPart({ fetchPage, to, skip: (page - 1) * limit, limit });
  const sight = await sightOf(parts, signedIn);
  return {
    account: accountFacts(signedIn),
    messages: part.messages.map((message) => messageView(message, sight)),
    page,
    ...(part.more ? { nextPage: page + 1 } : {}),
    ...(part.givenUp
      ? { incomplete: `Only ${MAX_PAGES} pages of the server were searched; older messages may match.` }
      : {}),
    note: sight.whole ? FOREIGN_NOTE : `${HIDDEN_NOTE} ${FOREIGN_NOTE}`,
  };
}

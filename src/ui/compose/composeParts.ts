import type { Parts } from "../parts.js";
import { Drafts } from "./drafts.js";
import { Recipients } from "./recipients.js";
import { SenderIds } from "./senderIds.js";

/** What the composer works with beside the parts that all commands have. */
export interface ComposeParts extends Parts {
  readonly drafts: Drafts;
  readonly recipients: Recipients;
  readonly senderIds: SenderIds;
}

/** Adds what only the composer needs, so that no window loads it before. */
export function withDrafts(parts: Parts): ComposeParts {
  const { windowMemory, sharedMemory } = parts;
  return {
    ...parts,
    drafts: new Drafts(windowMemory),
    recipients: new Recipients(sharedMemory),
    senderIds: new SenderIds(sharedMemory),
  };
}

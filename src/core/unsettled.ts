import type { Message } from "../api/schemas.js";
import type { Event } from "./emitter.js";
import type { Entry } from "./journal/entry.js";
import type { Verdict } from "./journal/verdict.js";

/** A text that may have been sent. */
export interface UnsettledSend {
  readonly entry: Entry;
  /** Messages that may be it, newest first, as of the last look: a person can choose. */
  readonly candidates: readonly Message[];
  readonly looking: boolean;
  /** Why the last look failed; `undefined` if it did not. */
  readonly failure: unknown;
}

/** A text of which it is known by now what became of it, or which was given up. */
export interface SettledSend {
  readonly entry: Entry;
  /** What it became; `undefined` if it was given up. */
  readonly message: Message | undefined;
}

/** What a look came to: `busy` if another window is looking, `settled` if there is nothing to look for any more. */
export type LookResult = Verdict["kind"] | "busy" | "settled";

/** What views see of the texts that may have been sent. */
export interface RecoveryReader {
  /** Newest first. */
  readonly state: readonly UnsettledSend[];
  readonly onDidChange: Event<void>;
}

/** What a look teaches of one text. */
export type Learned = Partial<Omit<UnsettledSend, "entry">>;

/** A text for which nobody has looked yet. */
export const NOTHING_KNOWN = { candidates: [], looking: false, failure: undefined } as const;

/** What a verdict teaches. */
export function toLearned(verdict: Verdict): Learned {
  return { ...NOTHING_KNOWN, candidates: verdict.kind === "choose" ? verdict.candidates : [] };
}

/** What a person can see of a text: not how often it was looked for. */
export function visible({ entry, candidates, looking, failure }: UnsettledSend): unknown {
  return [entry.id, entry.nextLook === undefined, candidates, looking, failure !== undefined];
}

/** The texts without a message that one of them has become: it is no other's. */
export function withoutCandidate(
  state: readonly UnsettledSend[],
  accountId: string,
  messageId: string | undefined,
): UnsettledSend[] {
  return state.map((send) => ({
    ...send,
    candidates: send.candidates.filter(({ id }) => send.entry.account.id !== accountId || id !== messageId),
  }));
}

import { excessOf, highWater, type AgentSession, type Counted } from "../core/journal/agentCaps.js";
import type { Outbox } from "../core/outbox.js";
import { bodyLength, MAX_BODY, preflight } from "../core/sending.js";
import type { Session, SignedIn } from "../core/session.js";
import { loadPhoneNumbers, type PhoneNumber } from "../sms/phoneNumber.js";
import { countSegments } from "../sms/segments.js";
import { senderIdProblem } from "../sms/senderId.js";
import { estimateOf, type Intended } from "./estimate.js";
import { isAt, loadFacts, type FactsParts } from "./facts.js";
import type { AgentSendInput } from "./input.js";
import { forbidden, isPaid, limitsOf, type Policy } from "./policy.js";
import type { AgentQuestion, AgentWarning } from "./question.js";
import type { LimitRefusal, Refusal } from "./refusal.js";

/** What judging a send takes. */
export interface AssessmentParts extends FactsParts {
  readonly session: Pick<Session, "state" | "onDidChange" | "reload">;
  readonly outbox: Outbox;
  readonly policy: () => Policy;
  readonly patience?: number | undefined;
  /** Gets what kept records from being read or written. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/** How far the judgement of a send came. */
export type Assessment =
  | {
      readonly ok: true;
      readonly question: AgentQuestion;
      /** The recorded sends that it was judged by. */
      readonly records: readonly Counted[];
    }
  | ({ readonly ok: false; readonly refusal: Refusal } & Known);

/** What was known of a send when it was refused. */
export interface Known {
  readonly signedIn?: SignedIn | undefined;
  readonly number?: PhoneNumber | undefined;
  readonly question?: AgentQuestion | undefined;
}

/** Judges a send by the policy as it is now, and by what was sent before. Never throws. */
export async function assess(
  parts: AssessmentParts,
  agents: AgentSession,
  input: AgentSendInput,
  signal: AbortSignal | undefined,
): Promise<Assessment> {
  const signedIn = await accountOf(parts.session);
  if (signedIn === undefined) return { ok: false, refusal: { code: "notSignedIn" } };
  const parsed = (await loadPhoneNumbers()).parse(input.to);
  if (!parsed.ok) return { ok: false, refusal: { code: "badNumber", problem: parsed.problem }, signedIn };
  const intended = { number: parsed.number, body: input.text, senderId: input.senderId ?? "" };
  const known = { signedIn, number: parsed.number };
  const problem = problemOf(intended) ?? ruledOut(parts, signedIn, intended);
  if (problem !== undefined) return { ok: false, refusal: problem, ...known };
  const facts = await loadFacts(parts, signedIn, signal, parts.patience);
  if (signal?.aborted === true) return { ok: false, refusal: { code: "cancelled" }, ...known };
  if (!isAt(parts.session, signedIn)) return { ok: false, refusal: { code: "accountChanged" }, ...known };
  const estimate = estimateOf(intended, facts);
  const { dryRun } = parts.policy();
  const question = { signedIn, ...intended, ...estimate, balance: facts.balance, dryRun };
  try {
    const records = await parts.outbox.records();
    const warnings = [...(await duplicateOf(parts.outbox, question)), ...estimate.warnings];
    const complete: AgentQuestion = { ...question, warnings };
    const refusal = overLimit(complete, records, agents, parts.policy());
    if (refusal !== undefined) return { ok: false, refusal, ...known, question: complete };
    return { ok: true, question: complete, records };
  } catch (error) {
    parts.onFailure?.(error);
    return { ok: false, refusal: { code: "journalUnreadable" }, ...known, question };
  }
}

/**
 * What forbids to send on a paid account by what was sent before: an unknown price, or a cap. What is asked about
 * counts, so that no more is asked than can be sent.
 */
export function overLimit(
  { signedIn, cost }: AgentQuestion,
  records: readonly Counted[],
  agents: AgentSession,
  policy: Policy,
  asked: readonly AgentQuestion[] = [],
): Refusal | undefined {
  if (!isPaid(signedIn.account.kind)) return undefined;
  if (cost === undefined) return { code: "priceUnknown" };
  const at = highWater(records, Date.now());
  const paid = asked.filter((other) => isPaid(other.signedIn.account.kind));
  const pretended = paid.map((other, index): Counted => {
    const agent = { session: agents.id, cost: other.cost ?? 0, at };
    return { id: `asked ${index}`, state: "reserved", agent };
  });
  const excess = excessOf([...records, ...pretended], { session: agents, cost }, limitsOf(policy), at);
  return excess && ({ code: "limit", ...excess } satisfies LimitRefusal);
}

/** What the settings forbid at this moment, however many were sent. */
export function ruledOut(
  { policy }: Pick<AssessmentParts, "policy">,
  { account: { kind } }: SignedIn,
  { number, body }: Pick<Intended, "number" | "body">,
): Refusal | undefined {
  return forbidden(policy(), { kind, number, segments: countSegments(body).segments }, Date.now());
}

async function accountOf(session: AssessmentParts["session"]): Promise<SignedIn | undefined> {
  if (session.state.kind === "checking" || session.state.kind === "failed") await session.reload();
  const { state } = session;
  return state.kind === "signedIn" ? state : undefined;
}

function problemOf({ number, body, senderId }: Intended): Refusal | undefined {
  switch (preflight({ to: number.e164, body, senderId })) {
    case "badNumber":
      return { code: "badNumber", problem: "impossible" };
    case "emptyText":
      return { code: "emptyText" };
    case "textTooLong":
      return { code: "textTooLong", length: bodyLength(body), limit: MAX_BODY };
    case undefined: {
      const problem = senderIdProblem(senderId);
      return problem && { code: "badSenderId", problem };
    }
  }
}

async function duplicateOf(
  outbox: Outbox,
  { signedIn, number, body }: Pick<AgentQuestion, "signedIn" | "number" | "body">,
): Promise<AgentWarning[]> {
  const found = await outbox.duplicates(signedIn.account.id, [{ to: number.e164, body }]);
  const duplicate = found.get(0);
  return duplicate === undefined ? [] : [{ kind: "duplicate", ...duplicate }];
}

import type { Message } from "../../api/schemas.js";
import { STATUS_FILTERS } from "../../api/statusFilter.js";
import type { SignedIn } from "../../core/session.js";
import type { PhoneNumbers } from "../../sms/phoneNumber.js";
import { foreignLine, foreignText, foreignWords, plainId } from "./foreign.js";
import { maskNumber } from "../mask.js";
import { usd, type ReadingParts } from "./readingParts.js";

/** How much of messages a model may see. */
export interface Sight {
  readonly numbers: PhoneNumbers;
  /** Texts, sender IDs and whole numbers. */
  readonly whole: boolean;
}

/** What a model may see of the messages of an account: of paid ones less, unless the person allows it. */
export async function sightOf(parts: ReadingParts, { account }: SignedIn): Promise<Sight> {
  return { numbers: await parts.numbers(), whole: account.kind === "sandbox" || parts.showContent() };
}

/** Says why texts and numbers are not there. */
export const HIDDEN_NOTE =
  'Texts are left out and numbers masked. The person can change that with the setting "smsForAi.agent.showMessageContent".';

/** A message as a model reads it: what is ours or of a plain form, and under `untrusted` what others wrote. */
export function messageView(message: Message, { numbers, whole }: Sight): Record<string, unknown> {
  const { id, status, to, body, senderId, price, createdAt, deliveredAt, error } = message;
  const known = STATUS_FILTERS.find((filter) => filter === status);
  const isNumber = to !== undefined && /^\+[1-9]\d{1,14}$/.test(to);
  const said = whole ? foreignLine : foreignWords;
  const untrusted = {
    ...(plainId(id) === undefined ? { id: foreignLine(id) } : {}),
    ...(known === undefined && status !== undefined ? { status: said(status) } : {}),
    ...(whole && to !== undefined && !isNumber ? { to: foreignLine(to) } : {}),
    ...(whole && senderId !== undefined ? { senderId: foreignLine(senderId) } : {}),
    ...(whole && body !== undefined ? { text: foreignText(body) } : {}),
    ...(error === undefined ? {} : { error: said(error) }),
  };
  const country = isNumber ? numbers.countryOf(to) : undefined;
  const masked = isNumber ? maskNumber(numbers.formatPartial(to)) : undefined;
  return {
    ...(plainId(id) === undefined ? {} : { id }),
    status: known ?? "other",
    ...(isNumber ? { to: whole ? to : masked } : {}),
    ...(country === undefined ? {} : { country }),
    ...(price === undefined ? {} : { priceUsd: usd(price) }),
    ...(createdAt === undefined ? {} : { createdAt: new Date(createdAt).toISOString() }),
    ...(deliveredAt === undefined ? {} : { deliveredAt: new Date(deliveredAt).toISOString() }),
    ...(Object.keys(untrusted).length === 0 ? {} : { untrusted }),
  };
}

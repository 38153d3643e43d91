import type { MicroUsd } from "../api/schemas.js";
import { priceOf } from "../core/prices.js";
import { estimateCost } from "../sms/cost.js";
import { oneTimeCode } from "../sms/oneTimeCode.js";
import type { PhoneNumber } from "../sms/phoneNumber.js";
import { plainSaving } from "../sms/plainSaving.js";
import { countSegments, type Encoding } from "../sms/segments.js";
import { senderIdRisk } from "../sms/senderId.js";
import type { Facts } from "./facts.js";
import { linksIn } from "./links.js";
import type { AgentWarning } from "./question.js";

/** What a text will be and cost, as far as it can be known before it is sent. */
export interface Estimate {
  readonly segments: number;
  readonly encoding: Encoding;
  /** `undefined` if the price is not known. */
  readonly cost: MicroUsd | undefined;
  /** The price is that of a country with the same dial code. */
  readonly unsure: boolean;
  readonly warnings: readonly AgentWarning[];
}

/** A text that an agent has in mind. */
export interface Intended {
  readonly number: PhoneNumber;
  readonly body: string;
  /** Empty for none. */
  readonly senderId: string;
}

/** What can be told of a text without looking at what was sent before. */
export function estimateOf({ number, body, senderId }: Intended, { prices, balance }: Facts): Estimate {
  const { segments, encoding } = countSegments(body);
  const listed = prices && priceOf(prices, number.e164, number.country);
  // A price below nothing would make room in the cost of a day.
  const price = listed !== undefined && listed.price.price >= 0 ? listed : undefined;
  const cost = price && estimateCost(segments, price.price.price);
  const code = oneTimeCode(body);
  const saving = plainSaving(body);
  const risk = senderId === "" ? undefined : senderIdRisk(number.country);
  const warnings: AgentWarning[] = [];
  if (number.doubtful) warnings.push({ kind: "doubtfulNumber" });
  if (cost !== undefined && balance !== undefined && cost > balance) warnings.push({ kind: "balanceShort" });
  for (const text of linksIn(body)) warnings.push({ kind: "link", text });
  if (code !== undefined) warnings.push({ kind: "oneTimeCode", code });
  if (saving !== undefined) warnings.push({ kind: "plainSaving", saving });
  if (risk !== undefined) warnings.push({ kind: "senderIdRisk", risk });
  return { segments, encoding, cost, unsure: price?.unsure ?? false, warnings };
}

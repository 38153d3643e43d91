import type { CountryPrice, MicroUsd } from "../../api/schemas.js";
import { priceOf } from "../../core/prices.js";
import { bodyLength, MAX_BODY } from "../../core/sending.js";
import type { SignedIn } from "../../core/session.js";
import { estimateCost } from "../../sms/cost.js";
import { isReserved, type PhoneNumber } from "../../sms/phoneNumber.js";
import { forcingCharacters, toPlainText } from "../../sms/plainText.js";
import { countSegments } from "../../sms/segments.js";
import { senderIdProblem, senderIdRisk } from "../../sms/senderId.js";
import { visibleLine } from "../../sms/visibleText.js";
import type { AgentSendInput } from "../input.js";
import { failureOf, UnfitError } from "./failure.js";
import type { ToolInput } from "./inputs.js";
import { accountFacts, englishCountry, numberOf, usd, type ReadingParts } from "./readingParts.js";

/** What would become of a send now, as the policy says; for a model. */
export type Preview = (input: AgentSendInput, signal: AbortSignal) => Promise<Record<string, unknown>>;

/** The longest text that is counted at all, in UTF-16 units. */
const MAX_COUNTED = 20_000;
/** The most kinds of characters that are named. */
const MAX_NAMED = 12;

/** What a text comes to, and, with a number, what it costs and whether it could be sent. */
export async function estimate(
  parts: ReadingParts & { readonly preview: Preview },
  { text, to, senderId = "" }: ToolInput<"smsForAi_estimateSms">,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  if (text.length > MAX_COUNTED) throw new UnfitError("textTooLong", TOO_LONG);
  const number = to === undefined ? undefined : await numberOf(parts, to);
  const length = lengthFacts(text);
  const warnings = [...textWarnings(text), ...senderWarnings(senderId, number), ...numberWarnings(number)];
  if (number === undefined) return { ...length, warnings };
  const signedIn = await parts.signedIn();
  const money = await moneyFacts(parts, signedIn, number, length.segments, signal);
  const sending = await parts.preview({ to: number.e164, text, senderId }, signal);
  return {
    account: accountFacts(signedIn),
    to: number.e164,
    ...(number.country === undefined
      ? {}
      : { country: number.country, countryName: englishCountry(number.country) }),
    ...length,
    ...money,
    warnings,
    sending,
  };
}

const TOO_LONG = `A text has at most ${MAX_BODY} characters. Shorten it.`;

/** Segments, encoding, and what plain characters would save. */
function lengthFacts(text: string) {
  const { segments, encoding, room } = countSegments(text);
  const base = { segments, encoding, characters: bodyLength(text), roomInLastSegment: room };
  if (encoding === "GSM-7") return base;
  const counts = new Map<string, { count: number; replacement: string | undefined }>();
  for (const { text: character, replacement } of forcingCharacters(text)) {
    const known = counts.get(character);
    counts.set(character, { count: (known?.count ?? 0) + 1, replacement });
  }
  const plain = countSegments(toPlainText(text));
  return {
    ...base,
    /** Each of them makes the whole text UCS-2. */
    forcingUcs2: [...counts].slice(0, MAX_NAMED).map(([character, { count, replacement }]) => ({
      character: visibleLine(character),
      count,
      ...(replacement === undefined ? {} : { replaceBy: replacement }),
    })),
    ...(counts.size > MAX_NAMED ? { moreForcing: counts.size - MAX_NAMED } : {}),
    ...(plain.encoding === "GSM-7" && plain.segments < segments
      ? { segmentsIfReplaced: plain.segments, segmentsSaved: segments - plain.segments }
      : {}),
  };
}

function textWarnings(text: string): string[] {
  if (text.trim() === "") return ["The text is empty: it cannot be sent."];
  return bodyLength(text) > MAX_BODY ? [`The text cannot be sent. ${TOO_LONG}`] : [];
}

function senderWarnings(senderId: string, number: PhoneNumber | undefined): string[] {
  if (senderId === "") return [];
  if (senderIdProblem(senderId) !== undefined) {
    return ["The sender ID cannot be used: at most 11 letters, digits and spaces, with at least one letter."];
  }
  switch (senderIdRisk(number?.country)) {
    case "notCarried":
      return ["Networks in that country do not carry sender IDs: it will be replaced."];
    case "registration":
      return [
        "That country wants sender IDs to be registered: another one may be replaced, or the text blocked.",
      ];
    case undefined:
      return [];
  }
}

function numberWarnings(number: PhoneNumber | undefined): string[] {
  if (number === undefined) return [];
  if (isReserved(number.e164)) return ["This number is reserved for tests and fiction: nobody receives it."];
  return number.doubtful ? ["The numbering plan does not know this number: check it with the person."] : [];
}

/** What it costs as far as prices and balance can be had; why, where they cannot. */
async function moneyFacts(
  parts: ReadingParts,
  signedIn: SignedIn,
  number: PhoneNumber,
  segments: number,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const [prices, credits] = await Promise.allSettled([
    parts.reads.prices(signedIn, signal),
    parts.reads.read(signedIn, "balance", (api) => api.balance(), signal),
  ]);
  return {
    ...(prices.status === "fulfilled"
      ? costFacts(prices.value, number, segments, credits.status === "fulfilled" ? credits.value : undefined)
      : { costUnknown: failureOf(prices.reason) }),
    ...(credits.status === "fulfilled"
      ? { balanceUsd: usd(credits.value) }
      : { balanceUnknown: failureOf(credits.reason) }),
  };
}

function costFacts(
  prices: readonly CountryPrice[],
  { e164, country }: PhoneNumber,
  segments: number,
  credits: MicroUsd | undefined,
): Record<string, unknown> {
  const found = priceOf(prices, e164, country);
  if (found === undefined) {
    return {
      costUnknown: { error: "noPrice", next: "The service's price list does not have that country." },
    };
  }
  const cost = estimateCost(segments, found.price.price);
  return {
    pricePerSegmentUsd: usd(found.price.price),
    estimatedCostUsd: usd(cost),
    ...(found.unsure ? { costIsUpperBound: true } : {}),
    ...(credits !== undefined && credits < cost ? { balanceTooLow: true } : {}),
  };
}

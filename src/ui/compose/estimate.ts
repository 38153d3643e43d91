import * as vscode from "vscode";
import { priceOf, type NumberPrice } from "../../core/prices.js";
import { estimateCost, formatUsd } from "../../sms/cost.js";
import type { PhoneNumber } from "../../sms/phoneNumber.js";
import type { AccountFacts } from "./facts.js";

/** What a text will cost, as far as the price list tells. */
export interface Estimate extends NumberPrice {
  /** Millionths of a US dollar. */
  readonly cost: number;
}

/** `undefined` without prices, and for a country that is not in the list. */
export function estimateOf(
  { prices }: AccountFacts,
  { e164, country }: PhoneNumber,
  segments: number,
): Estimate | undefined {
  const found = prices && priceOf(prices, e164, country);
  return found && { ...found, cost: estimateCost(segments, found.price.price) };
}

/** `$0.0158`, or `at most $0.0158`. */
export function estimateText({ cost, unsure }: Estimate): string {
  return unsure ? vscode.l10n.t("at most {0}", formatUsd(cost)) : formatUsd(cost);
}

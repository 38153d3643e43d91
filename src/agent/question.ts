import type { MicroUsd } from "../api/schemas.js";
import type { SignedIn } from "../core/session.js";
import type { PlainSaving } from "../sms/plainSaving.js";
import type { PhoneNumber } from "../sms/phoneNumber.js";
import type { Encoding } from "../sms/segments.js";
import type { SenderIdRisk } from "../sms/senderId.js";

/** All that a person says yes or no to. */
export interface AgentQuestion {
  /** The account that the text would go from: fixed with the question. */
  readonly signedIn: SignedIn;
  readonly number: PhoneNumber;
  readonly body: string;
  /** Empty for none. */
  readonly senderId: string;
  readonly segments: number;
  readonly encoding: Encoding;
  /** The estimate; `undefined` if the price is not known, which happens in the sandbox only. */
  readonly cost: MicroUsd | undefined;
  /** The price is that of a country with the same dial code. */
  readonly unsure: boolean;
  /** As it was when last asked; `undefined` if it could not be had in time. */
  readonly balance: MicroUsd | undefined;
  readonly warnings: readonly AgentWarning[];
  /** Nothing will be requested. */
  readonly dryRun: boolean;
}

/** What a person should know before they say yes. */
export type AgentWarning =
  /** The same text went to the same number (`certain`), or may have; `at` in ms since the epoch. */
  | { readonly kind: "duplicate"; readonly at: number; readonly certain: boolean }
  /** As it stands in the text. */
  | { readonly kind: "link"; readonly text: string }
  | { readonly kind: "oneTimeCode"; readonly code: string }
  | { readonly kind: "doubtfulNumber" }
  | { readonly kind: "balanceShort" }
  /** Plain characters would take fewer segments. */
  | { readonly kind: "plainSaving"; readonly saving: PlainSaving }
  | { readonly kind: "senderIdRisk"; readonly risk: SenderIdRisk };

/** What a person answers. A question that is closed is a `cancel`. */
export type AgentAnswer = "send" | "allowForSession" | "cancel";

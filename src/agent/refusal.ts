import type { MicroUsd } from "../api/schemas.js";
import type { PhoneNumberProblem } from "../sms/phoneNumber.js";
import type { SenderIdProblem } from "../sms/senderId.js";

/** Why an agent's text was not sent, before anything was requested. Codes and values: the words are elsewhere. */
export type Refusal =
  /** `field` is `undefined` if the input is no object at all. */
  | {
      readonly code: "invalidInput";
      readonly field: string | undefined;
      readonly problem: "missing" | "wrongType" | "unknownField";
    }
  | { readonly code: "notSignedIn" }
  | { readonly code: "badNumber"; readonly problem: PhoneNumberProblem }
  | { readonly code: "emptyText" }
  /** In characters, as the API counts them. */
  | { readonly code: "textTooLong"; readonly length: number; readonly limit: number }
  | { readonly code: "badSenderId"; readonly problem: SenderIdProblem }
  /** A number that models invent, or one that is set aside for fiction. */
  | { readonly code: "placeholderNumber" }
  | { readonly code: "segments"; readonly limit: number; readonly actual: number }
  | LimitRefusal
  /** `until` in ms since the epoch. */
  | { readonly code: "quietHours"; readonly until: number }
  /** The setting cannot be understood: whether these are quiet hours is not known. */
  | { readonly code: "badQuietHours" }
  /** Without a price the cost of a day cannot be limited. */
  | { readonly code: "priceUnknown" }
  /** The same text went to the same number lately, or may have, and the question did not say so. */
  | { readonly code: "duplicate"; readonly at: number; readonly certain: boolean }
  /** What was sent before cannot be read: the caps could not be held. */
  | { readonly code: "journalUnreadable" }
  /** A person said no. */
  | { readonly code: "declined" }
  /** A person said no so often that they are not asked any more in this session. */
  | { readonly code: "declinedTooOften" }
  /** So many questions wait for a person that there is no place for another one. */
  | { readonly code: "tooManyQuestions"; readonly waiting: number }
  /** The question could not be shown. */
  | { readonly code: "cannotAsk" }
  /** The window went to another account, or was signed out, while the question stood. */
  | { readonly code: "accountChanged" }
  | { readonly code: "cancelled" };

/** A cap that this send would exceed. `used` counts what went, may have gone, is under way or is asked about. */
export type LimitRefusal =
  | {
      readonly code: "limit";
      readonly of: "session" | "day";
      readonly limit: number;
      readonly used: number;
    }
  | {
      readonly code: "limit";
      readonly of: "cost";
      readonly limit: MicroUsd;
      readonly used: MicroUsd;
      readonly cost: MicroUsd;
    };

import type { MicroUsd } from "../../api/schemas.js";
import type { AccountKind } from "../../core/accounts.js";
import type { SignedIn } from "../../core/session.js";
import type { PhoneNumberProblem, PhoneNumbers } from "../../sms/phoneNumber.js";
import { UnfitError } from "./failure.js";
import type { SharedReads } from "./reads.js";

/** What the reading tools work with. */
export interface ReadingParts {
  /**
   * The window's account.
   * @throws SignedOutError; whatever kept the accounts from being read
   */
  readonly signedIn: () => Promise<SignedIn>;
  readonly reads: SharedReads;
  readonly numbers: () => Promise<PhoneNumbers>;
  /** Whether texts and whole numbers of paid accounts may go to a model. */
  readonly showContent: () => boolean;
  /** Gets what a model is told nothing of but that the log may say more. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/** The account of a result, in words that do not come from outside. */
export function accountFacts({ account }: SignedIn): {
  readonly kind: AccountKind;
  readonly meaning: string;
} {
  return { kind: account.kind, meaning: MEANINGS[account.kind] };
}

const MEANINGS: Readonly<Record<AccountKind, string>> = {
  live: "real messages, real money",
  sandbox: "local sandbox: nothing is sent, nothing costs",
  other: "another server: treat messages and costs as real",
};

/** US dollars with at most six decimals. */
export function usd(amount: MicroUsd): number {
  return amount / 1_000_000;
}

/** The name of a country in English, from its code: never a server's words. */
export function englishCountry(code: string): string {
  return new Intl.DisplayNames("en", { type: "region" }).of(code) ?? code;
}

/** A number that a model gave, which must tell its country. */
export async function numberOf(parts: ReadingParts, given: string) {
  const parsed = (await parts.numbers()).parse(given.slice(0, 100));
  if (!parsed.ok) throw new UnfitError(`badNumber.${parsed.problem}`, NUMBER_ADVICE[parsed.problem]);
  return parsed.number;
}

const INTERNATIONAL =
  'Give it in international form with + and the country\'s dial code, such as "+12025550100". Ask the person if you do not know the country; do not guess.';

/** What a model can do about a number that is none. */
export const NUMBER_ADVICE: Readonly<Record<PhoneNumberProblem, string>> = {
  empty: `The number is empty. ${INTERNATIONAL}`,
  noCountry: `The number does not tell its country. ${INTERNATIONAL}`,
  letters: `The number has other characters than digits. ${INTERNATIONAL}`,
  extension: `A number with an extension cannot get an SMS. ${INTERNATIONAL}`,
  tooShort: `The number is too short. ${INTERNATIONAL}`,
  tooLong: `The number is too long. ${INTERNATIONAL}`,
  impossible: `There is no such number. ${INTERNATIONAL}`,
};

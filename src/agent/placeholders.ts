import { isReserved, type PhoneNumber } from "../sms/phoneNumber.js";

/**
 * So many equal digits at the end of a number, or steps at its start, are not chance: fewer where the numbering plan
 * knows no such number.
 */
const SAME = 8;
const SAME_IF_DOUBTFUL = 6;
const STEPS = 9;

/** Malaysia and Côte d'Ivoire have mobile numbers that count: their 12 and 01 are prefixes like any other. */
const REAL_COUNTS = /^\+(?:60|225)/;

/**
 * Whether nobody can have a number: one that is set aside for fiction (SMS_FACTS; in North America all of 555), or
 * one of those that are made up where a number is wanted: one digit again and again, or digits that count. What
 * may be somebody's in a country where such numbers are given out is none.
 */
export function isPlaceholder({
  e164,
  formatted,
  doubtful,
}: Pick<PhoneNumber, "e164" | "formatted" | "doubtful">): boolean {
  if (isReserved(e164) || /^\+1(?:555|\d{3}555)/.test(e164)) return true;
  const national = formatted.replace(/^\+\d+/, "").replace(/\D/g, "");
  const digits = e164.slice(1);
  if (sameAtEnd(digits) >= (doubtful ? SAME_IF_DOUBTFUL : SAME)) return true;
  return (
    isCount(digits) || national.startsWith("987654321") || (isCount(national) && !REAL_COUNTS.test(e164))
  );
}

function sameAtEnd(digits: string): number {
  return /(\d)\1*$/.exec(digits)?.[0].length ?? 0;
}

/** Whether digits go up one by one from a low one; 0 and 1 come behind 9. */
function isCount(digits: string): boolean {
  const first = Number(digits[0]);
  const steps = "012345678901".slice(first, first + Math.min(digits.length, STEPS));
  return first <= 2 && digits.length >= 7 && digits.startsWith(steps);
}

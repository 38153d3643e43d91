/** An age as it is shown: `now`, a date after a week, or a number of days, hours or minutes. */
export type AgeStep = "now" | "date" | { readonly unit: "day" | "hour" | "minute"; readonly count: number };

const STEPS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/**
 * How old something is, as coarsely as it is shown.
 * @param time ms since the epoch, like `now`
 * @returns a count that is negative for the past
 */
export function ageStep(time: number, now: number): AgeStep {
  const seconds = Math.round((time - now) / 1000);
  if (Math.abs(seconds) < 60) return "now";
  if (Math.abs(seconds) > 7 * 86_400) return "date";
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? STEPS[2];
  return { unit, count: Math.trunc(seconds / size) };
}

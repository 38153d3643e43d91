import { SegmentedMessage } from "sms-segments-calculator";
import { countSegments } from "../../src/sms/segments.js";
import { SMS_TEXTS } from "../unit/support/smsTexts.js";
import { median, printSection, table } from "./report.js";

const repeats = 25;
/** Before measuring, so that the engine has compiled what it will. */
const warmUps = 10;
/** Calls in one measurement: one alone is too short for the clock. */
const calls = 20;

/** Counting segments, beside sms-segments-calculator on the same texts. */
export function benchSegments(): void {
  const plain = "Your order has shipped and arrives tomorrow between 9 and 12. ".repeat(26).slice(0, 1600);
  const texts: readonly (readonly [string, string])[] = [
    ["GSM-7, 160 characters", plain.slice(0, 160)],
    ["GSM-7, 1600 characters", plain],
    ["UCS-2, 1600 characters", `’${plain.slice(1)}`],
  ];
  printSection(`Counting segments, median of ${repeats}`, [
    ...table([
      ["", "ours", "sms-segments-calculator", "times faster"],
      ...texts.map(([name, text]) => {
        const ours = microseconds(() => countSegments(text).segments);
        const theirs = microseconds(() => new SegmentedMessage(text).segmentsCount);
        const figures = [`${ours.toFixed(2)} µs`, `${theirs.toFixed(1)} µs`, (theirs / ours).toFixed(0)];
        return [name, ...figures] as const;
      }),
    ]),
    agreement(),
  ]);
}

/** On the corpus of the unit tests, where every difference is explained. */
function agreement(): string {
  const same = SMS_TEXTS.filter((text) => {
    const { encoding, segments } = countSegments(text);
    const { encodingName, segmentsCount } = new SegmentedMessage(text);
    return encoding === encodingName && segments === segmentsCount;
  });
  return `Equal encoding and number of segments for ${same.length} of ${SMS_TEXTS.length} texts.`;
}

/** One call, in µs. */
function microseconds(count: () => number): number {
  const times: number[] = [];
  let sum = 0;
  for (let repeat = -warmUps; repeat < repeats; repeat++) {
    const began = performance.now();
    for (let call = 0; call < calls; call++) sum += count();
    if (repeat >= 0) times.push((1000 * (performance.now() - began)) / calls);
  }
  // Used, so that the engine cannot leave the work out.
  if (sum <= 0) throw new Error("The text has no segments.");
  return median(times);
}

import type { DiskFault } from "./files.js";
import type { WireFault } from "./proxy.js";
import type { Random } from "./random.js";
import type { SendOrder, SendReport } from "./window.js";

/** A text to a number: what is the same for two sends of it. */
export interface Text {
  readonly to: string;
  readonly body: string;
}

/** What is to happen to one send. */
export interface SendPlan {
  readonly wire: WireFault;
  readonly disk: DiskFault | undefined;
  /** Whether `stopBefore` and `stopAfter` kill the window, or the person cancels. */
  readonly kills: boolean;
  /** What the person says when asked about a duplicate. */
  readonly yes: boolean;
}

/** A send as the run knows it. */
export interface Sending {
  readonly order: SendOrder;
  readonly plan: SendPlan;
  /** Nothing goes wrong with it, as far as the sandbox, the wire, the disk and the process are concerned. */
  readonly isFaultless: boolean;
  /** What the window said, or that it died; `undefined` while it has not come to an end. */
  report: SendReport | "dead" | undefined;
  /** The entry that was on the disk when the request came, or when its window died. */
  entryId: string | undefined;
  /** Requests that came for it. */
  arrivals: number;
  /** The send that took its draft up. */
  carriedBy: Sending | undefined;
}

/** Numbers on which the sandbox itself does what a fault does. */
const MAGIC = [
  "+12025550189",
  "+12025550196",
  "+12025550197",
  "+12025550198",
  "+12025550199",
  "+12025550191",
] as const;
const NUMBERS = ["+12025550123", "+447700900123", "+61491570006"] as const;
const TEXTS = [
  "Hello",
  "Your order has shipped – \u201cthank you\u201d",
  " two lines\r\nand spaces ",
  "😀😀 \u00e9\u0301",
  "x".repeat(400),
] as const;

const WIRE: Readonly<Record<WireFault, number>> = {
  none: 30,
  cutBefore: 5,
  cutAfter: 8,
  errorBefore: 4,
  errorAfter: 6,
  slowBefore: 4,
  slowAfter: 6,
  late: 5,
  html: 3,
  half: 3,
  empty: 3,
  redirect: 2,
  refused: 4,
  limited: 2,
  stopBefore: 8,
  stopAfter: 10,
};

/** All that can happen on the wire. */
export const WIRE_FAULTS = Object.keys(WIRE);

/** The limit of a request in ms: a short one where something fails, so that its deadline is soon past. */
const SHORT = 220;
const LONG = 4000;
const MARGIN = 60;

/** The few texts of a run: most of its sends are of the same ones. */
export function drawTexts(random: Random): readonly [Text, ...Text[]] {
  const more = Array.from({ length: random.int(1, 3) }, () => drawText(random));
  return [drawText(random), ...more];
}

function drawText(random: Random): Text {
  const to = random.chance(0.15) ? random.pick(MAGIC) : random.pick(NUMBERS);
  return { to, body: random.pick(TEXTS) };
}

export function isMagic({ to }: Text): boolean {
  return MAGIC.some((number) => number === to);
}

export function drawPlan(random: Random): SendPlan {
  return {
    wire: random.weighted(WIRE),
    disk: random.chance(0.3) ? drawDiskFault(random) : undefined,
    kills: random.chance(0.7),
    yes: random.chance(0.5),
  };
}

export function drawDiskFault(random: Random): DiskFault {
  const how = random.weighted({ dieBefore: 3, dieAfter: 3, dieHalfway: 2, refuseOnce: 2, refuse: 2 });
  return { at: random.int(1, 5), how };
}

/** A new send. */
export function sendingOf(
  senderId: string,
  text: Text,
  plan: SendPlan,
  { listIsSlow, replaces }: { listIsSlow: boolean; replaces?: string | undefined },
): Sending {
  const isFaultless = plan.wire === "none" && plan.disk === undefined && !isMagic(text);
  return {
    order: {
      senderId,
      ...text,
      request: isFaultless ? LONG : SHORT,
      margin: MARGIN,
      baseline: listIsSlow ? 80 : 1500,
      yes: plan.yes,
      replaces,
      disk: plan.disk,
    },
    plan,
    isFaultless,
    report: undefined,
    entryId: undefined,
    arrivals: 0,
    carriedBy: undefined,
  };
}

export function isSameText(a: Text, b: Text): boolean {
  return a.to === b.to && a.body === b.body;
}

/** Whether a person has said yes to a second text of this kind; of a window that died it is not known. */
export function hasSecondYes({ order, report }: Sending): boolean {
  if (order.replaces !== undefined) return true;
  return report === "dead" || report === undefined ? order.yes : report.asked > 0 && order.yes;
}

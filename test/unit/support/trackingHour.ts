import { FakeClock } from "./fakeClock.js";
import { MemoryServer, TrackedWindow } from "./tracking.js";

/** An hour of following, and how it begins. */
export interface HourCase {
  readonly name: string;
  /** How many texts each window sends, one after the other. */
  readonly texts: readonly number[];
  /** ms from one text of a window to its next. */
  readonly every: number;
  /** ms until a text is delivered; never without. */
  readonly delivery?: number;
  /** How many of the windows have the focus; one unless told otherwise. */
  readonly focused?: number;
  /** How many texts of others the server takes in a minute. */
  readonly others?: number;
}

/** What an hour cost. */
export interface HourFigures {
  readonly requests: number;
  /** In the 60 seconds with the most. */
  readonly worstMinute: number;
  /** Of the window that asked most. */
  readonly worstWindow: number;
  readonly unfinished: number;
}

/** The cases that the budget is measured by. */
export const HOUR_CASES: readonly HourCase[] = [
  { name: "50 from one window, delivered after 20 s", texts: [50, 0, 0], every: 200, delivery: 20_000 },
  { name: "50 from one window, never finished", texts: [50, 0, 0], every: 200 },
  { name: "50 from three windows, never finished", texts: [17, 17, 16], every: 200 },
  { name: "50 from each of three, never finished", texts: [50, 50, 50], every: 200 },
  { name: "the same, all three focused", texts: [50, 50, 50], every: 200, focused: 3 },
  { name: "the same, none focused", texts: [50, 50, 50], every: 200, focused: 0 },
  { name: "the same, among 60 of others a minute", texts: [50, 50, 50], every: 200, focused: 3, others: 60 },
  { name: "50 from each, one in 30 s, focused", texts: [50, 50, 50], every: 30_000, focused: 3 },
  { name: "1000 from each, focused", texts: [1000, 1000, 1000], every: 50, focused: 3 },
];

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Lets an hour pass over windows that share a server, and counts what they ask by themselves. */
export async function followForAnHour({
  texts,
  every,
  delivery,
  focused = 1,
  others = 0,
}: HourCase): Promise<HourFigures> {
  const clock = new FakeClock();
  const server = new MemoryServer(clock);
  const windows = texts.map((count, index) => {
    const counted = { asked: 0 };
    const { api } = server;
    const counting = {
      list: (...args: Parameters<typeof api.list>) => (counted.asked++, api.list(...args)),
      message: (...args: Parameters<typeof api.message>) => (counted.asked++, api.message(...args)),
    };
    const window = new TrackedWindow({ api: counting }, clock);
    window.focused = index < focused;
    return { window, counted, count };
  });
  for (const { window, count } of windows) {
    for (let text = 0; text < count; text++) {
      clock.after(text * every, () => {
        const message = server.send();
        window.follow(message);
        if (delivery === undefined) return;
        clock.after(delivery, () => {
          server.set(message.id, { status: "delivered" });
        });
      });
    }
  }
  for (let text = 0; text < 60 * others; text++) clock.after((text * MINUTE) / others, () => server.send());
  await clock.pass(HOUR);
  const times = server.requests.map(({ at }) => at);
  const figures = {
    requests: times.length,
    worstMinute: Math.max(
      0,
      ...times.map((begin) => times.filter((at) => at >= begin && at < begin + MINUTE).length),
    ),
    worstWindow: Math.max(...windows.map(({ counted }) => counted.asked)),
    unfinished: windows.reduce((sum, { window }) => sum + window.tracker.unfinished, 0),
  };
  for (const { window } of windows) window.tracker.dispose();
  return figures;
}

/** Hours of the day, in minutes since midnight. They go over midnight if `from` is after `to`. */
interface QuietHours {
  readonly from: number;
  readonly to: number;
}

const TIME = "([01]?\\d|2[0-4])[:.]([0-5]\\d)";
const HOURS = new RegExp(`^${TIME}(?:-|–|—|to)${TIME}$`, "i");

/** Whether a setting of quiet hours can be understood: `22:00-07:00`, or nothing. */
export function areQuietHours(setting: string): boolean {
  return setting.trim() === "" || read(setting) !== undefined;
}

/**
 * When the quiet hours end that a time lies in, or `undefined` if it lies in none. Times are in ms since the epoch,
 * hours are those of this machine.
 */
export function quietUntil(setting: string, now: number): number | undefined {
  const hours = read(setting);
  if (hours === undefined) return undefined;
  const { from, to } = hours;
  const time = new Date(now);
  const minute = time.getHours() * 60 + time.getMinutes();
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!isQuiet) return undefined;
  const end = new Date(now);
  if (minute >= to) end.setDate(end.getDate() + 1);
  end.setHours(0, to, 0, 0);
  return end.getTime();
}

/** From a time to the same time could be all day or never: that is not guessed at. */
function read(setting: string): QuietHours | undefined {
  const parts = HOURS.exec(setting.replace(/\s+/g, ""));
  if (parts === null) return undefined;
  const [, fromHour, fromMinute, toHour, toMinute] = parts.map(Number);
  const from = minutes(fromHour, fromMinute);
  const to = minutes(toHour, toMinute);
  return from === undefined || to === undefined || from === to || from === DAY ? undefined : { from, to };
}

const DAY = 24 * 60;

function minutes(hour = NaN, minute = NaN): number | undefined {
  const sum = hour * 60 + minute;
  return sum <= DAY ? sum : undefined;
}

import type { Message } from "../api/schemas.js";

/** What the messages of a group have in common: a day, a recipient, or that they lack it. */
export type GroupSubject =
  | {
      readonly kind: "day";
      /** Local midnight, ms since the epoch. */
      readonly start: number;
      /** How many days before today; negative where a clock is ahead. */
      readonly daysAgo: number;
    }
  | { readonly kind: "recipient"; readonly to: string }
  | { readonly kind: "noDay" }
  | { readonly kind: "noRecipient" };

/** Some of the messages, in the order of the list. */
export interface MessageGroup {
  /** Stays the same while the subject does: `day:2026-03-29`, `to:+12025550142`. */
  readonly key: string;
  readonly subject: GroupSubject;
  readonly messages: readonly Message[];
  /** How many of them failed. */
  readonly failed: number;
}

/**
 * Messages by day, in the time zone of this machine: the newest day first, those without a date last.
 * @param now ms since the epoch
 */
export function groupByDay(messages: readonly Message[], now: number): MessageGroup[] {
  const days = new Map<string, { readonly start: number | undefined; readonly messages: Message[] }>();
  for (const message of messages) {
    const start = message.createdAt === undefined ? undefined : midnight(message.createdAt);
    const key = start === undefined ? "day:none" : `day:${isoDay(start)}`;
    const day = days.get(key) ?? { start, messages: [] };
    day.messages.push(message);
    days.set(key, day);
  }
  const today = midnight(now) ?? now;
  return [...days]
    .sort(([, one], [, other]) => (other.start ?? -Infinity) - (one.start ?? -Infinity) || 0)
    .map(([key, { start, messages: all }]) =>
      group(
        key,
        // Days of 23 and 25 hours, where clocks change, are days too.
        start === undefined
          ? { kind: "noDay" }
          : { kind: "day", start, daysAgo: Math.round((today - start) / 86_400_000) },
        all,
      ),
    );
}

/** Messages by recipient: who was written to last comes first, those without a recipient last. */
export function groupByRecipient(messages: readonly Message[]): MessageGroup[] {
  const recipients = new Map<string, { readonly to: string; readonly messages: Message[] }>();
  const without: Message[] = [];
  for (const message of messages) {
    const { to } = message;
    if (to === undefined || to.trim() === "") {
      without.push(message);
      continue;
    }
    const key = `to:${to.replace(/[\s().-]/g, "")}`;
    const recipient = recipients.get(key) ?? { to, messages: [] };
    recipient.messages.push(message);
    recipients.set(key, recipient);
  }
  return [
    ...[...recipients].map(([key, { to, messages: all }]) => group(key, { kind: "recipient", to }, all)),
    ...(without.length === 0 ? [] : [group("to:", { kind: "noRecipient" }, without)]),
  ];
}

function group(key: string, subject: GroupSubject, messages: readonly Message[]): MessageGroup {
  return { key, subject, messages, failed: messages.filter(({ status }) => status === "failed").length };
}

/** The beginning of a time's day; `undefined` for a time that no calendar has. */
function midnight(time: number): number | undefined {
  const start = new Date(time).setHours(0, 0, 0, 0);
  return Number.isNaN(start) ? undefined : start;
}

function isoDay(start: number): string {
  const day = new Date(start);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
}

import * as z from "zod/mini";
import type { ApiErrorDetails } from "./errors.js";

/** The longest reason that is kept, in UTF-16 units. */
const MAX_REASON = 500;

const complaints = z.pipe(
  z.union([z.string(), z.array(z.unknown())]),
  z.transform((value) => (Array.isArray(value) ? value : [value]).map((item) => clip(String(item)))),
);
const wireRefusal = z.object({
  message: z.optional(z.catch(z.optional(z.string()), undefined)),
  error: z.optional(z.catch(z.optional(z.string()), undefined)),
  errors: z.optional(z.catch(z.optional(z.record(z.string(), complaints)), undefined)),
});

/** What an answer outside 2xx says of itself. Its body may be JSON of another shape, HTML or empty. */
export function refusalDetails(
  headers: Headers,
  body: string,
): Pick<ApiErrorDetails, "reason" | "fieldErrors" | "retryAt"> {
  const parsed = wireRefusal.safeParse(parseOrUndefined(body));
  const reason = parsed.data?.message ?? parsed.data?.error;
  return {
    reason: reason === undefined || reason.trim() === "" ? undefined : clip(reason),
    fieldErrors: parsed.data?.errors,
    retryAt: retryAt(headers.get("Retry-After"), Date.now()),
  };
}

/**
 * `Retry-After` (RFC 9110, 10.2.3: seconds or an HTTP date) as ms since the epoch.
 * @param now ms since the epoch
 */
export function retryAt(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const value = header.trim();
  if (/^\d{1,9}$/.test(value)) return now + Number(value) * 1000;
  // Date.parse makes a date of "1.5" or "-5" too.
  const date = /^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(date, now);
}

function parseOrUndefined(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function clip(text: string): string {
  return text.length > MAX_REASON ? `${text.slice(0, MAX_REASON)}…` : text;
}

import type { ContentfulStatusCode } from "hono/utils/http-status";

/** Field errors of a 422, by field. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** An answer that refuses the request: a status and a reason in the server's words. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: ContentfulStatusCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: FieldErrors | undefined;

  constructor(
    status: ContentfulStatusCode,
    message: string,
    more: { readonly headers?: Readonly<Record<string, string>>; readonly errors?: FieldErrors } = {},
  ) {
    super(message);
    this.status = status;
    this.headers = more.headers ?? {};
    this.errors = more.errors;
  }

  /** The JSON that is answered. */
  get body(): Record<string, unknown> {
    return { message: this.message, ...(this.errors === undefined ? {} : { errors: this.errors }) };
  }
}

/** A 422 with the reasons of each field. Its message is the first reason, as servers of this family put it. */
export function invalid(errors: FieldErrors): Refusal {
  const [first = "The given data was invalid.", ...others] = Object.values(errors).flat();
  const more = others.length === 0 ? "" : ` (and ${others.length} more error${others.length > 1 ? "s" : ""})`;
  return new Refusal(422, first + more, { errors });
}

/** A 429. */
export function tooManyRequests(retryAfterSeconds: number): Refusal {
  return new Refusal(429, "Too many requests.", { headers: { "Retry-After": String(retryAfterSeconds) } });
}

/** A 503. */
export function serverClosing(): Refusal {
  return new Refusal(503, "The sandbox is closing.");
}

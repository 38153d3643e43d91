import * as z from "zod/mini";

/** The statuses that the API page documents. */
export const STATUSES = ["sent", "delivered", "failed"] as const;

/** See `STATUSES`. */
export type MessageStatus = (typeof STATUSES)[number];

/** A message as the sandbox keeps it, in memory and in the journal. Times are ISO 8601. */
export const messageSchema = z.object({
  id: z.int().check(z.positive()),
  status: z.enum(STATUSES),
  to: z.string(),
  body: z.string(),
  senderId: z.nullable(z.string()),
  /** What the whole message cost, in millionths of a USD. */
  priceMicros: z.int().check(z.nonnegative()),
  nviaMessageId: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  deliveredAt: z.nullable(z.iso.datetime()),
  /** Why it failed. */
  error: z.nullable(z.string()),
});

/** See `messageSchema`. */
export type SandboxMessage = Readonly<z.infer<typeof messageSchema>>;

/** What a person asked to send. */
export interface Draft {
  /** E.164. */
  readonly to: string;
  readonly body: string;
  readonly senderId: string | null;
}

/** How an amount of millionths of a USD is written on the wire. */
export function toAmount(micros: number, decimals: "number" | "string"): number | string {
  return decimals === "number" ? micros / 1e6 : (micros / 1e6).toFixed(6);
}

/** The message with every field, as the API writes it. */
export function toWire(message: SandboxMessage, decimals: "number" | "string"): Record<string, unknown> {
  return {
    id: message.id,
    status: message.status,
    to: message.to,
    body: message.body,
    sender_id: message.senderId,
    price_usd: toAmount(message.priceMicros, decimals),
    nvia_message_id: message.nviaMessageId,
    created_at: message.createdAt,
    updated_at: message.updatedAt,
    delivered_at: message.deliveredAt,
    error: message.error,
  };
}

/** The five fields that the API page shows in the answer to a send. */
export function toSendWire(message: SandboxMessage, decimals: "number" | "string"): Record<string, unknown> {
  return { ...toLeanWire(message, decimals), nvia_message_id: message.nviaMessageId };
}

/** The least that a list may tell of a message. */
export function toLeanWire(message: SandboxMessage, decimals: "number" | "string"): Record<string, unknown> {
  const { id, status, to, priceMicros } = message;
  return { id, status, to, price_usd: toAmount(priceMicros, decimals) };
}

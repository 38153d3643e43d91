import * as z from "zod/mini";
import { isObject, money, requiredMoney, text, time, tolerant, type MicroUsd } from "./fields.js";

export type { MicroUsd } from "./fields.js";

/**
 * A message as far as the server told it. Only `id` is certain: lists may be lean, and most fields are not
 * documented (API.md, "Fields that are not documented").
 */
export interface Message {
  readonly id: string;
  /** `sent`, `delivered`, `failed`, or whatever else the server says. */
  readonly status?: string | undefined;
  readonly to?: string | undefined;
  readonly body?: string | undefined;
  readonly senderId?: string | undefined;
  readonly price?: MicroUsd | undefined;
  /** ms since the epoch, like the other times. */
  readonly createdAt?: number | undefined;
  readonly updatedAt?: number | undefined;
  readonly deliveredAt?: number | undefined;
  /** Why it failed, in the server's words. */
  readonly error?: string | undefined;
  /** Everything the server sent, unknown fields included. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** `GET ` (the root). */
export interface ServiceStatus {
  readonly api: string | undefined;
  readonly version: string | undefined;
  readonly status: string | undefined;
}

/** `GET /me`. */
export interface Profile {
  readonly tokenName: string | undefined;
  readonly permissions: readonly string[];
  readonly userName: string | undefined;
  readonly email: string | undefined;
  readonly credits: MicroUsd | undefined;
}

/** One row of `GET /countries`: the price of one SMS. */
export interface CountryPrice {
  /** ISO 3166-1 alpha-2, upper case. */
  readonly code: string;
  readonly name: string;
  /** `+` and digits. */
  readonly dialCode: string;
  readonly price: MicroUsd;
}

/** The answer to a send. */
export interface SendResult {
  readonly message: Message;
  /** The balance after the send, where the server tells it. */
  readonly balance: MicroUsd | undefined;
  /** How many more requests the server takes before its limit, where it tells that. */
  readonly remaining?: number | undefined;
}

/** One page of `GET /sms`. */
export interface MessagePage {
  readonly messages: readonly Message[];
  /** Where the next page is; `undefined` after the last one. */
  readonly next: PageCursor | undefined;
  readonly perPage: number | undefined;
  readonly total: number | undefined;
  /** The server's clock when it answered, ms since the epoch, to the second. */
  readonly date?: number | undefined;
  /** How many more requests the server takes before its limit, and how many in all, where it tells that. */
  readonly remaining?: number | undefined;
  readonly limit?: number | undefined;
}

/** A page of a list: a number, or the address that the server gave for it (own origin only). */
export type PageCursor = { readonly page: number } | { readonly url: string };

const id = z.pipe(z.union([z.string().check(z.minLength(1)), z.number()]), z.transform(String));

const wireMessage = z.object({
  id,
  status: text,
  to: text,
  body: text,
  sender_id: text,
  price_usd: money,
  created_at: time,
  updated_at: time,
  delivered_at: time,
  error: text,
});

/** One message in any envelope, or `undefined` if there is none in it. */
export function parseMessage(value: unknown): Message | undefined {
  for (const candidate of messageCandidates(value)) {
    const parsed = wireMessage.safeParse(candidate);
    if (parsed.success) return toMessage(parsed.data, candidate);
  }
  return undefined;
}

/** `{sms: {…}}`, `{data: {…}}` or `{…}`: API.md, "Two shapes of a send". */
function messageCandidates(value: unknown): Record<string, unknown>[] {
  if (!isObject(value)) return [];
  return [value.sms, value.data, value].filter(isObject);
}

function toMessage(wire: z.infer<typeof wireMessage>, raw: Record<string, unknown>): Message {
  return {
    id: wire.id,
    status: wire.status,
    to: wire.to,
    body: wire.body,
    senderId: wire.sender_id,
    price: wire.price_usd,
    createdAt: wire.created_at,
    updatedAt: wire.updated_at,
    deliveredAt: wire.delivered_at,
    error: wire.error,
    raw,
  };
}

/** The answer to a send, or `undefined` if it is not understood. */
export function parseSendResult(value: unknown): SendResult | undefined {
  const message = parseMessage(value);
  if (message === undefined) return undefined;
  const balance = z.object({ balance: money }).safeParse(value);
  return { message, balance: balance.success ? balance.data.balance : undefined };
}

const wireRoot = z.object({
  api: text,
  version: z.optional(
    z.catch(z.optional(z.pipe(z.union([z.string(), z.number()]), z.transform(String))), undefined),
  ),
  status: text,
});

/** The API root's answer, or `undefined` if this is no such API. */
export function parseServiceStatus(value: unknown): ServiceStatus | undefined {
  const parsed = wireRoot.safeParse(value);
  if (!parsed.success) return undefined;
  const { api, version, status } = parsed.data;
  return api === undefined && status === undefined ? undefined : { api, version, status };
}

const wireMe = z.object({
  token: z.object({ name: text, permissions: z.catch(z.array(z.string()), []) }),
  user: z.object({ name: text, email: text, credits: money }),
});

/** `/me`, or `undefined` if it is not understood. */
export function parseProfile(value: unknown): Profile | undefined {
  const parsed = wireMe.safeParse(value);
  if (!parsed.success) return undefined;
  const { token, user } = parsed.data;
  return {
    tokenName: token.name,
    permissions: token.permissions,
    userName: user.name,
    email: user.email,
    credits: user.credits,
  };
}

/** `/balance`, or `undefined` if it is not understood. */
export function parseBalance(value: unknown): MicroUsd | undefined {
  const parsed = z.object({ credits_usd: requiredMoney }).safeParse(value);
  return parsed.success ? parsed.data.credits_usd : undefined;
}

const wireCountry = z.object({
  country_code: z.string().check(z.regex(/^[A-Za-z]{2}$/)),
  country_name: text,
  // Without a digit it would be the dial code of every number.
  dial_code: z.pipe(
    z.pipe(
      z.union([z.string(), z.number()]),
      z.transform((value) => `+${String(value).replace(/\D/g, "")}`),
    ),
    z.string().check(z.regex(/\d/)),
  ),
  price_usd: requiredMoney,
});

/** `/countries` without the rows that make no sense, or `undefined` if none does. */
export function parseCountries(value: unknown): CountryPrice[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const countries = value.flatMap((row: unknown) => {
    const parsed = wireCountry.safeParse(row);
    if (!parsed.success) return [];
    const { country_code, country_name, dial_code, price_usd } = parsed.data;
    const code = country_code.toUpperCase();
    return [
      {
        code,
        name: country_name === undefined || country_name.trim() === "" ? code : country_name,
        dialCode: dial_code,
        price: price_usd,
      },
    ];
  });
  return countries.length === 0 && value.length > 0 ? undefined : countries;
}

const count = z.optional(
  z.catch(
    z.optional(z.pipe(z.union([z.number(), z.string().check(z.regex(/\d/))]), z.transform(toCount))),
    undefined,
  ),
);
const wireList = z.object({
  data: z.array(z.unknown()),
  links: tolerant((value) => (isObject(value) ? value : undefined)),
  meta: z.optional(
    z.catch(
      z.optional(z.object({ current_page: count, last_page: count, per_page: count, total: count })),
      undefined,
    ),
  ),
});

function toCount(value: string | number): number | undefined {
  const parsed = Number(value);
  return Number.isSafeInteger(parsed) && parsed >= 0 ? parsed : undefined;
}

/**
 * A page of messages, or `undefined` if it is not understood.
 * @param requested the address that was asked, which `links.next` may be relative to
 * @param page the number of the page that was asked, for servers that tell no `meta`
 */
export function parseMessagePage(value: unknown, requested: string, page: number): MessagePage | undefined {
  const parsed = wireList.safeParse(value);
  if (!parsed.success) return undefined;
  const { data, links, meta } = parsed.data;
  return {
    messages: data.flatMap((row) => parseMessage(row) ?? []),
    next: nextPage(data.length, links, meta, requested, page),
    perPage: meta?.per_page,
    total: meta?.total,
  };
}

/**
 * `links.next` where it stays on the account's own origin, else the page after this one. With neither links
 * nor meta a page with rows may have a successor.
 */
function nextPage(
  rows: number,
  links: Readonly<Record<string, unknown>> | undefined,
  meta: { readonly current_page?: number | undefined; readonly last_page?: number | undefined } | undefined,
  requested: string,
  page: number,
): PageCursor | undefined {
  const next = links?.next;
  const current = meta?.current_page ?? page;
  if (typeof next === "string" && next !== "") {
    return isOwn(next, requested) ? { url: new URL(next, requested).href } : { page: current + 1 };
  }
  if (next === null) return undefined;
  if (meta?.last_page !== undefined) return current < meta.last_page ? { page: current + 1 } : undefined;
  return rows > 0 ? { page: page + 1 } : undefined;
}

/** Whether an address stays where the token may go; one with a user name in it is refused by fetch. */
function isOwn(address: string, requested: string): boolean {
  if (!URL.canParse(address, requested)) return false;
  const { origin, username, password } = new URL(address, requested);
  return origin === new URL(requested).origin && username === "" && password === "";
}

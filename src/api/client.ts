import { ApiError } from "./errors.js";
import { readEvents, type SandboxEvent } from "./events.js";
import { Http, type HttpOptions } from "./http.js";
import {
  parseBalance,
  parseCountries,
  parseMessage,
  parseMessagePage,
  parseProfile,
  parseSendResult,
  parseServiceStatus,
  type CountryPrice,
  type Message,
  type MessagePage,
  type MicroUsd,
  type PageCursor,
  type Profile,
  type SendResult,
  type ServiceStatus,
} from "./schemas.js";
import type { StatusFilter } from "./statusFilter.js";

/** What to send. */
export interface SendRequest {
  /** E.164. */
  readonly to: string;
  readonly body: string;
  readonly senderId?: string | undefined;
}

/** The SMS for AI API, one method per endpoint. Every method throws `ApiError` and nothing else. */
export class SmsApi {
  readonly #http: Http;

  constructor(options: HttpOptions) {
    this.#http = new Http(options);
  }

  /** `GET ` of the root: no token is sent. */
  async status(signal?: AbortSignal): Promise<ServiceStatus> {
    return understood(parseServiceStatus(await this.#http.read(this.#http.url(""), signal, false)));
  }

  /** `GET /me`: whose token this is. */
  async me(signal?: AbortSignal): Promise<Profile> {
    return understood(parseProfile(await this.#read("/me", signal)));
  }

  /** `GET /balance`. */
  async balance(signal?: AbortSignal): Promise<MicroUsd> {
    return understood(parseBalance(await this.#read("/balance", signal)));
  }

  /** `GET /countries`: the prices. */
  async countries(signal?: AbortSignal): Promise<CountryPrice[]> {
    return understood(parseCountries(await this.#read("/countries", signal)));
  }

  /**
   * `POST /sms/send`. Never repeated. For core/outbox.ts alone: it is the only way to send.
   * @throws ApiError whose `didNothing` is false if the message may have been sent all the same
   */
  async send({ to, body, senderId }: SendRequest, signal?: AbortSignal): Promise<SendResult> {
    const request = {
      to,
      body,
      ...(senderId === undefined || senderId === "" ? {} : { sender_id: senderId }),
    };
    const { value, remaining } = await this.#http.post(this.#http.url("/sms/send"), request, signal);
    return { ...understood(parseSendResult(value), false), remaining };
  }

  /** `GET /sms`: a page of messages, newest first; the first page without a cursor. */
  async list(
    filter: StatusFilter | undefined,
    cursor?: PageCursor,
    signal?: AbortSignal,
  ): Promise<MessagePage> {
    const page = cursor !== undefined && "page" in cursor ? cursor.page : 1;
    const url = new URL(
      cursor !== undefined && "url" in cursor ? cursor.url : this.#http.url(`/sms?page=${page}`),
    );
    // Servers of this family drop other parameters from the addresses that they give.
    if (filter !== undefined) url.searchParams.set("status", filter);
    const { value, date, remaining, limit } = await this.#http.readDated(url.href, signal);
    return { ...understood(parseMessagePage(value, url.href, page)), date, remaining, limit };
  }

  /** `GET /sms/{id}`. */
  async message(id: string, signal?: AbortSignal): Promise<Message> {
    return understood(parseMessage(await this.#read(`/sms/${encodeURIComponent(id)}`, signal)));
  }

  /** The sandbox's stream of arrivals, until it ends or the signal aborts. */
  async *sandboxEvents(signal: AbortSignal): AsyncGenerator<SandboxEvent, void> {
    yield* readEvents(await this.#http.stream(this.#http.url("/sandbox/events"), signal));
  }

  #read(path: string, signal: AbortSignal | undefined): Promise<unknown> {
    return this.#http.read(this.#http.url(path), signal);
  }
}

function understood<T>(value: T | undefined, didNothing = true): T {
  if (value === undefined) throw new ApiError("notUnderstood", didNothing);
  return value;
}

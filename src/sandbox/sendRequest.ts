import type { IncomingMessage } from "node:http";
import * as z from "zod/mini";
import { isE164, type Countries, type Country } from "./countries.js";
import type { Draft } from "./message.js";
import { invalid, Refusal } from "./refusal.js";

/** A text may have this many characters (code points), says the API page. */
export const MAX_BODY_CHARACTERS = 1600;

/** Bytes of the body of a request. */
export const MAX_REQUEST_BYTES = 64 * 1024;

/** GSM practice: at most 11 letters, digits and spaces, at least one of them a letter. */
const SENDER_ID = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/;

const fields = z.catch(z.record(z.string(), z.unknown()), {});

/** A send that may be accepted. */
export interface ValidSend {
  readonly draft: Draft;
  readonly country: Country;
}

/**
 * Reads the JSON in the body of a request.
 * @throws Refusal 415 for another content type, 413 beyond 64 KiB, 400 for what is no JSON in UTF-8
 */
export async function readJsonBody(incoming: IncomingMessage): Promise<unknown> {
  if (!/^application\/json *(;|$)/i.test(incoming.headers["content-type"] ?? "")) {
    throw new Refusal(415, "The request's content type must be application/json.");
  }
  const bytes = await readBytes(incoming);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal(400, "The request's body is not valid JSON.");
  }
}

function readBytes(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = new Refusal(413, "The request is too large.");
    if (Number(incoming.headers["content-length"]) > MAX_REQUEST_BYTES) {
      reject(tooLarge);
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_REQUEST_BYTES) reject(tooLarge);
      else chunks.push(chunk);
    });
    incoming.on("end", () => {
      resolve(Buffer.concat(chunks));
    });
    incoming.on("error", reject);
  });
}

/**
 * Checks what is to be sent.
 * @throws Refusal 422 with the reasons of each field
 */
export function validateSend(json: unknown, countries: Countries): ValidSend {
  const { to, body, sender_id: senderId } = fields.parse(json);
  const number = typeof to === "string" ? to : "";
  const country = isE164(number) ? countries.ofNumber(number) : undefined;
  const errors = {
    to: toProblem(to, country),
    body: bodyProblem(body),
    sender_id: senderIdProblem(senderId),
  };
  const found = Object.entries(errors).filter(([, problem]) => problem !== undefined);
  if (found.length > 0 || country === undefined) {
    throw invalid(Object.fromEntries(found.map(([field, problem]) => [field, [problem ?? ""]])));
  }
  return {
    draft: {
      to: number,
      body: typeof body === "string" ? body : "",
      senderId: typeof senderId === "string" && senderId !== "" ? senderId : null,
    },
    country,
  };
}

function toProblem(to: unknown, country: Country | undefined): string | undefined {
  if (to === undefined || to === null || to === "") return "The to field is required.";
  if (typeof to !== "string") return "The to field must be a string.";
  if (!isE164(to)) return "The to field must be a phone number in E.164 format, such as +12025550123.";
  return country === undefined ? "The country of this number is not served." : undefined;
}

function bodyProblem(body: unknown): string | undefined {
  if (body === undefined || body === null) return "The body field is required.";
  if (typeof body !== "string") return "The body field must be a string.";
  if (body.trim() === "") return "The body field is required.";
  return Array.from(body).length > MAX_BODY_CHARACTERS
    ? `The body field must not be greater than ${MAX_BODY_CHARACTERS} characters.`
    : undefined;
}

function senderIdProblem(senderId: unknown): string | undefined {
  if (senderId === undefined || senderId === null || senderId === "") return undefined;
  if (typeof senderId !== "string") return "The sender_id field must be a string.";
  return SENDER_ID.test(senderId)
    ? undefined
    : "The sender_id field must have at most 11 letters, digits and spaces, with at least one letter.";
}

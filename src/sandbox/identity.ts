import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import * as z from "zod/mini";
import { API_ROOT, askLoopback } from "./loopback.js";

/** Header of a request to the root that asks the listener to prove that it is the sandbox. */
export const CHALLENGE_HEADER = "X-Sandbox-Challenge";

/** A challenge: up to 64 hex digits. */
const NONCE = /^[0-9a-f]{1,64}$/i;

const CHECK_TIMEOUT_MS = 2000;

const rootAnswer = z.object({
  sandbox: z.object({ proof: z.string().check(z.regex(/^[0-9a-f]{64}$/)) }),
});

/**
 * What the sandbox answers to a challenge, or `undefined` if the challenge has not the form of one.
 *
 * The port is part of what is proved, so that a stranger who passes our challenge on to the real sandbox on
 * another port gets nothing of use. The label keeps the result from meaning anything elsewhere.
 */
export function proofFor(token: string, port: number, nonce: string): string | undefined {
  if (!NONCE.test(nonce)) return undefined;
  const claim = `sms-for-ai sandbox identity v1\n${port}\n${nonce.toLowerCase()}`;
  return createHmac("sha256", token).update(claim).digest("hex");
}

/**
 * Who listens on a port of this machine: the sandbox that has this token, somebody else, or nobody. The token
 * itself is not sent. At most 2 s.
 * @throws the signal's reason when it is aborted
 */
export async function checkIdentity(
  port: number,
  token: string,
  signal?: AbortSignal,
): Promise<"ours" | "stranger" | "nobody"> {
  const nonce = randomBytes(32).toString("hex");
  const answer = await askLoopback({
    port,
    method: "GET",
    path: API_ROOT,
    headers: { Accept: "application/json", [CHALLENGE_HEADER]: nonce },
    timeoutMs: CHECK_TIMEOUT_MS,
    signal,
  });
  if (answer.kind !== "answer") return answer.kind === "nobody" ? "nobody" : "stranger";
  const expected = proofFor(token, port, nonce);
  const given = answer.status === 200 ? readProof(answer.body) : undefined;
  if (expected === undefined || given === undefined) return "stranger";
  return timingSafeEqual(Buffer.from(expected, "hex"), Buffer.from(given, "hex")) ? "ours" : "stranger";
}

function readProof(body: string): string | undefined {
  try {
    return rootAnswer.parse(JSON.parse(body)).sandbox.proof;
  } catch {
    return undefined;
  }
}

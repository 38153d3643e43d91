import { createHash, timingSafeEqual } from "node:crypto";

/** Whether an `Authorization` header carries this token; takes equally long for every wrong one. */
export function carriesToken(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
  // Digests have the same length whatever was sent, as the comparison needs.
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

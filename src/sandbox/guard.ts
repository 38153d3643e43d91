import type { IncomingMessage } from "node:http";

const LOOPBACK_ORIGIN = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * Whether a request may be answered at all. Web pages are kept out: a page elsewhere that fetches from here
 * shows itself by its `Origin`, one that had its own name pointed to this machine (DNS rebinding) by `Host`.
 * A page served from this machine passes, as any program here does; it still needs the token.
 */
export function isAllowed(request: Pick<IncomingMessage, "headersDistinct">, port: number): boolean {
  const { host, origin, "sec-fetch-site": site } = request.headersDistinct;
  const [name, ...moreNames] = host ?? [];
  if (name === undefined || moreNames.length > 0) return false;
  if (![`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`].includes(name.toLowerCase())) return false;
  // A page's GET that wants no answer (`no-cors`, an image, a link) has no Origin.
  if (origin === undefined) return site?.includes("cross-site") !== true;
  return origin.every((value) => LOOPBACK_ORIGIN.test(value));
}

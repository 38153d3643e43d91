/** The provider's own API root (the API page's "Base URL"). */
export const LIVE_BASE_URL = "https://www.smsforai.com/api/v1";

/** Why an address cannot be the base URL of an account. */
export type BaseUrlProblem = "notAUrl" | "notSecure" | "hasCredentials" | "hasQuery";

/** A base URL in its normal form (no slash at the end), or why it cannot be one. */
export type BaseUrlResult =
  { readonly ok: true; readonly url: string } | { readonly ok: false; readonly problem: BaseUrlProblem };

/**
 * Reads what a person typed as the base URL of a server, path included (`https://host/api/v1`). A token goes
 * over https, or over plain http to this machine alone.
 */
export function parseBaseUrl(text: string): BaseUrlResult {
  const problem = (code: BaseUrlProblem): BaseUrlResult => ({ ok: false, problem: code });
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return problem("notAUrl");
  const url = new URL(trimmed);
  if (url.protocol !== "https:" && url.protocol !== "http:") return problem("notAUrl");
  if (url.username !== "" || url.password !== "") return problem("hasCredentials");
  if (url.search !== "" || url.hash !== "") return problem("hasQuery");
  if (url.protocol === "http:" && !isLoopback(url.hostname)) return problem("notSecure");
  return { ok: true, url: url.origin + url.pathname.replace(/\/+$/, "") };
}

/** Whether a URL's host name (as `URL.hostname` gives it) is this machine. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" || hostname === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

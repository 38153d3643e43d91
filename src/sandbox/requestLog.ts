import { API_ROOT, MCP_PATH } from "./loopback.js";

const ROUTES: ReadonlySet<string> = new Set(
  ["", "/me", "/balance", "/countries", "/sms/send", "/sms", "/sandbox/events", "/sandbox/messages"].map(
    (path) => API_ROOT + path,
  ),
);

/**
 * What of a request's address may be logged: the route. The rest may hold anything, a number or a token that
 * was put in the wrong place included.
 */
export function loggablePath(url: string): string {
  const path = url.replace(/\?.*$/s, "").replace(/\/$/, "");
  if (path === MCP_PATH || ROUTES.has(path)) return path;
  return /^\/api\/v1\/sms\/[^/]+$/.test(path) ? `${API_ROOT}/sms/:id` : "(no such route)";
}
